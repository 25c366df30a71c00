#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.h"

namespace gait::sketch {

// How often the identity-hours of a peer group reach so many bits: the survival function of a
// statistic, and with it a probability that can be believed.
//
// A statistic comes as bits = -log2 of a stated probability, which rests on a model and is wrong
// by a factor that nobody knows (measured: 0.04 to 3). What the group's own hours have reached
// needs no model: when this hour is exchangeable with those that were added, the share of them
// that reached as much is a p-value (conformal prediction: Vovk, Gammerman, Shafer, 2005). Attacks
// among the samples make it larger, so they cost power and never cause false alarms.
//
// Everything is rounded to the side of the greater probability: samples count from the lower edge
// of their quarter bit, equal samples count as reached.
//
// Not for one identity: add each of a group with a bounded weight, so that nobody writes the prior
// alone. 648 bytes; 110 ns to add, 14 ns to ask.
class Calibrator {
 public:
  static constexpr int bins = 160;  // of a quarter bit, 0 to 40; the last is open
  static constexpr int bins_per_bit = 4;

  // The stated probability weighs as much as so many samples: as many as it takes to see an event
  // of 1 in 20 once. Without samples it is all there is; against the 2,000 of a group that has
  // warmed up it weighs 1 %, but remains a floor beneath the far tail.
  static constexpr double prior_weight = 20;

  // From here on all weights are halved: about 14 months of a group of 100.
  static constexpr double samples_max = 1'000'000;

  static constexpr double weight_max = 1000;

  // One identity-hour. `weight` is kept in steps of 1/1024, at most `weight_max`.
  void add(double bits, double weight = 1);

  // P(an identity-hour of the group reaches this many bits), in (0, 1]: never greater for more
  // bits; bits above 100 are as 100, and no number at all is as 0.
  //
  // Where at least 20 samples reach it, it is their share, the prior counted in. Beyond, the
  // excesses of those 20 over the quarter bit in which they begin go on as an exponential tail
  // (Pickands, 1975: a generalised Pareto with shape 0) whose rate is known from 20 samples only:
  // P(next > x) = (1 + x / sum)^-20, exact for exponential excesses. What was reached oftener than
  // the tail says keeps its share.
  //
  // Two floors. The prior falls as slowly as stated. And stated bits are at most doubled, so that a
  // group where nothing ever happens makes no alarm of an hour that its own identity expects once
  // in eight; multiplied by 1 + n / (n + 2000) at most, to be exact, so that the quiet of a few
  // hours adds nothing to them.
  double survival(double bits) const;
  // The same with another prior than 2^-bits, that weighs `weight` samples: what a larger group
  // says of the same bits. It may lie below the second floor, since there the larger group has
  // borne it out.
  double survival(double bits, double prior, double weight = prior_weight) const;

  double samples() const { return static_cast<double>(reached_[0]) / units; }

  // Exact sums, whatever the order, up to `samples_max`.
  void merge(const Calibrator& other);
  void age();  // halves every weight

  void save(ByteWriter& out) const;
  void load(ByteReader& in);

 private:
  static constexpr double units = 1024;  // a weight of 1

  void fit_tail();

  std::array<std::uint32_t, bins> reached_{};  // weight of the samples in this bin or above
  float tail_sum_ = 0;                         // of the excesses over the tail's bin, in bits
  std::int32_t tail_bin_ = 0;                  // the last bin that 20 samples reach, or 0
};

}  // namespace gait::sketch
