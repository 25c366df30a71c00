#include "sketch/seen_set.h"

#include <bit>

namespace gait::sketch {
namespace {

constexpr std::uint32_t set_max = 4096;  // of 8,192 bits

// Probe `i` takes twelve bits of the hash of its own.
std::uint32_t bit_of(std::uint64_t hash, int i) {
  return static_cast<std::uint32_t>(hash >> (4 + 15 * i)) & 8191U;
}

}  // namespace

void SeenSet::add(std::uint64_t hash) {
  if (set_ > set_max) {
    bits_ = {};
    set_ = 0;
  }
  for (int i = 0; i < probes; ++i) {
    std::uint64_t& word = bits_[bit_of(hash, i) / 64];
    const std::uint64_t bit = std::uint64_t{1} << (bit_of(hash, i) % 64);
    set_ += (word & bit) == 0;
    word |= bit;
  }
}

bool SeenSet::has(std::uint64_t hash) const {
  for (int i = 0; i < probes; ++i)
    if ((bits_[bit_of(hash, i) / 64] >> (bit_of(hash, i) % 64) & 1U) == 0) return false;
  return true;
}

void SeenSet::load(ByteReader& in) {
  bits_ = in.get<decltype(bits_)>();
  set_ = 0;
  for (const std::uint64_t word : bits_) set_ += static_cast<std::uint32_t>(std::popcount(word));
}

}  // namespace gait::sketch
