#include "sketch/number_tails.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace gait::sketch {
namespace {

constexpr double least = 1.0 / 256;
constexpr double steps_per_octave = 2;

}  // namespace

std::size_t NumberTails::bin_of(double number) {
  if (!(number >= least)) return 0;  // also what is no number
  const double step = 1 + std::floor(steps_per_octave * std::log2(number / least));
  return static_cast<std::size_t>(std::min(step, static_cast<double>(bins - 1)));
}

void NumberTails::add(double number) {
  std::uint16_t& count = counts_[bin_of(number)];
  if (count == std::numeric_limits<std::uint16_t>::max()) {
    for (std::uint16_t& one : counts_) one /= 2;
    total_ = std::accumulate(counts_.begin(), counts_.end(), std::uint32_t{0});
  }
  ++count;
  ++total_;
}

double NumberTails::two_sided(double number) const {
  if (total_ == 0) return 1;
  const std::size_t bin = bin_of(number);
  std::uint32_t below = 0;
  for (std::size_t i = 0; i <= bin; ++i) below += counts_[i];
  const std::uint32_t above = total_ - below + counts_[bin];
  return std::min(1.0, 2.0 * (std::min(below, above) + 1) / (total_ + 1.0));
}

void NumberTails::save(ByteWriter& out) const { out.put(counts_); }

void NumberTails::load(ByteReader& in) {
  counts_ = in.get<std::array<std::uint16_t, bins>>();
  total_ = std::accumulate(counts_.begin(), counts_.end(), std::uint32_t{0});
}

}  // namespace gait::sketch
