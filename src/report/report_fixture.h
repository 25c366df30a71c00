#pragma once

// A plausible scan of a small company, for tests and for looking at. Only tests include it.

#include "model/summary.h"
#include "report/report_fixture_findings.h"
#include "report/report_fixture_identities.h"

namespace gait::report::fixture {

inline ScanReport report() {
  ScanReport report;
  report.findings = {stolen_deploy_key(), agent_tool(), dormant_key(), group_region()};
  report.identities = identities();
  report.stats.files = 214;
  report.stats.records = 1'284'551;
  report.stats.activities = 1'262'004;
  report.stats.duplicates = 21'480;
  report.stats.derived = 5120;
  report.stats.ignored = 1040;
  report.stats.malformed = 27;
  report.stats.bytes = 1'911'000'000;
  report.stats.identities = report.identities.size();
  report.stats.profile_bytes = 827'748;
  report.stats.state_bytes = 15'744;
  report.stats.symbol_bytes = 812'000;
  report.stats.sessions = 9120;
  report.stats.sessions_linked = 8876;
  report.stats.first = at("2026-10-23T00:00:00Z");
  report.stats.last = at("2026-11-20T17:30:00Z");
  report.stats.budget = {
      10, 3.2, 90, 14, 1, 28, {{{"baseline", 7, 2.5}, {"volume", 2, 0.5}, {"chain", 1, 0.2}}}};
  report.stats.seconds = 3.2;
  report.stats.problems = {{"logs/2026/11/02/part-7.gz", "unexpected end of file", false},
                           {"logs/README.txt", "not a log format that Gait knows", true}};
  return report;
}

}  // namespace gait::report::fixture
