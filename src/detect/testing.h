#pragma once

#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "detect/episode.h"
#include "detect/explain.h"
#include "detect/score.h"

// Departures and episodes in few words.
namespace gait::detect::testing {

// Gives texts to the symbols of a test.
class Words {
 public:
  Symbol operator()(std::string_view text) { return table_.insert(text); }
  Names names() const {
    return [this](Symbol symbol) { return table_.text(symbol); };
  }
  const SymbolTable& table() const { return table_; }

 private:
  SymbolTable table_;
};

// Seconds after 2026-11-16T00:00:00Z, a Monday.
inline Timestamp at(std::int64_t second) { return Timestamp::from_seconds(1'794'787'200 + second); }

inline Activity activity_at(std::int64_t second, Symbol identity = {1}) {
  Activity activity;
  activity.identity = identity;
  activity.time = at(second);
  activity.event = {7, static_cast<std::uint64_t>(second) + 1};
  activity.action = symbol_of("s3:GetObject");
  return activity;
}

inline MinuteDeparture departure(Facet facet, float bits, Symbol value = {},
                                 std::int32_t first = -1) {
  MinuteDeparture made;
  made.deviation.facet = facet;
  made.deviation.bits = bits;
  made.deviation.value = value;
  made.first = first;
  return made;
}

// An episode of one departure, with one activity.
inline Episode episode_of(Symbol identity, std::int64_t second, Facet facet, float bits,
                          Symbol value = {}) {
  Episode episode;
  episode.identity = identity;
  episode.first = episode.last = at(second);
  FacetEvidence& evidence = episode.facets[static_cast<std::size_t>(facet)];
  evidence.deviation = departure(facet, bits, value).deviation;
  if (value) evidence.values = {value};
  episode.events = {{7, static_cast<std::uint64_t>(second) + 1}};
  episode.activities = 1;
  return episode;
}

// With the lanes that its facets come to where no group has been learned.
inline Episode with_lanes(Episode episode) {
  FacetBits facets = episode.facet_bits();
  double& burst = facets[static_cast<std::size_t>(Facet::burst)];
  episode.lanes[static_cast<std::size_t>(Lane::volume)] = std::exchange(burst, 0);
  episode.lanes[static_cast<std::size_t>(Lane::baseline)] =
      -std::log2(probability(question_bits(facets)));
  return episode;
}

inline FacetEvidence& evidence_of(Episode& episode, Facet facet) {
  return episode.facets[static_cast<std::size_t>(facet)];
}

}  // namespace gait::detect::testing
