#pragma once

#include <string>

#include "model/summary.h"

namespace gait::report {

// The top of the page: what was found in one sentence, findings over time and by severity, the
// identities at most risk, and what was read.
std::string html_overview(const ScanReport& report);

}  // namespace gait::report
