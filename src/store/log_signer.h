#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "record/frontier.h"
#include "record/key.h"
#include "record/note.h"
#include "record/policy.h"
#include "store/log_folder.h"
#include "store/tree_state.h"

namespace gait::store {

// Says what the log is. Before a tree is signed it is written into the tree state and synced; so
// whatever crash comes, the log knows of every root that anybody may have seen, and neither signs
// another one of that size nor a smaller size. Only durable trees may be given to it.
class LogSigner {
 public:
  // `state` is that of the log; `policy` says which witnesses count. What was published before is
  // taken over, with its cosignatures.
  LogSigner(LogFolder folder, record::SigningKey key, record::Policy policy, TreeStateFile state);

  // Signs and puts the note in the place of `checkpoint`. A tree that is smaller than the last one
  // is a mistake of ours; the one that is published is not signed again.
  Status sign(const record::Frontier& tree, Timestamp now);

  // Takes the answer of a witness that the policy knows: one signature line, with its newline, for
  // the checkpoint of that size, which was signed lately. When that satisfies the policy the note
  // becomes `checkpoint.witnessed`; the latest checkpoint carries its own cosignatures, too.
  Status add_cosignature(std::uint64_t size, std::string_view line, Timestamp now);

  std::uint64_t signed_size() const;
  std::uint64_t epoch() const;

  // When a checkpoint was last signed or cosigned so that the policy was satisfied.
  std::optional<Timestamp> witnessed() const;

 private:
  static constexpr std::size_t recent_max = 1024;  // 100 s of them at 10 per second

  struct Published {
    std::uint64_t size = 0;
    record::Note note;
  };
  void take_over();
  Status publish(const Published& published, Timestamp now);

  const LogFolder folder_;
  const record::SigningKey key_;
  record::Policy policy_;

  mutable std::mutex mutex_;
  TreeStateFile state_;
  std::deque<Published> recent_;  // oldest first
  std::uint64_t witnessed_size_ = 0;
  std::optional<Timestamp> witnessed_;
};

}  // namespace gait::store
