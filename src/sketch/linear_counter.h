#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace gait::sketch {

// Counts distinct things in 16 bytes (Whang, Vander-Zanden, Taylor 1990: linear counting with 128
// bits). Relative standard error: 7 % at 60, 9 % at 250, 20 % at 500; saturates at 621. Union is
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
    return estimates()[static_cast<std::size_t>(std::popcount(words_[0]) +
                                                std::popcount(words_[1]))];
  }

  bool operator==(const LinearCounter&) const = default;

 private:
  // By number of set bits.
  static const std::array<double, 129>& estimates() {
    static const auto table = [] {
      std::array<double, 129> values{};
      for (int set = 0; set <= 128; ++set)
        values[static_cast<std::size_t>(set)] =
            -128.0 * std::log((set == 128 ? 1.0 : 128.0 - set) / 128.0);
      return values;
    }();
    return table;
  }

  std::array<std::uint64_t, 2> words_{};
};

}  // namespace gait::sketch
