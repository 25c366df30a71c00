#pragma once

#include <string_view>

namespace gait::record {

// What c2sp.org/signed-note allows: valid UTF-8, and of the ASCII control characters (those below
// space) only the newline.
bool is_note_text(std::string_view text);

}  // namespace gait::record
