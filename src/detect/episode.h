#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "detect/score.h"
#include "model/activity.h"
#include "model/deviation.h"
#include "model/finding.h"

namespace gait::detect {

// A departure within one minute, and the activity that showed it (-1: the minute as a whole).
struct MinuteDeparture {
  Deviation deviation;
  std::int32_t first = -1;
};

// The strongest departure of one facet in an episode.
struct FacetEvidence {
  Deviation deviation;         // bits 0 = none
  std::uint32_t others = 0;    // further values or windows of the facet that departed
  std::vector<Symbol> values;  // up to 5 of those values, in order of time
  ActionClasses classes;       // of the activity that showed the strongest
  std::uint8_t severity = 0;   // greatest of the activities that departed in this facet
};

// When a value first departed in an episode; unlike FacetEvidence::values it keeps its place when
// others are taken out.
struct ValueTime {
  Facet facet = Facet::action;
  Symbol value;
  Timestamp time;
};

// Departures that say little each and much together.
struct Accumulated {
  double bits = 0;          // log2 of the e-value; 0 = nothing
  std::uint32_t hours = 0;  // that added to it
  Timestamp since;
};

// A stretch of departures of one identity: minutes out of character with no more than an hour
// between them. One episode becomes at most one finding, whatever the number of its events.
struct Episode {
  Symbol identity;
  std::uint16_t group = 0;
  double group_hours = 0;  // that its peers had been judged for
  Timestamp first, last;
  std::array<FacetEvidence, facet_count> facets;
  std::vector<ValueTime> value_times;  // of the first 16 values
  std::vector<EventId> events;         // of the minutes that departed, in time order, at most 50
  std::uint64_t activities = 0, denied = 0;
  double criticality = 1;  // 1 to 5: the gravest thing done out of character; denied counts half
  ActionClasses classes;   // of everything done out of character
  std::vector<Symbol> actions;  // that departed, gravest first, at most 8
  Symbol credential, delegator, network;
  CredentialKind credential_kind = CredentialKind::unknown;

  // The most that the peer group bears out, in any hour of it, and what has added up by then.
  LaneBits lanes{};
  Accumulated evidence;

  // What people said of the like of it, and whether it repeats what they confirmed as wrong.
  std::vector<ConsideredChange> marks;
  bool certain = false;

  FacetBits facet_bits() const;

  // When the value first departed; the beginning of the episode where that is not known.
  Timestamp time_of(Facet facet, Symbol value) const;

  // Changes and group moves take bits away from facets. This brings the lanes down in the same
  // proportion; `before` are the facets that they stand for.
  void scale_from(const FacetBits& before);

  // The lane that says most, and how much; evidence over time counts as baseline.
  Lane lane() const;
  double bits() const;
};

// The peer group of an identity, and for how many identity-hours there has been a calibration.
struct PeerGroup {
  std::uint16_t id = 0;
  double hours = 0;
};

inline constexpr std::size_t episode_events_max = 50;
inline constexpr std::size_t episode_actions_max = 8;
inline constexpr std::size_t episode_values_max = 5;
inline constexpr std::size_t episode_value_times_max = 16;
inline constexpr std::int64_t episode_gap_seconds = 3600;
inline constexpr std::int64_t episode_length_seconds_max = 86'400;

// Gathers the departing minutes of many identities into episodes. Keeps state only for identities
// with an open episode.
class Episodes {
 public:
  // Minutes of one identity come in time order. `departures` may be few and weak: a minute opens
  // an episode only when a lane, or the evidence that has added up, has at least 6 bits; after
  // that the episode takes in whatever follows.
  void add(std::span<const Activity> minute, PeerGroup group,
           std::span<const MinuteDeparture> departures, const LaneBits& lanes,
           const Accumulated& evidence);

  // The facets in which an open episode of the identity departs by 8 bits or more, a bit for each.
  std::uint32_t open_facets(Symbol identity) const;

  // Moves out every episode that nothing at or after `now` can extend.
  void close(Timestamp now, std::vector<Episode>& closed);

 private:
  std::unordered_map<Symbol, Episode> open_;
  std::vector<Episode> done_;
};

}  // namespace gait::detect
