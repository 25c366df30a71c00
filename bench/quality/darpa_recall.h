#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bench/quality/darpa_edges.h"
#include "bench/quality/metrics.h"

namespace gait::quality {

// One score per edge, greater for what is less like normal traffic; 0 = nothing to say.
using Scores = std::vector<float>;

// The greatest score of each normal (source, hour) and of each attack instance (attack, source,
// target, day): what a threshold decides about.
struct Maxima {
  std::vector<float> normal, attack;
};

// What was found at some thresholds.
struct Found {
  double macro_recall = 0;          // mean over attacks of the share of their instances found
  double instance_recall = 0;       // share of all instances
  double false_alerts_per_day = 0;  // distinct normal (source, hour), by any lane
  Interval interval;                // of the macro recall, bootstrapped over attacks
};

// A lane and its share of the alert budget.
struct LaneShare {
  const Maxima* maxima = nullptr;
  double share = 1;
};

// Which days count.
struct Days {
  std::uint32_t first = 0, last = 0;  // since 1970, both counted

  double count() const { return last - first + 1; }
  bool has(std::uint32_t day) const { return day >= first && day <= last; }
};

class Recall {
 public:
  explicit Recall(const Edges& edges);

  Maxima maxima(const Scores& scores) const;

  // Thresholds that an oracle would choose: each lane alerts on its share of normal source-hours,
  // and the union of all lanes on at most `per_day` of them a day.
  std::vector<float> thresholds(std::span<const LaneShare> lanes, Days days, double per_day) const;

  // What these thresholds find in the days. An alert is a score at or above its lane's threshold.
  Found find(std::span<const LaneShare> lanes, std::span<const float> thresholds, Days days) const;

 private:
  struct Case {
    std::uint32_t day = 0, attack = 0;
  };

  // Distinct normal (source, hour) of the days that any lane alerts on.
  double false_alerts(std::span<const LaneShare> lanes, std::span<const float> thresholds,
                      Days days) const;

  const Edges& edges_;
  std::vector<std::uint32_t> case_of_;  // by edge: an index of `normal_` or of `instances_`
  std::vector<Case> normal_, instances_;
};

// Area under the ROC curve over single edges. Three floods are nine tenths of the attack edges: it
// says whether a flood is seen, and little else.
double event_auc(const Edges& edges, const Scores& scores);

}  // namespace gait::quality
