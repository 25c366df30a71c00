#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace gait::record {

// Sizes and indices stay below 2^63, as verifiers in other languages count with a sign.
inline constexpr std::uint64_t tree_size_max = INT64_MAX;

// ASCII decimal without leading zeroes, as every C2SP format writes numbers.
Result<std::uint64_t> parse_decimal(std::string_view text, std::uint64_t max = tree_size_max);

}  // namespace gait::record
