#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "app/record_log.h"
#include "app/workers.h"
#include "base/symbols.h"
#include "engine/intake.h"
#include "formats/json_format.h"
#include "model/action_catalogue.h"
#include "model/network.h"
#include "model/summary.h"

namespace gait::app {

// How the inputs are to be read.
struct ReadOptions {
  std::vector<const formats::JsonFormat*> formats;  // in the order in which they are asked
  const formats::LogFormat* input = nullptr;        // the format of everything; null = find out
  std::string scope;            // cluster, tenant or organisation where records do not say it
  RecordLog* record = nullptr;  // where every record is kept; may be absent
};

// What came out of all inputs, before it is brought into order.
struct LogsRead {
  std::vector<engine::Inlet> lanes;
  SymbolTable symbols;
  std::vector<InputProblem> problems;
  std::uint64_t files = 0;
  std::map<std::string, std::uint64_t> formats;  // records of each
};

// Reads files and folders with all workers: whole files in parallel, and large plain files in
// ranges. What comes out does not depend on the number of workers or the order of the files.
LogsRead read_logs(const std::vector<std::string>& paths, const ReadOptions& options,
                   const ActionCatalogue& catalogue, const NetworkLookup* networks,
                   Workers& workers);

}  // namespace gait::app
