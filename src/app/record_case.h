#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/case_query.h"
#include "base/result.h"
#include "record/entry.h"
#include "store/log_reader.h"

namespace gait::app {

// An entry as it lies in the log, and read.
struct FoundEntry {
  std::string bytes;
  record::Entry entry;
};

// So many entries are found at most: a case of more wants a narrower question.
inline constexpr std::size_t found_entries_max = 1'000'000;

// The entries that a query asks for, in the order of the log, up to `size`. By the index of the log
// where it helps (store/find.h); each entry is read and compared, so the index is never believed.
Result<std::vector<FoundEntry>> find_entries(store::LogReader& log, std::uint64_t size,
                                             const CaseQuery& query);

// What of the log itself goes into a case as tiles, so that nobody has to believe that nothing was
// left out.
enum class CaseLog : std::uint8_t {
  none,
  range,  // the bundles from the first entry of the case to the last, with what others wrote
  whole,
};

// Writes a case: a folder that a stranger can check without Gait. README.txt in it says how;
// docs/formats/record.md what each file is. The folder must not be there yet. Returns how many
// entries it holds.
struct CaseOptions {
  std::string log, folder;
  CaseQuery query;
  CaseLog tiles = CaseLog::none;
};
Result<std::size_t> write_case(const CaseOptions& options);

}  // namespace gait::app
