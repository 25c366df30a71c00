#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gait::record {

// JSON strings with one spelling for each text, that of RFC 8785: `\"`, `\\`, `\b`, `\f`, `\n`,
// `\r`, `\t`, other control characters as `\u00xx`, everything else as it is.

// Appends the text in quotes. Bytes that are not UTF-8 become U+FFFD. At most `bytes_max` stand
// between the quotes: the text is cut before the character that would be too much.
void append_json_string(std::string& out, std::string_view text, std::size_t bytes_max);

// Reads the string whose opening quote is the first byte of `from`, and takes it off the front.
// False at any escape that the above does not write.
bool take_json_string(std::string_view& from, std::string& text);

// What any JSON string means, given without its quotes. Never fails: of an escape that is none the
// character stands for itself, half a surrogate pair becomes three bytes that are not UTF-8.
std::string unescaped_json(std::string_view text);

// Behind the JSON value that begins at `at`, or `npos` when there is none. Of the grammar of
// RFC 8259 but for line breaks, at most 128 levels deep; whether it is UTF-8 is not looked at.
std::size_t json_value_end(std::string_view text, std::size_t at);

}  // namespace gait::record
