#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/finding.h"

namespace gait::report {

// One finding as one line of JSON, without the line end: the line of `--findings`, of the API and
// of the state directory. docs/findings.schema.json describes it. The order of keys and the
// rounding of numbers are fixed: the same finding is the same bytes.
std::string finding_json(const Finding& finding);

// All findings, a line each.
std::string findings_ndjson(std::span<const Finding> findings);

// Reads a line that `finding_json` wrote. Fields that it does not know are passed over, since a
// newer Gait may have written the line; only `id`, `time`, `identity`, `title` and `severity`
// must be there. Writing what was read gives the line again. An error names the field.
Result<Finding> finding_from_json(std::string_view line);

}  // namespace gait::report
