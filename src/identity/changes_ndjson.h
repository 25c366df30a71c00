#pragma once

#include <string_view>
#include <vector>

#include "identity/line_problem.h"
#include "model/change.h"

namespace gait::identity {

struct ChangesFile {
  std::vector<Change> changes;        // in the order of the lines
  std::vector<LineProblem> problems;  // in the order of the lines
};

// Reads a `changes.ndjson`: one JSON object a line with `id`, `time`, `type`, `service`,
// `environment`, `by`, `version`, `window_start`, `window_end`, `summary` and `identities` (a list
// of identity keys). Any may be missing but `time`; other keys are skipped; times are RFC 3339.
//
// An unknown type is `other`. Without an `id` the change is named after the hash of its line.
// Without a window, or with half of one, the rest is that of change_window.h. A line that is wrong
// in any of these is a problem and skipped whole: a change of which the half is lost might explain
// more than it was meant to. Never throws; bounded at 100,000 changes and a megabyte a line.
ChangesFile parse_changes_ndjson(std::string_view text);

}  // namespace gait::identity
