#include "store/commit_pipeline.h"

#include <string_view>
#include <utility>

#include "record/bundle.h"
#include "record/crc32c.h"
#include "record/hash.h"

namespace gait::store {

using record::Frontier;
using record::Hash;

CommitPipeline::CommitPipeline(CommitQueue& queue, DurableSize& durable, GrowingTree tree,
                               HotSegments segments, RowFiles rows, Options options)
    : queue_(queue),
      durable_(durable),
      tree_(std::move(tree)),
      segments_(std::move(segments)),
      rows_(std::move(rows)),
      options_(std::move(options)),
      durable_tree_(tree_.frontier()),
      hasher_([this] { hash_bundles(); }),
      writer_([this] { write_commits(); }) {}

CommitPipeline::~CommitPipeline() { wait_until_empty(); }

void CommitPipeline::wait_until_empty() {
  if (hasher_.joinable()) hasher_.join();
  if (writer_.joinable()) writer_.join();
}

Frontier CommitPipeline::durable_tree() const {
  const std::lock_guard lock(mutex_);
  return durable_tree_;
}

std::uint64_t CommitPipeline::commits() const {
  const std::lock_guard lock(mutex_);
  return commits_;
}

void CommitPipeline::fail(const Error& reason) {
  {
    const std::lock_guard lock(mutex_);
    failed_ = true;
  }
  durable_.fail(reason);
  queue_.stop(reason);
  more_.notify_all();
  less_.notify_all();
}

void CommitPipeline::hash_bundles() {
  while (auto bundle = queue_.take())
    if (!hand_over(hash(*std::move(bundle)))) break;
  {
    const std::lock_guard lock(mutex_);
    hashed_all_ = true;
  }
  more_.notify_all();
}

CommitPipeline::HashedBundle CommitPipeline::hash(Bundle bundle) {
  HashedBundle hashed;
  FrameToWrite& frame = hashed.frame;
  frame.frame.root_before = tree_.frontier().root();
  // First, as it reads from front to back: what follows then finds the bytes in the cache.
  frame.payload_crc = record::crc32c(bundle.bytes);
  std::vector<std::string_view> entries;
  entries.reserve(bundle.count);
  check(bool(record::split_bundle(bundle.bytes, entries)), "the queue makes whole bundles");
  std::vector<Hash> leaves(entries.size());
  record::hash_leaves(entries, leaves);
  tree_.add(leaves);
  hashed.after = tree_.frontier();
  hashed.rows = tree_.take_finished();
  frame.frame.first_index = bundle.first_index;
  frame.frame.count = bundle.count;
  hashed.bundle = std::move(bundle);
  return hashed;
}

bool CommitPipeline::hand_over(HashedBundle hashed) {
  std::unique_lock lock(mutex_);
  less_.wait(lock, [&] { return failed_ || waiting_bytes_ < options_.commit_bytes_max; });
  if (failed_) return false;
  waiting_bytes_ += hashed.bundle.bytes.size();
  waiting_.push_back(std::move(hashed));
  lock.unlock();
  more_.notify_one();
  return true;
}

std::vector<CommitPipeline::HashedBundle> CommitPipeline::take_commit() {
  std::unique_lock lock(mutex_);
  more_.wait(lock, [&] { return failed_ || hashed_all_ || !waiting_.empty(); });
  std::vector<HashedBundle> commit;
  if (!failed_) commit.swap(waiting_);
  waiting_bytes_ = 0;
  lock.unlock();
  less_.notify_one();
  return commit;
}

void CommitPipeline::write_commits() {
  while (true) {
    std::vector<HashedBundle> commit = take_commit();
    if (commit.empty()) return;
    if (Status written = write(commit); !written) {
      fail(written.error());
      return;
    }
    for (HashedBundle& hashed : commit) queue_.recycle(std::move(hashed.bundle.bytes));
  }
}

Status CommitPipeline::write(std::vector<HashedBundle>& commit) {
  std::vector<FrameToWrite> frames;
  std::vector<GrowingTree::RowHash> rows;
  frames.reserve(commit.size());
  for (HashedBundle& hashed : commit) {
    hashed.frame.frame.payload = hashed.bundle.bytes;
    frames.push_back(hashed.frame);
    rows.insert(rows.end(), hashed.rows.begin(), hashed.rows.end());
  }
  TRY_STATUS(segments_.commit(frames));
  const std::uint64_t size = commit.back().after.size();
  {
    const std::lock_guard lock(mutex_);
    durable_tree_ = std::move(commit.back().after);
    ++commits_;
  }
  durable_.grow(size);
  if (options_.on_durable) options_.on_durable(size);
  return rows.empty() ? Status(Nothing{}) : rows_.put(rows);
}

}  // namespace gait::store
