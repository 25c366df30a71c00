#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "record/hash.h"
#include "store/disk.h"
#include "store/growing_tree.h"
#include "store/log_folder.h"

namespace gait::store {

// `state/row.1`, `state/row.2` ...: 32 bytes for every 256^level leaves, in their order, so that
// byte for byte they are the tiles of that level behind each other. An eighth of a byte per entry:
// with them a proof reads a few kilobytes of a log of any size. Leaf hashes are not kept, as they
// come from at most 256 entries.
//
// They are derived. Nothing waits for them and nothing is signed because of them: they are written
// after the entries are durable, never synced while the log is hot, and made anew by recovery. A
// proof that a wrong row went into does not lead to the signed root, and is not given out.
class RowFiles {
 public:
  explicit RowFiles(LogFolder folder) : folder_(std::move(folder)) {}

  Status put(std::span<const GrowingTree::RowHash> hashes);

  // Before the entries below are no longer replayed at each start.
  Status sync();

  // `count` hashes from `first` on; none when they are not all there.
  Result<std::optional<std::vector<record::Hash>>> read(unsigned level, std::uint64_t first,
                                                        std::size_t count) const;

  // The tree of the first `size` leaves, a multiple of 256, from the rows alone. The caller holds
  // its root against one that was signed.
  Result<GrowingTree> tree_at(std::uint64_t size) const;

 private:
  std::string path(unsigned level) const;
  Result<File*> open(unsigned level);

  LogFolder folder_;
  std::map<unsigned, File> files_;
};

}  // namespace gait::store
