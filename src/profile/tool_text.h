#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/symbols.h"
#include "model/tool_call.h"

namespace gait::profile {

// Lower case (ASCII); other bytes stay.
std::string lower_case(std::string_view text);

// What is compared when values are: lower case, without quotes, brackets, blanks and punctuation
// around it.
std::string normal_value(std::string_view text);

// Looks only at characters: `value` is a normal value.
ValueShape shape_of(std::string_view value);

// Symbols of the words of a text, cut to 5 letters so that "refund" and "refunding" are one word;
// sorted, without repetition, at most `task_words_max`. Words under 3 letters do not count.
std::vector<Symbol> words_of(std::string_view text);
inline constexpr std::size_t task_words_max = 64;

// How a value stands in a text.
enum class Standing : std::uint8_t {
  absent,
  part,  // inside running text
  alone  // between line ends, separators, brackets or tags on both sides, quotes aside
};

// The best standing of `value` in `text`, both in lower case, among its first 64 occurrences. Only
// whole words match. A whole number also matches with zero decimals: `50` stands in "50.00".
//
// This asks where a value could have been copied from, as taint tracking does, and never what the
// text says: text from outside is evidence of origin only.
Standing standing_in(std::string_view text, std::string_view value);

}  // namespace gait::profile
