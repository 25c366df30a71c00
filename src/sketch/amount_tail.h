#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.h"

namespace gait::sketch {

// How an amount is cut into bins: `steps_per_octave` bins for each doubling above `unit`.
struct AmountScale {
  double unit = 1;           // amounts up to this are bin 0
  int steps_per_octave = 2;  // 1, or 2 for half octaves: each bin 1.41 times the one before
};

// How often each size of an amount has been reached, per window: a histogram with logarithmic
// bins, read from the top. 24 bins of half octaves reach 2,900 units, of whole octaves 8 million;
// all above falls into the last bin, whose greatest member is remembered.
//
// Error: a quantile is right to one bin, a factor of 2^(1/steps). Counts are exact until one is
// full (65,535 windows for an identity, 4 billion for a group); then all are halved.
//
// Only windows with activity are added. Idle ones count in `survival` through `elapsed_windows`:
// a job that runs once a day must find its own size normal, but not at every hour. (Ablation in
// the reference: conditional on active windows AUC .305, on elapsed ones .943.)
template <class Count>
class BasicAmountTail {
 public:
  static constexpr int bins = 24;

  static int bin_of(double amount, AmountScale scale);
  // The least amount that falls into `bin`.
  static double bin_floor(int bin, AmountScale scale);

  void add(double amount, AmountScale scale);
  template <class OtherCount>
  void merge(const BasicAmountTail<OtherCount>& other);
  void age();  // halves every count

  // Windows in which the amount reached at least this bin.
  double reached(int bin) const;
  double windows() const { return windows_; }
  double most() const { return most_; }

  // The amount that a share `q` of the active windows does not exceed; 0 without any.
  double quantile(double q, AmountScale scale) const;

  void save(ByteWriter& out) const;
  void load(ByteReader& in);

 private:
  template <class>
  friend class BasicAmountTail;

  std::array<Count, bins> counts_{};
  float most_ = 0;
  std::uint32_t windows_ = 0;  // the sum of all counts
};

using AmountTail = BasicAmountTail<std::uint16_t>;       // of one identity: 56 bytes
using GroupAmountTail = BasicAmountTail<std::uint32_t>;  // of a peer group

// The probability that a window reaches `amount`, from what one identity did in `elapsed` windows
// and from `prior`, the same probability for its peers, which weighs as much as `weight` windows.
//
// Past the greatest amount ever seen the own history goes on as one window with a Pareto tail of
// index 2, ((most + 4) / (amount + 4))^2 in units: far out, twice the record is four times rarer
// than the record. Counts have chance of their own: where the unit is 1 the probability is at
// least that of a Poisson count with the record as its mean, in as many windows as are active.
// Where there is no history at all, `first` is the probability that a first amount is this large.
// The peers add to that and never take away, since a calm group does not make a busy member a
// thief.
double survival(const AmountTail& own, double amount, AmountScale scale, double elapsed,
                double prior, double weight, double first);

}  // namespace gait::sketch
