#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/case_query.h"
#include "app/record_case.h"
#include "base/result.h"
#include "store/log_reader.h"

namespace gait::app {

// What the entries of a case tell, for people and their tools. Nothing here is proof: the entries
// are.
struct CaseStory {
  std::string events;   // NDJSON: each entry as it is
  std::string ocsf;     // NDJSON: each as OCSF API Activity
  std::string session;  // JSON, see docs/formats/record.md
  std::string text;     // the same for people
  std::string cast;     // asciicast v2 of the commands; empty where none is known
};

// `found` is what `query` asks for among the first `size` entries of the log, and not empty. The
// others are looked through for parents of sessions and for gaps.
Result<CaseStory> tell_case(store::LogReader& log, const CaseQuery& query,
                            const std::vector<FoundEntry>& found, std::uint64_t size);

}  // namespace gait::app
