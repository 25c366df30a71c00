#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gait::bench {

// Entries as the log gets them: the part before the index, and the part behind it.
struct RecordInput {
  std::vector<std::string> after;  // taken in turn
  std::uint64_t count = 0;
  std::size_t commit_bytes = 0;  // between two syncs, as the log had it; for the others

  std::string_view after_of(std::uint64_t index) const { return after[index % after.size()]; }
};
RecordInput make_record_input(std::size_t entry_bytes, std::uint64_t bytes);

// One way to make entries durable. What it needs beforehand is done when it is made; `run` returns
// when all entries are durable, and says how many commits that took.
class DurableAppend {
 public:
  virtual ~DurableAppend() = default;
  virtual std::uint64_t run(const RecordInput& input) = 0;
};

// With `bytes` all zeroes that the log writes before entries are written beforehand, as they are
// for the plain file; with 0 meanwhile, as in use.
std::unique_ptr<DurableAppend> append_to_log(const std::string& folder, std::uint64_t bytes);

// A file of zeroes, written over from front to back with an fdatasync per commit.
std::unique_ptr<DurableAppend> append_to_file(const std::string& folder, std::uint64_t bytes);

// RocksDB, its index as the key; a synced write batch per commit. None without the library.
std::unique_ptr<DurableAppend> append_to_rocksdb(const std::string& folder);

}  // namespace gait::bench
