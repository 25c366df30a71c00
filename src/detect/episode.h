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

// A stretch of departures of one identity: minutes out of character with no more than an hour
// between them. One episode becomes at most one finding, whatever the number of its events.
struct Episode {
  Symbol identity;
  std::uint16_t group = 0;
  Timestamp first, last;
  std::array<FacetEvidence, facet_count> facets;
  std::vector<EventId> events;  // of the minutes that departed, in time order, at most 50
  std::uint64_t activities = 0, denied = 0;
  double criticality = 1;  // 1 to 5: the gravest thing done out of character; denied counts half
  ActionClasses classes;   // of everything done out of character
  std::vector<Symbol> actions;  // that departed, gravest first, at most 8
  Symbol credential, delegator, network;
  CredentialKind credential_kind = CredentialKind::unknown;

  FacetBits facet_bits() const;
};

inline constexpr std::size_t episode_events_max = 50;
inline constexpr std::size_t episode_actions_max = 8;
inline constexpr std::size_t episode_values_max = 5;
inline constexpr std::int64_t episode_gap_seconds = 3600;
inline constexpr std::int64_t episode_length_seconds_max = 86'400;

// Gathers the departing minutes of many identities into episodes. Keeps state only for identities
// with an open episode.
class Episodes {
 public:
  // Minutes of one identity come in time order. `departures` may be few and weak: a minute opens
  // an episode only when its probability is at most 2^-6, and then joins whatever follows.
  void add(std::span<const Activity> minute, std::uint16_t group,
           std::span<const MinuteDeparture> departures);

  // Moves out every episode that nothing at or after `now` can extend.
  void close(Timestamp now, std::vector<Episode>& closed);

 private:
  std::unordered_map<Symbol, Episode> open_;
  std::vector<Episode> done_;
};

}  // namespace gait::detect
