#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "record/segment_index.h"
#include "store/log_folder.h"
#include "store/log_reader.h"

namespace gait::store {

// `index/<n>.idx`: where the values of entries [n * 65,536, (n + 1) * 65,536) stand
// (record/segment_index.h). Made when they are asked for or by who writes the log, and made again
// when damaged. Deleting the folder loses nothing.
class IndexFiles {
 public:
  explicit IndexFiles(LogFolder folder) : folder_(std::move(folder)) {}

  // The index of a segment that is complete in `log`. What had to be made anew, or could not be
  // kept, is told in `notes`.
  Result<record::SegmentIndex> open(std::uint64_t n, LogReader& log,
                                    std::vector<std::string>& notes) const;

  // Makes those that are not there yet.
  Status make_missing(LogReader& log, std::vector<std::string>& notes) const;

  // From the entries, and keeps it if that is possible.
  Result<record::SegmentIndex> rebuild(std::uint64_t n, LogReader& log,
                                       std::vector<std::string>& notes) const;

  std::string path(std::uint64_t n) const;

 private:
  LogFolder folder_;
};

}  // namespace gait::store
