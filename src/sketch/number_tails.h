#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.h"

namespace gait::sketch {

// Both tails of a number whose scale nobody knows: how often one at most as large, or at least as
// large, has come. A histogram of half octaves (a factor of 1.41) between 2^-8 and 2^22; smaller
// ones, zero and negative ones share the first bin, larger ones the last. 128 bytes.
//
// Exact counts until one bin is full at 65,535; then all are halved.
class NumberTails {
 public:
  static constexpr int bins = 62;

  void add(double number);

  // P(a number at least as far out, to either side): twice the smaller tail, the number itself
  // counted in, so that it is never 0: min(1, 2 (tail + 1) / (n + 1)). 1 when nothing was added.
  double two_sided(double number) const;

  std::uint32_t total() const { return total_; }

  void save(ByteWriter& out) const;
  void load(ByteReader& in);

 private:
  static std::size_t bin_of(double number);

  std::array<std::uint16_t, bins> counts_{};
  std::uint32_t total_ = 0;  // the sum of all counts
};

}  // namespace gait::sketch
