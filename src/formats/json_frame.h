#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace gait::formats {

// Finds the seams of a byte stream of JSON, where a block may be cut and where to go on after a
// fault. Text is assumed to begin outside of a string.

// Length of the longest prefix that ends outside of a string, or nearly surely so: behind the last
// line break (a JSON string holds none) or between `}` and `,{"` (a string holds that only when it
// ends in `},{`; the index of the block then reports an open string). 0 when there is no seam.
std::size_t safe_cut(std::string_view text);

// Length of the object or array that `text` begins with, byte by byte: slow, and does not need the
// rest to be sound. None when the text ends first; 0 when a line ends inside a string, so that
// there is no such value.
std::optional<std::size_t> value_length(std::string_view text);

// Behind the next line break, or none.
std::optional<std::size_t> next_line(std::string_view text);

// Length of the head of a `{"Records":[` document, through its `[`; 0 when it is something else.
std::size_t records_head_length(std::string_view text);

bool is_json_space(char c);

}  // namespace gait::formats
