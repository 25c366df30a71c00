#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "record/entry.h"

namespace gait::app {

// Numbers of a source that no entry has: something was read and did not get into the log.
struct SequenceGap {
  std::string source;
  Timestamp received;  // which reading of the source
  std::uint64_t first = 0, last = 0;
};

// Finds them. Entries may come in any order; what is kept is a range for each stretch without a
// gap.
class SequenceGaps {
 public:
  void see(const record::Entry& entry);
  std::vector<SequenceGap> gaps() const;

 private:
  using Ranges = std::map<std::uint64_t, std::uint64_t>;  // first to last, apart from each other
  std::map<std::pair<std::string, std::int64_t>, Ranges> seen_;
};

}  // namespace gait::app
