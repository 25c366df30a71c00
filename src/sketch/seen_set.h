#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace gait::sketch {

// Remembers that values were there, and nothing else of them: a Bloom filter (1970) of 1 KiB
// with four probes. It never denies a value that was added. It claims one that was not with a
// probability of at most 1/8 (measured at 1,000 values and after 100,000); beyond half of its bits
// it forgets all and starts again, so that an explorer of endless values cannot make everything
// seem seen.
class SeenSet {
 public:
  // `hash` is well mixed, as symbols are.
  void add(std::uint64_t hash);
  bool has(std::uint64_t hash) const;

  void save(ByteWriter& out) const { out.put(bits_); }
  void load(ByteReader& in);

 private:
  static constexpr std::size_t words = 128;
  static constexpr int probes = 4;

  std::array<std::uint64_t, words> bits_{};
  std::uint32_t set_ = 0;
};

}  // namespace gait::sketch
