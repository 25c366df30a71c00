#pragma once

#include <string>
#include <string_view>

namespace gait::report {

// Text fit for HTML content and for double-quoted attributes: printable(), with markup escaped.
// Every text that is not ours goes through here or through `prose`; there is no third way.
std::string escaped(std::string_view text);

// The same for content, where a part between backticks becomes <code>. A backtick without its
// partner stays what it is.
std::string prose(std::string_view text);

}  // namespace gait::report
