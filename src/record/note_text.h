#pragma once

#include <string_view>

namespace gait::record {

// What c2sp.org/signed-note allows: valid UTF-8, and of the ASCII control characters (those below
// space) only the newline.
bool is_note_text(std::string_view text);

// The name of a key: not empty, valid UTF-8, no control character, no Unicode space and no plus.
bool is_key_name(std::string_view name);

}  // namespace gait::record
