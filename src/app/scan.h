#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"
#include "model/summary.h"

namespace gait::app {

struct ScanOptions {
  std::vector<std::string> paths;
  std::string input;             // format to force; empty = detect
  std::string scope;             // cluster, tenant or organisation where records do not say it
  std::string record;            // folder of the record to write; empty = none
  std::string context;           // folder or file
  std::string rules;             // folder
  std::vector<std::string> geo;  // MMDB files
  std::string data;              // folder of the learned state; empty = keep nothing
  std::string scores;            // file for one line per activity; empty = none
  std::optional<Timestamp> train_until;
  double alert_budget = 10;  // findings a day of a tenant, and of every 1,000 identities
  std::size_t threads = 0;   // 0 = as many as the machine has
};

// A finished scan: what it has to say, and the engine to ask more.
struct Scan {
  std::unique_ptr<ActionCatalogue> catalogue;
  std::unique_ptr<engine::Engine> engine;
  ScanReport report;
  std::vector<std::string> warnings;  // of context files
};

// Reads the logs once, learns, judges. Fails only when it cannot begin or cannot keep what it was
// told to keep; inputs that cannot be read are problems in the report.
Result<Scan> run_scan(const ScanOptions& options);

// Where the state of a data folder lies.
std::string state_path(const std::string& data_folder);
std::string findings_path(const std::string& data_folder);

}  // namespace gait::app
