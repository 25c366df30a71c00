#pragma once

#include <string>
#include <vector>

#include "bench/quality/report.h"
#include "model/action_catalogue.h"

namespace gait::quality {

// On clean simulated fleets: of the identity-hours of which Gait said that only one in 2^b is so
// unusual, how many there really were, for b from 3 to 14, after the first week and within it. The
// ratio of realised to stated should be 1; above 1 is optimism, the dangerous side.
Result<std::vector<Metric>> calibration_metrics(const ActionCatalogue& catalogue,
                                                const std::string& scratch);

}  // namespace gait::quality
