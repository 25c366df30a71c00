#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "simulate/output.h"
#include "simulate/scenario.h"

namespace gait::simulate {

struct FleetOptions {
  std::uint64_t seed = 1;
  int identities = 64;  // 40 to 1,000,000; fewer are rounded up, those above 1,000 are a long tail
  int days = 14;        // 1 to 366; scenarios want 10 of history before the last 3
  Timestamp start = Timestamp::from_seconds(1'793'577'600);  // 2026-11-02T00:00:00Z, a Monday
  std::vector<std::string> scenarios;  // by name, repeatable; `default` is the usual ones
  double activity_scale = 1.0;         // 0.01 to 1,000, on the full identities
  bool ndjson = false;                 // one cloudtrail.ndjson rather than gz files
};

// Writes the CloudTrail of a small company, as S3 delivers it, with what happened to it:
//
//   AWSLogs/<account>/CloudTrail/<region>/YYYY/MM/DD/..._<time>_<random>.json.gz, in plain, or
//   cloudtrail.ndjson       piece by piece
//   labels.ndjson           which events belong to which scenario
//   context/inventory.csv   owners and purposes
//   context/changes.ndjson  what was announced
//   networks.mmdb           whose the addresses are
//
// Same options, same bytes, on every machine. Holds about one hour of records at a time, however
// long the whole is. Fails, before anything is written, on options that are out of range, an
// unknown scenario, or more scenarios than there are identities for.
Status simulate(const FleetOptions& options, const Write& write);

// What can be asked for in FleetOptions::scenarios.
std::vector<ScenarioInfo> scenarios();

}  // namespace gait::simulate
