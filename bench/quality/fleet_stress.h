#pragma once

#include <string>
#include <vector>

#include "bench/quality/report.h"
#include "model/action_catalogue.h"

namespace gait::quality {

// Patient thieves, each in a company of his own: 30 days of history, then 60 days of 1, 5 or 20 %
// more every day, and fifty times as much on the last one; beside it the same without patience.
// For each the day of the first finding and of the first high one (0 is the first day of the ramp,
// 61 never), and what had been taken by then beyond the usual, in usual days.
Result<std::vector<Metric>> ramp_metrics(const ActionCatalogue& catalogue,
                                         const std::string& scratch);

// A thousand instances of one service change client and calls in the same hour, announced and
// not: how many findings that makes. Should be one, of the group, and not high.
Result<std::vector<Metric>> storm_metrics(const ActionCatalogue& catalogue,
                                          const std::string& scratch);

}  // namespace gait::quality
