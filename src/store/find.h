#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "record/entry_query.h"
#include "store/log_reader.h"

namespace gait::store {

struct FindOptions {
  std::size_t entries_max = 1000;
  bool complete = false;  // also reads every entry, and says what the index did not know of
};

struct FoundEntry {
  std::uint64_t index = 0;
  std::string text;  // the entry, byte for byte

  bool operator==(const FoundEntry&) const = default;
};

struct FindAnswer {
  std::vector<FoundEntry> entries;    // in the order of the log
  bool is_cut = false;                // there are more than `entries_max`
  std::vector<std::uint64_t> hidden;  // complete: matching entries that the index does not name
  std::vector<std::string> notes;     // indexes that were made again, and the like
};

// The entries that match, from the indexes of whole segments and by reading the rest. Each was
// compared with the query itself, so none is false; that none is missing is as true as the
// indexes, unless `complete` was asked for. `folder` is that of the log.
Result<FindAnswer> find(LogReader& log, const std::string& folder, const record::EntryQuery& query,
                        const FindOptions& options);

}  // namespace gait::store
