#pragma once

#include <cstdint>
#include <string_view>

namespace gait::bench {

// One pass over lines of CloudTrail that reads the fields an activity is made of and makes none.
// `padding_bytes` must be readable behind `input`. Gives a sum of what was read; stops the
// process at a record that cannot be read.
std::uint64_t extract(std::string_view input);

// All that the parser does, from bytes to activities; gives their number.
std::uint64_t parse_to_activities(std::string_view input);

}  // namespace gait::bench
