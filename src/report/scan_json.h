#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "model/summary.h"

namespace gait::report {

// How many findings there are of each severity, `info` first.
std::array<std::uint64_t, severity_names.size()> count_by_severity(
    std::span<const Finding> findings);

// What a scan read and how much it holds, as one line of JSON without the line end, described by
// docs/scan.schema.json. The wall clock is left out: the same input is the same bytes.
std::string stats_json(const ScanStats& stats);

// The summary of a scan as one line: `stats_json`, and the findings counted by severity. Findings
// and identities themselves are lines of their own, since there may be very many of them.
std::string scan_json(const ScanReport& report);

}  // namespace gait::report
