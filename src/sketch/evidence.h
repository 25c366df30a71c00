#pragma once

#include <cstdint>
#include <span>

#include "base/bytes.h"

namespace gait::sketch {

// In so many hours without news, evidence loses one bit; see Evidence.
inline constexpr double evidence_half_life_hours = 24;

// The e-value of a p-value, in bits: log2 of kappa p^(kappa - 1) with kappa = 0.35 (Vovk and Wang,
// "E-values: calibration, combination and applications", 2021). An e-value is what a fair bet
// against "nothing is wrong" has multiplied its stake by: it is 1 on average when nothing is
// wrong. p = 1 loses 1.5 bits, p = 0.001 wins 5.0, p = 0.02 wins 2.2, p = 0.2 nothing.
double e_value_bits(double p);

// The bits of the mean of e-values: the only way to merge them that holds whatever their
// dependence, symmetric ways at least (Vovk and Wang, 2021). Costs log2 of their number at most.
// Not for several hours of one thing: those multiply, which is what Evidence does. 0 for none.
double merge_e_values(std::span<const double> bits);

// Evidence over time that one thing (an identity, an identity at a resource, a chain of
// delegation) is out of character: M = max(1, M 2^(-hours / half_life)) * e, an e-detector of the
// CUSUM kind (Shin, Ramdas, Rinaldo, "E-detectors", 2024) that forgets. Slow things add up, old
// ones fade.
//
// What holds when each p is super-uniform given the hours before it:
// - The mean number of hours until M reaches 1/a is at least 1/a, for every half-life: M stays
//   below the sum S = (S + 1) e of Shiryaev and Roberts, and S - n is a supermartingale.
// - At any fixed hour M less the `price` is an e-value, fit for AlertBudget: S = (d S + 1) e has
//   mean at most 1 + d + d^2 + ... = 1 / (1 - d), where d is the decay of an hour. This is why it
//   forgets: without, the price would grow with the age of the identity.
//
// Offer every hour that was judged, also one without any departure (p = 1): hours left out would
// count as bets that were not lost. Idle hours only fade.
//
// The half-life of 24 hours lets what happens at one hour of each day add up, at a price of 5.1
// bits. Measured, hours until an e-value of 2^13 for a half-life of 6 h / 24 h / 7 d: p = 0.02 in
// every hour 9 / 9 / 10; p = 0.001 once a day 292 / 100 / 100; p = 0.01 in 3 of 8 active hours a
// day 147 / 74 / 74. 16 bytes.
class Evidence {
 public:
  static constexpr double bits_max = 64;  // more is not more certain, and would not fade in weeks

  // `hour` counts from any origin; an earlier hour than the last is taken as the last. p outside
  // of (0, 1], or no number, is taken as its nearest bound, or 1. Returns log2 M, 0 to `bits_max`.
  double update(std::uint32_t hour, double p, double half_life_hours = evidence_half_life_hours);

  // log2 M as it stands then, without a look at that hour.
  double at(std::uint32_t hour, double half_life_hours = evidence_half_life_hours) const;

  // log2 M less the price of having looked every hour: bits of an e-value; may be negative.
  double e_bits(std::uint32_t hour, double half_life_hours = evidence_half_life_hours) const {
    return at(hour, half_life_hours) - price(half_life_hours);
  }
  static double price(double half_life_hours);

  // What has added up began in this hour, and so many judged hours are in it. 0 hours: nothing.
  std::uint32_t since_hour() const { return since_hour_; }
  std::uint32_t hours() const { return hours_; }

  // After a finding: what was said need not be said again.
  void reset() { bits_ = 0, hours_ = 0; }

  void save(ByteWriter& out) const;
  void load(ByteReader& in);

 private:
  float bits_ = 0;
  std::uint32_t last_hour_ = 0;
  std::uint32_t since_hour_ = 0;
  std::uint32_t hours_ = 0;
};

}  // namespace gait::sketch
