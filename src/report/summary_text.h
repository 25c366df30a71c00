#pragma once

#include <string>

#include "model/summary.h"
#include "report/text_layout.h"

namespace gait::report {

// What a scan read and found, in a few lines: files, records, activities, identities, problems by
// name, and findings by severity. The findings themselves are `findings_text`.
std::string summary_text(const ScanReport& report, const TextOptions& options);

}  // namespace gait::report
