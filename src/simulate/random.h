#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>

#include "base/hash.h"

namespace gait::simulate {

// Chance that is the same on every machine: xoshiro256** (Blackman and Vigna, 2018), seeded by
// splitmix64. Everything drawn is an integer; probabilities are parts per million, means are
// thousandths. The standard library's distributions and floating point differ between platforms
// and are not used.
class Random {
 public:
  // One stream per purpose: the same seed and salts give the same draws, whatever else was drawn
  // before, so that adding a scenario does not change the background.
  Random(std::uint64_t seed, std::initializer_list<std::uint64_t> salts);

  std::uint64_t next();
  // 0 to bound - 1; `bound` is at least 1. Biased by less than 2^-32.
  std::uint32_t below(std::uint32_t bound);
  // low to high, both included.
  std::int64_t between(std::int64_t low, std::int64_t high);
  bool chance_ppm(std::uint32_t parts_per_million);

  // A Poisson-like count with this mean: binomial below 16, else normal.
  std::int64_t count(std::int64_t mean_milli);

  // 0 to bound - 1, the first ones much more often: the median is at an eighth of the bound.
  std::uint32_t favourite(std::uint32_t bound);

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace gait::simulate
