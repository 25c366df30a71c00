#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "app/labels.h"
#include "bench/quality/fleet_sample.h"
#include "bench/quality/report.h"

namespace gait::quality {

// What one detector says of one simulated company. Findings are compared by `risk`.
struct Trial {
  std::vector<app::Label> labels;
  std::vector<Finding> findings;
  double days = 0, identities = 0;
  Timestamp start;
  std::map<std::string, Timestamp> event_times;  // of the events in labels
};

Trial trial_of(const FleetSample& sample, std::vector<Finding> findings, Timestamp from,
               double identities);

// The metrics of several companies together: recall by false findings, by kind, delays, intended
// changes, findings a day. False is every finding that is about no attack; rates are over all days
// but the first week, in which nobody would be alerted yet.
enum class Detail : std::uint8_t {
  headline,  // recall, severe findings, rates
  naive,     // of a detector without severities
  full,
};
std::vector<Metric> metrics_of(const std::vector<Trial>& trials, Detail detail);

// Recall of attacks at what the detector reports by itself, and its false high findings a week.
std::vector<Metric> short_metrics(const std::vector<Trial>& trials, const std::string& suffix,
                                  const std::string& when);

}  // namespace gait::quality
