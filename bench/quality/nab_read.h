#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "bench/quality/nab_score.h"

namespace gait::quality {

// The series named by `combined_windows.json` in the folder, by name. Series that are named but
// not there are left out, so that a part of the corpus can be run; none at all is an error.
Result<std::vector<NabSeries>> read_nab(const std::string& folder);

}  // namespace gait::quality
