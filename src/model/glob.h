#pragma once

#include <string>
#include <string_view>

namespace gait {

// Whether `text` is of the shape `pattern`, in which `*` stands for any run of characters, none and
// dots and slashes included. At worst the product of the two lengths.
bool matches_glob(std::string_view pattern, std::string_view text);

// With the letters A to Z in lower case; other bytes stay. What ignores case compares this.
std::string lower_ascii(std::string_view text);

}  // namespace gait
