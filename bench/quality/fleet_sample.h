#pragma once

#include <string>
#include <vector>

#include "app/labels.h"
#include "engine/engine.h"
#include "model/action_catalogue.h"
#include "model/batch.h"
#include "simulate/simulate.h"

namespace gait::quality {

// A simulated company as Gait has read it: what happened, what was said about it, and the truth.
struct FleetSample {
  Batch batch;
  SymbolTable symbols;
  engine::Context context;
  std::vector<app::Label> labels;
  Timestamp start, end;
};

// Simulates in memory and reads the logs as a scan does, with networks and context. `scratch` is a
// folder for one small file (networks are read from disk); empty = the system's.
Result<FleetSample> sample_fleet(const simulate::FleetOptions& options,
                                 const ActionCatalogue& catalogue, const std::string& scratch);

struct JudgeOptions {
  Timestamp from;           // the logs begin here; what was before never reached us
  engine::Witness witness;  // may be empty
  DetectionSettings settings = {};
};

// What a scan says of it, at its end.
struct Judged {
  std::vector<Finding> findings;
  ScanStats stats;
};
Judged judge(const FleetSample& sample, const ActionCatalogue& catalogue,
             const JudgeOptions& options);

// Activities and the rest from that time on, ready for an engine.
std::vector<engine::Inlet> lanes_from(const FleetSample& sample, Timestamp from);
SymbolTable copy_of(const SymbolTable& symbols);

inline constexpr Timestamp end_of_time{INT64_MAX};

}  // namespace gait::quality
