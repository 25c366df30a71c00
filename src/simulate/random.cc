#include "simulate/random.h"

#include <bit>

#include "base/check.h"

namespace gait::simulate {
namespace {

std::uint64_t splitmix(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

// The integer square root, by bisection on bits.
std::int64_t square_root(std::int64_t value) {
  std::int64_t root = 0;
  for (std::int64_t bit = std::int64_t{1} << 31; bit != 0; bit >>= 1)
    if ((root + bit) * (root + bit) <= value) root += bit;
  return root;
}

constexpr std::int64_t binomial_mean_milli_max = 16'000;

}  // namespace

Random::Random(std::uint64_t seed, std::initializer_list<std::uint64_t> salts) {
  std::uint64_t mixed = seed;
  for (std::uint64_t salt : salts) mixed = hash_combine(mixed, salt);
  for (std::uint64_t& word : state_) word = splitmix(mixed);
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint32_t Random::below(std::uint32_t bound) {
  check(bound > 0, "something is drawn only from what is not empty");
  return static_cast<std::uint32_t>((next() >> 32) * bound >> 32);
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) {
  check(low <= high && high - low < std::int64_t{1} << 32, "a range is ordered and not huge");
  return low + below(static_cast<std::uint32_t>(high - low + 1));
}

bool Random::chance_ppm(std::uint32_t parts_per_million) {
  return below(1'000'000) < parts_per_million;
}

std::int64_t Random::count(std::int64_t mean_milli) {
  if (mean_milli <= 0) return 0;
  if (mean_milli < binomial_mean_milli_max) {
    const auto threshold = static_cast<std::uint64_t>(mean_milli * 65'536 / 64'000);
    std::int64_t hits = 0;
    for (int word = 0; word < 16; ++word)
      for (std::uint64_t bits = next(), trial = 0; trial < 4; ++trial, bits >>= 16)
        hits += (bits & 0xffff) < threshold ? 1 : 0;
    return hits;
  }
  std::int64_t z_milli = -6'000;  // the sum of twelve uniforms is nearly normal
  for (int i = 0; i < 12; ++i) z_milli += below(1'001);
  return (mean_milli + square_root(mean_milli * 1'000) * z_milli / 1'000 + 500) / 1'000;
}

std::uint32_t Random::favourite(std::uint32_t bound) {
  const std::uint64_t u = next() >> 48;
  return static_cast<std::uint32_t>(((u * u >> 16) * u >> 16) * bound >> 16);
}

}  // namespace gait::simulate
