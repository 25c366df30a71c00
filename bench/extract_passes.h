#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gait::bench {

// The format of the first records of the input; stops the process where nobody knows it.
std::string format_of(std::string_view input);

// One pass over lines of one format that reads the fields an activity is made of and makes none.
// `padding_bytes` must be readable behind `input`. Gives a sum of what was read; stops the
// process at a record that cannot be read.
std::uint64_t extract(std::string_view input, const std::string& format);

// All that the parser does, from bytes to activities; gives their number.
std::uint64_t parse_to_activities(std::string_view input);

}  // namespace gait::bench
