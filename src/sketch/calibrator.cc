#include "sketch/calibrator.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace gait::sketch {
namespace {

constexpr double bin_width = 1.0 / Calibrator::bins_per_bit;
constexpr double tail_samples = 20;

// The tail falls by at most two bits per bit, as the floor of `survival` does.
constexpr double tail_mean_min = 0.7213475;  // 1 / (2 ln 2)

constexpr double far_bits = 100;

// A group that has shown as many hours is no longer young (2,000 ticks in the reference: there the
// false alerts of the first days fell from all of the budget to none of it).
constexpr double young_samples = 2000;

int bin_of(double bits) {
  return static_cast<int>(std::min(bits * Calibrator::bins_per_bit, Calibrator::bins - 1.0));
}

}  // namespace

void Calibrator::add(double bits, double weight) {
  const double steps = std::round(std::clamp(weight, 0.0, weight_max) * units);
  const int last = bits > 0 ? bin_of(bits) : 0;
  for (int bin = 0; bin <= last; ++bin)
    reached_[static_cast<std::size_t>(bin)] += static_cast<std::uint32_t>(steps);
  if (samples() > samples_max)
    age();
  else
    fit_tail();
}

double Calibrator::survival(double bits) const {
  return survival(bits, std::exp2(-std::clamp(bits, 0.0, far_bits)));
}

double Calibrator::survival(double bits, double prior, double weight) const {
  if (!(bits > 0)) return 1;
  bits = std::min(bits, far_bits);
  const int bin = bin_of(bits);
  double reached = reached_[static_cast<std::size_t>(bin)] / units;
  if (bin > tail_bin_ && samples() > 0) {
    // A tie with the samples of the tail's own bin is no excess: the tail begins at its upper edge.
    const double excess = std::min<double>(bits, bins * bin_width) - (tail_bin_ + 1) * bin_width;
    const double at = reached_[static_cast<std::size_t>(tail_bin_)] / units;
    const double members = std::min(at, tail_samples);
    reached = std::max(reached, at * std::pow(1 + excess / tail_sum_, -members));
  }
  const double p = (reached + weight * prior) / (samples() + weight);
  const double trust = samples() / (samples() + young_samples);
  return std::clamp(p, std::min(prior, std::exp2(-(1 + trust) * bits)), 1.0);
}

void Calibrator::merge(const Calibrator& other) {
  for (std::size_t i = 0; i < reached_.size(); ++i) reached_[i] += other.reached_[i];
  if (samples() > samples_max)
    age();
  else
    fit_tail();
}

void Calibrator::age() {
  for (auto& weight : reached_) weight /= 2;
  fit_tail();
}

void Calibrator::fit_tail() {
  const auto enough = static_cast<std::uint32_t>(tail_samples * units);
  const auto end = std::ranges::lower_bound(reached_, enough, std::ranges::greater_equal{});
  tail_bin_ = std::max(0, static_cast<int>(end - reached_.begin()) - 1);

  // Each excess is counted to the upper edge of its bin.
  const double at = reached_[static_cast<std::size_t>(tail_bin_)] / units;
  double mean = 0;
  if (at > 0) {
    double sum = 0;
    for (auto i = static_cast<std::size_t>(tail_bin_); i < reached_.size(); ++i) sum += reached_[i];
    mean = sum / units * bin_width / at;
  }
  // More than 20 may begin in that bin; what counts is what 20 of them know of the rate.
  tail_sum_ = static_cast<float>(std::max(mean, tail_mean_min) * std::min(at, tail_samples));
}

void Calibrator::save(ByteWriter& out) const { out.put(reached_); }

void Calibrator::load(ByteReader& in) {
  reached_ = in.get<decltype(reached_)>();
  if (!std::ranges::is_sorted(reached_, std::greater{}) || samples() > samples_max) {
    in.fail();
    reached_ = {};
  }
  fit_tail();
}

}  // namespace gait::sketch
