#pragma once

#include <vector>

#include "bench/quality/fleet_sample.h"
#include "bench/quality/report.h"

namespace gait::quality {

// The same fleet with one thing taken away at a time: what a row loses against ours is what the
// thing earns. A facet is taken away by taking its values out of what was read, as if the source
// did not log them; so facets that are counts of the calls themselves cannot be.
std::vector<Row> ablation_rows(const std::vector<const FleetSample*>& samples,
                               const ActionCatalogue& catalogue);

}  // namespace gait::quality
