#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "profile/amounts.h"

namespace gait::profile {

// The amounts that are watched for slow growth, as indices into amount_facets.
inline constexpr std::array<std::size_t, 3> drift_amounts{1, 2, 4};
static_assert(amount_facets[1] == Facet::volume && amount_facets[2] == Facet::bytes &&
              amount_facets[4] == Facet::secrets);
inline constexpr std::size_t drift_count = drift_amounts.size();

// Growth in octaves as the amount that a group's tail counts: its half octaves are eighths of
// growth, and its 24 bins reach eightfold.
inline constexpr sketch::AmountScale drift_scale{1, 2};
inline double drift_amount(double octaves) { return octaves <= 0 ? 1 : std::exp2(4 * octaves); }

// How much an identity does in an active day, now and a month ago. A profile that learns every day
// follows whoever is patient; this one keeps a reference that does not move.
//
// A day is the logarithm of its sum, softened below 16 units, where a few things more or
// less are no growth. Days are gathered into windows of 30 days (the first of 7), whose mean
// is frozen when they end; two frozen ones are kept and the older one is compared with, so once
// there are two it is 30 to 60 days old. Today's level follows its days half way, and at most a
// quarter of an octave a day upwards, so that one busy day is no growth. Means are right to 1/512
// octave.
class Drift {
 public:
  struct Growth {
    double octaves = 0;        // of the level over the reference
    double now = 0, then = 0;  // amounts a day
    double days = 0;           // between the middle of the reference and the last day
  };

  // Takes in a closed hour; hours come in order of time.
  void add(const HourRecord& hour);

  // Ends the open day if `day` (since 1970) is past it and returns what each amount has grown by
  // that day; 0 octaves where there is no reference yet.
  struct Closed {
    bool day_ended = false;
    std::array<double, drift_count> octaves{};
    std::array<bool, drift_count> measured{};
  };
  Closed close_day(std::uint32_t day);

  // Growth is told for an hour when it reaches a half, and then each whole octave: once per
  // doubling.
  bool telling(std::size_t i) const { return (telling_ >> i & 1U) != 0; }
  void told() { telling_ = 0; }

  Growth growth(std::size_t i) const;

 private:
  struct Level {
    float today = 0;
    std::uint16_t recent = 0, open = 0;  // in 1/512 octave, as the next two; 0 = none
    std::uint16_t frozen = 0, older = 0;
    std::uint8_t days = 0;  // that the open window has gathered, at most 255
    std::uint8_t told = 0;  // half octaves

    std::uint16_t reference() const { return older != 0 ? older : frozen; }
    double octaves() const;
    void close_day(double small_amount);
    void freeze();
  };
  static_assert(sizeof(Level) == 16);

  std::array<Level, drift_count> levels_{};
  std::uint16_t day_ = 0;      // the open day; 0 = none yet
  std::uint16_t window_ = 0;   // the first day of the open window
  std::uint16_t frozen_ = 0;   // windows so far, at most 2
  std::uint16_t telling_ = 0;  // a bit for each amount
};
static_assert(sizeof(Drift) == 56);

}  // namespace gait::profile
