#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "record/frontier.h"
#include "store/commit_queue.h"
#include "store/durable_size.h"
#include "store/growing_tree.h"
#include "store/hot_segments.h"
#include "store/row_files.h"

namespace gait::store {

// From the queue to the disk, on two threads: one hashes bundles and makes frames of them, the
// other writes and syncs all frames that are there as one commit. So hashing costs no time while
// the disk is busy, a slow disk gets larger commits, and never is more than one commit without its
// sync: recovery relies on that. What fails once fails everything after it.
class CommitPipeline {
 public:
  struct Options {
    std::size_t commit_bytes_max = std::size_t{4} << 20;  // about
    std::function<void(std::uint64_t)> on_durable;        // on the writing thread; may be empty
  };

  CommitPipeline(CommitQueue& queue, DurableSize& durable, GrowingTree tree, HotSegments segments,
                 RowFiles rows, Options options);
  ~CommitPipeline();  // the queue was closed or stopped before

  void wait_until_empty();  // after the queue was closed

  record::Frontier durable_tree() const;
  std::uint64_t commits() const;

  // Ends the log for good: everybody who waits gets the reason.
  void fail(const Error& reason);

 private:
  struct HashedBundle {
    Bundle bundle;
    FrameToWrite frame;
    record::Frontier after;
    std::vector<GrowingTree::RowHash> rows;
  };

  void hash_bundles();
  HashedBundle hash(Bundle bundle);
  bool hand_over(HashedBundle hashed);
  void write_commits();
  std::vector<HashedBundle> take_commit();
  Status write(std::vector<HashedBundle>& commit);

  CommitQueue& queue_;
  DurableSize& durable_;
  GrowingTree tree_;      // of the hashing thread
  HotSegments segments_;  // of the writing thread, as are the rows
  RowFiles rows_;
  const Options options_;

  mutable std::mutex mutex_;
  std::condition_variable more_, less_;
  std::vector<HashedBundle> waiting_;
  std::size_t waiting_bytes_ = 0;
  bool hashed_all_ = false, failed_ = false;
  record::Frontier durable_tree_;
  std::uint64_t commits_ = 0;

  std::thread hasher_, writer_;
};

}  // namespace gait::store
