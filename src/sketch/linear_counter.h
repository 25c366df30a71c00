#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace gait::sketch {

// Counts distinct things in 16 bytes (Whang, Vander-Zanden, Taylor 1990: linear counting with 128
// bits). Relative standard error: 5 % at 60, 9 % at 250, 20 % at 500; saturates at 621. Union is
// bitwise or.
class LinearCounter {
 public:
  // `hash` must be well mixed; only its low 7 bits are used.
  void add(std::uint64_t hash) { words_[hash >> 6 & 1] |= std::uint64_t{1} << (hash & 63); }
  void merge(const LinearCounter& other) {
    words_[0] |= other.words_[0];
    words_[1] |= other.words_[1];
  }
  void clear() { words_ = {}; }

  double estimate() const {
    const int unset = 128 - std::popcount(words_[0]) - std::popcount(words_[1]);
    return -128.0 * std::log((unset == 0 ? 1.0 : unset) / 128.0);
  }

  bool operator==(const LinearCounter&) const = default;

 private:
  std::array<std::uint64_t, 2> words_{};
};

}  // namespace gait::sketch
