#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "record/frontier.h"
#include "store/disk.h"
#include "store/log_folder.h"

namespace gait::store {

// What a log must never forget: the largest tree that it signed, or was about to sign.
struct TreeState {
  std::uint64_t generation = 0;  // of this state; the larger one is the newer
  std::uint64_t epoch = 0;       // how many times the log was opened for writing
  record::Frontier signed_tree;  // its size and root

  bool operator==(const TreeState&) const;
};

// `state/tree.a` and `state/tree.b` take turns, so that a crash while one is written leaves the
// other. A file is 4,096 bytes from the beginning, so that writing it changes no metadata:
//
//   magic "GTRE" | version u32 = 1 | generation u64 | epoch u64 | size u64 |
//   a SHA-256 for each bit that is set in the size, largest subtree first |
//   CRC-32C u32 of all before | zeroes
class TreeStateFile {
 public:
  // Makes both files, durable but for their names.
  static Result<TreeStateFile> create(const LogFolder& folder);

  // The newer one that is whole. `not_found` when there are no files, `corrupt` when none is whole.
  static Result<TreeStateFile> open(const LogFolder& folder);

  const TreeState& state() const { return state_; }

  // Durable when it returns. A failure is final, as of each sync.
  Status save(std::uint64_t epoch, const record::Frontier& signed_tree);

 private:
  TreeStateFile(File older, File newer) : older_(std::move(older)), newer_(std::move(newer)) {}

  File older_, newer_;  // the next state goes into the older
  TreeState state_;
};

}  // namespace gait::store
