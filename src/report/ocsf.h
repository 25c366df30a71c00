#pragma once

#include <string>
#include <string_view>

#include "model/finding.h"

namespace gait::report {

// One finding as an OCSF 1.8.0 Detection Finding (class 2004), one line of JSON without the line
// end. Attributes used are those of 1.5 and later.
//
// Profile `security_control` is applied, for the risk score: Gait observes and never blocks, so
// the action is always Observed. The deviations go to `anomaly_analyses` with what was seen and
// what was expected; what OCSF has no place for (chain, considered changes, what would have been
// normal) goes to `unmapped`. `gait_version` is the version of the program that says so.
std::string ocsf_json(const Finding& finding, std::string_view gait_version);

}  // namespace gait::report
