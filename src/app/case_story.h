#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/record_case.h"

namespace gait::app {

// What the entries of a case tell, for people and their tools. Nothing here is proof: the entries
// are.
struct CaseStory {
  std::string events;   // NDJSON: each entry as it is
  std::string ocsf;     // NDJSON: each as OCSF API Activity
  std::string session;  // JSON, see docs/formats/record.md
  std::string cast;     // asciicast v2 of the commands; empty where none is known
};

// `log_size` is what the checkpoint covers.
CaseStory tell_case(const std::vector<FoundEntry>& found, std::uint64_t log_size);

}  // namespace gait::app
