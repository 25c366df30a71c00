#include "bench/quality/fleet_naive.h"

#include <algorithm>
#include <tuple>
#include <unordered_set>

#include "base/hash.h"
#include "profile/profile.h"

namespace gait::quality {
namespace {

std::vector<const Activity*> in_order(const FleetSample& sample) {
  std::vector<const Activity*> order;
  for (const Activity& activity : sample.batch.activities) order.push_back(&activity);
  std::ranges::sort(order, {},
                    [](const Activity* a) { return std::tuple(a->identity, a->time, a->event); });
  return order;
}

// Walks the identity-hours; `score_of` gets each activity and returns what it adds.
template <class ScoreOf>
std::vector<Finding> by_hour(const FleetSample& sample, ScoreOf score_of) {
  std::vector<Finding> findings;
  const Activity* last = nullptr;
  for (const Activity* activity : in_order(sample)) {
    if (last != nullptr && last->event == activity->event) continue;  // delivered twice
    const bool same = last != nullptr && last->identity == activity->identity &&
                      last->time.hours() == activity->time.hours();
    last = activity;
    const double score = score_of(*activity);
    if (!same) {
      if (!findings.empty() && findings.back().risk <= 0) findings.pop_back();
      Finding& finding = findings.emplace_back();
      finding.identity = sample.symbols.text(activity->identity);
      finding.time = activity->time;
      finding.risk = 0;
    }
    findings.back().last = activity->time;
    findings.back().risk += score;
    if (score > 0 && findings.back().activities.size() < 50)
      findings.back().activities.push_back(activity->event.text(sample.symbols));
  }
  return findings;
}

}  // namespace

std::vector<Finding> first_seen(const FleetSample& sample) {
  std::unordered_set<std::uint64_t> seen;
  return by_hour(sample, [&](const Activity& activity) {
    double fresh = 0;
    const auto values = profile::values_of(activity);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!values[i]) continue;
      const std::uint64_t key =
          hash_combine(hash_combine(activity.identity.value, values[i].value), i);
      fresh += seen.insert(key).second;
    }
    return fresh;
  });
}

std::vector<Finding> count_threshold(const FleetSample& sample) {
  return by_hour(sample, [](const Activity&) { return 1.0; });
}

}  // namespace gait::quality
