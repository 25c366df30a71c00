#pragma once

#include <vector>

#include "bench/quality/fleet_sample.h"
#include "bench/quality/report.h"

namespace gait::quality {

// What judging and learning cost: nanoseconds per activity inside the engine's own run on one
// thread, beside a naive first-seen counter in the same run, and bytes per identity. The times are
// those of this machine at this hour; the ratio travels better.
std::vector<Metric> cost_metrics(const FleetSample& sample, const ActionCatalogue& catalogue);

}  // namespace gait::quality
