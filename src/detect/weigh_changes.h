#pragma once

#include <string>
#include <vector>

#include "detect/episode.h"
#include "model/change.h"
#include "model/finding.h"

namespace gait::detect {

// A change that was under way around an episode, and how closely it concerns the identity.
struct RelatedChange {
  const Change* change = nullptr;
  double relevance = 0;  // 1 names it or its resource, 0.7 same service, 0.3 same environment
  std::string how;       // "names it", "same service", ...
};

// Which departures a change of this type would bring about by itself.
bool explains(ChangeType type, Facet facet);

// Takes away from the evidence what intended changes explain: up to three quarters of the bits of
// a facet where people announced it, up to half where only the logs show it, because attackers
// deploy too; and nothing where the departure is a privilege
// change, a way back in, weakened logging, or a secret read that the change does not name. Returns
// every change considered with what it did.
std::vector<ConsideredChange> weigh_changes(Episode& episode,
                                            const std::vector<RelatedChange>& changes);

inline constexpr double announced_share_max = 0.75;
inline constexpr double logged_share_max = 0.5;

}  // namespace gait::detect
