#pragma once

#include <string>
#include <vector>

#include "app/workers.h"
#include "base/symbols.h"
#include "engine/intake.h"
#include "model/action_catalogue.h"
#include "model/network.h"
#include "model/summary.h"

namespace gait::app {

// What came out of all inputs, before it is brought into order.
struct LogsRead {
  std::vector<engine::Inlet> lanes;
  SymbolTable symbols;
  std::vector<InputProblem> problems;
  std::uint64_t files = 0;
};

// Reads files and folders with all workers: whole files in parallel, and large plain files in
// ranges. What comes out does not depend on the number of workers or the order of the files.
LogsRead read_logs(const std::vector<std::string>& paths, const ActionCatalogue& catalogue,
                   const NetworkLookup* networks, Workers& workers);

}  // namespace gait::app
