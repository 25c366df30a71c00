#pragma once

#include <cstddef>
#include <string>

#include "model/action_catalogue.h"

namespace gait::bench {

// Where the time of a scan went, in seconds of the wall clock.
struct ScanStages {
  double read = 0;   // bytes to activities: read, decompress, parse, identity, intern
  double learn = 0;  // sort, profile, judge
  double tell = 0;   // episodes to findings
  double free = 0;   // giving the memory back
  std::size_t findings = 0;
};

// The built-in catalogue, as `gait scan` has it.
ActionCatalogue bench_catalogue();

// All that `gait scan PATH` does but for the output and the start of the process.
ScanStages whole_scan(const std::string& path, const ActionCatalogue& catalogue,
                      std::size_t threads);

}  // namespace gait::bench
