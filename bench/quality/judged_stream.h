#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <unordered_map>
#include <vector>

#include "detect/score.h"
#include "model/activity.h"
#include "profile/profile.h"

namespace gait::quality {

// What is switched off, for an ablation.
struct Without {
  std::set<Facet> facets;
  bool peers = false;
  bool slices = false;  // a young identity is judged minute by minute like any other
};

// Activities of many identities in the order of their time, judged and learned slice by slice as a
// running Gait would; peers hear of each other at the end of every minute.
class JudgedStream {
 public:
  explicit JudgedStream(Without without = {}) : without_(std::move(without)) {}

  // Judges all, which must lie in order of time and not before what was taken earlier, and learns
  // them. One score per activity: bits of what it departs in, one per question, summed; what a
  // slice as a whole departs in counts for its last activity, since it would be one alert.
  std::vector<double> take(std::span<const Activity> activities);

  // The same for activities that all bear one identity, on a copy of its profile: nothing is
  // learned for good.
  std::vector<double> suppose(std::span<const Activity> activities) const;

 private:
  using Departures = std::vector<profile::Profile::Departure>;

  std::vector<double> score_slice(std::span<const Activity> slice,
                                  const profile::Profile& profile) const;
  std::int64_t slice_of(const profile::Profile& profile, Timestamp time) const;
  void exchange(Timestamp now);
  profile::Profile& profile_of(Symbol identity);

  Without without_;
  std::unordered_map<Symbol, profile::Profile> profiles_;
  profile::Peers peers_;
  const profile::Peers nobody_;
  profile::PeerDelta delta_;
  std::int64_t minute_ = 0;
};

}  // namespace gait::quality
