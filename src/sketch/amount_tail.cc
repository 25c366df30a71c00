#include "sketch/amount_tail.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gait::sketch {
namespace {

template <class Counts>
std::uint32_t sum_of(const Counts& counts) {
  std::uint64_t sum = 0;
  for (const auto count : counts) sum += count;
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(sum, std::numeric_limits<std::uint32_t>::max()));
}

// P(X >= amount) for a Poisson count of this mean; beyond 64 by the normal approximation.
double poisson_tail(double amount, double mean) {
  if (mean > 64) return 0.5 * std::erfc((amount - 0.5 - mean) / std::sqrt(2 * mean));
  double term = std::exp(-mean), below = 0;
  for (double k = 0; k < amount; ++k, term *= mean / k) below += term;
  return std::max(0.0, 1 - below);
}

}  // namespace

template <class Count>
int BasicAmountTail<Count>::bin_of(double amount, AmountScale scale) {
  if (!(amount > scale.unit)) return 0;
  // floor(steps * log2(x)) is the exponent of x^steps, for the one or two steps there are.
  const double ratio = std::min(amount / scale.unit, 1e30);
  return std::min(std::ilogb(scale.steps_per_octave == 2 ? ratio * ratio : ratio), bins - 1);
}

template <class Count>
double BasicAmountTail<Count>::bin_floor(int bin, AmountScale scale) {
  return bin == 0 ? 0 : scale.unit * std::exp2(static_cast<double>(bin) / scale.steps_per_octave);
}

template <class Count>
void BasicAmountTail<Count>::add(double amount, AmountScale scale) {
  auto& count = counts_[static_cast<std::size_t>(bin_of(amount, scale))];
  if (count == std::numeric_limits<Count>::max()) age();
  ++count;
  ++windows_;
  // Rounded up, so that the same amount again is never above the record.
  auto rounded = static_cast<float>(amount);
  if (rounded < amount) rounded = std::nextafter(rounded, std::numeric_limits<float>::max());
  most_ = std::max(most_, rounded);
}

template <class Count>
template <class OtherCount>
void BasicAmountTail<Count>::merge(const BasicAmountTail<OtherCount>& other) {
  std::array<std::uint64_t, bins> sums{};
  std::uint64_t greatest = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    sums[i] = std::uint64_t{counts_[i]} + other.counts_[i];
    greatest = std::max(greatest, sums[i]);
  }
  const unsigned shift = greatest > std::numeric_limits<Count>::max() ? 1 : 0;
  for (std::size_t i = 0; i < counts_.size(); ++i)
    counts_[i] = static_cast<Count>(sums[i] >> shift);
  windows_ = sum_of(counts_);
  most_ = std::max(most_, other.most_);
}

template <class Count>
void BasicAmountTail<Count>::age() {
  for (auto& count : counts_) count = static_cast<Count>(count / 2);
  windows_ = sum_of(counts_);
}

template <class Count>
double BasicAmountTail<Count>::reached(int bin) const {
  double sum = 0;
  for (auto i = static_cast<std::size_t>(bin); i < counts_.size(); ++i) sum += counts_[i];
  return sum;
}

template <class Count>
double BasicAmountTail<Count>::quantile(double q, AmountScale scale) const {
  const double wanted = q * windows();
  double sum = 0;
  for (int bin = 0; bin < bins; ++bin) {
    sum += counts_[static_cast<std::size_t>(bin)];
    if (sum > 0 && sum >= wanted)
      return std::min<double>(most_, bin == bins - 1 ? most_ : bin_floor(bin + 1, scale));
  }
  return 0;
}

template <class Count>
void BasicAmountTail<Count>::save(ByteWriter& out) const {
  out.put(counts_);
  out.put(most_);
}

template <class Count>
void BasicAmountTail<Count>::load(ByteReader& in) {
  counts_ = in.template get<std::array<Count, bins>>();
  most_ = in.template get<float>();
  windows_ = sum_of(counts_);
  if (!(most_ >= 0 && most_ <= std::numeric_limits<float>::max())) in.fail();
}

template class BasicAmountTail<std::uint16_t>;
template class BasicAmountTail<std::uint32_t>;
template void BasicAmountTail<std::uint16_t>::merge(const BasicAmountTail<std::uint16_t>&);
template void BasicAmountTail<std::uint32_t>::merge(const BasicAmountTail<std::uint32_t>&);
template void BasicAmountTail<std::uint32_t>::merge(const BasicAmountTail<std::uint16_t>&);

double survival(const AmountTail& own, double amount, AmountScale scale, double elapsed,
                double prior, double weight, double first) {
  constexpr double small = 4;
  const double most = own.most();
  double beyond = 1;
  if (most == 0)
    beyond = first;
  else if (amount > most)
    beyond = std::pow((most + small * scale.unit) / (amount + small * scale.unit), 2);
  // Windows of the same bin may still lie below the amount when it is the greatest ever.
  const double reached = amount > most ? 0 : own.reached(AmountTail::bin_of(amount, scale));
  const double windows = std::max(elapsed, own.windows()) + 1 + weight;
  const double p = (reached + beyond + weight * prior) / windows;
  if (scale.unit != 1 || most == 0 || amount <= most) return std::min(1.0, p);
  // By chance, but no likelier than the record itself.
  const double record = own.reached(AmountTail::bin_of(most, scale)) + weight * prior;
  const double chance = std::min(poisson_tail(amount, most) * own.windows(), record) / windows;
  return std::min(1.0, std::max(p, chance));
}

}  // namespace gait::sketch
