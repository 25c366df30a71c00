#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "detect/score.h"
#include "model/facet.h"
#include "model/lane.h"
#include "sketch/calibrator.h"

namespace gait::detect {

// The strongest departures of one identity in one active hour, before calibration.
struct HourSample {
  std::uint16_t group = 0;
  float weight = 1;
  std::array<float, facet_count> facets{};
  std::array<float, lane_count> lanes{};
};

// Turns bits that a profile states into bits that the peer group bears out: -log2 of the share of
// its active identity-hours that reach as much. Where a group has shown little, everybody's hours
// stand in for it, and where nobody has shown anything, the stated bits are taken at their word.
//
// First each facet, then the combination of all: the facets of one hour depend on each other in
// ways that no formula knows, so their combination is a statistic like any other.
//
// A snapshot between exchanges, like the peers: judging reads it, closed hours are added later.
class Calibration {
 public:
  Calibration();

  double facet_bits(std::uint16_t group, Facet facet, double raw) const;
  double lane_bits(std::uint16_t group, Lane lane, double raw) const;

  // Identity-hours that have been learned, of the group and of everybody (group 0).
  double samples(std::uint16_t group) const;

  // All hours that closed together. Members of a group that depart in the same hour count as one:
  // a failover of thirty instances is one event, not thirty proofs that failovers are common.
  void add(std::vector<HourSample> hours);

  std::size_t memory_bytes() const;
  void save(ByteWriter& out) const;
  void load(ByteReader& in);

 private:
  struct Group {
    std::array<sketch::Calibrator, facet_count> facets;
    std::array<sketch::Calibrator, lane_count> lanes;
  };
  static constexpr std::uint16_t everybody = 0;

  void add_to(std::uint16_t group, std::span<const HourSample> hours);
  template <class BitsOf>
  static void add_to(sketch::Calibrator& calibrator, std::span<const HourSample> hours, double all,
                     BitsOf bits_of_hour);
  template <class Pick>
  double bits(std::uint16_t group, double raw, Pick pick) const;

  std::vector<std::unique_ptr<Group>> groups_;  // none where nothing has been learned
};

// How much an identity's next hour counts in its group: less and less the more it has contributed,
// so that nobody writes the group's idea of normal alone. In all it is 168 (1 + ln(hours / 168)).
//
// An hour that the group itself calls one in 8,192 counts an eighth: it is an alarm rather than a
// sample, and a handful of attacks must not hide the next. An eighth and not nothing, so that what
// keeps happening becomes known. (Leaving out all that is unusual cuts the tail off and loses:
// macro recall .68 to .50 in the reference.)
float hour_weight(double active_hours, const LaneBits& lanes);

// The departures of one identity through one hour, as they come: keeps the strongest of each facet.
class HourJudgement {
 public:
  // Without a calibration, bits are taken at their word.
  HourJudgement(const Calibration* calibration, std::uint16_t group) : calibration_(calibration) {
    sample_.group = group;
  }
  HourJudgement(const Calibration& calibration, std::uint16_t group)
      : HourJudgement(&calibration, group) {}

  // Takes in the bits of one departure and returns what the group makes of them.
  double add(Facet facet, double raw);

  // The same, with bits that the group has borne out already.
  void add_stated(Facet facet, double stated);

  // Combines what has been added so far and returns the bits of each lane that the group bears out.
  // `upstream` are the recent bits of whoever delegated: an hour out of character after such an
  // hour of its delegator is one story, and their bits add up in the chain lane.
  LaneBits combine(double upstream);

  // How far out of character in what it did, where and as whom: what a chain is made of.
  double conduct() const;

  HourSample sample(float weight) const;

 private:
  double state(Lane lane, double raw);

  const Calibration* calibration_;
  FacetBits stated_{};
  HourSample sample_;
};

}  // namespace gait::detect
