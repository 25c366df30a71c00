#include "store/log_writer.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "record/checkpoint.h"
#include "record/note.h"
#include "store/log_birth.h"
#include "store/log_lock.h"
#include "store/recovery.h"

namespace gait::store {
namespace {

Timestamp now() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(since_1970).count()};
}

// What the log has said of itself, from the two places that remember it.
std::vector<Stated> stated_by(const LogFolder& folder, const record::VerifierKey& key,
                              const TreeState& state) {
  std::vector<Stated> stated{
      {state.signed_tree.size(), state.signed_tree.root(), "what was signed last"}};
  auto bytes = read_file(folder.checkpoint(), record::note_bytes_max);
  if (!bytes) return stated;
  auto note = record::open_note(*bytes, {&key, 1});
  if (!note) return stated;
  if (auto checkpoint = record::parse_checkpoint(note->text))
    stated.push_back({checkpoint->size, checkpoint->root, "`" + folder.checkpoint() + "`"});
  return stated;
}

}  // namespace

struct LogWriter::Opened {
  LogFolder folder;
  File lock;
  std::unique_ptr<LogSigner> signer;
  GrowingTree tree;
  HotSegments segments;
  RowFiles rows;
};

Result<std::unique_ptr<LogWriter>> LogWriter::open(const LogOptions& options) {
  TRY(Opened opened, recover(options));
  TRY_STATUS(opened.signer->sign(opened.tree.frontier(), now()));
  TRY_STATUS(sync_folder(options.folder));
  return std::unique_ptr<LogWriter>(new LogWriter(options, std::move(opened)));
}

Result<LogWriter::Opened> LogWriter::recover(const LogOptions& options) {
  const LogFolder folder{options.folder};
  const std::string keys = options.keys.empty() ? folder.keys() : options.keys;
  TRY_STATUS(make_folder(folder.path));
  TRY(File lock, lock_log(folder));
  auto key = read_signing_key(keys);
  if (!key && key.error().code == Error::Code::not_found) {
    TRY_STATUS(make_log(folder, keys, options.origin));
    key = read_signing_key(keys);
  }
  if (!key) return std::move(key.error());
  TRY(record::Policy policy, read_policy(folder));
  TRY(TreeStateFile state, TreeStateFile::open(folder));

  RowFiles rows(folder);
  const auto stated = stated_by(folder, key->verifier(), state.state());
  TRY(Replayed log, replay(folder, stated, [&](auto hashes) { return rows.put(hashes); }));
  TRY_STATUS(settle(folder, log));
  TRY_STATUS(state.save(state.state().epoch + 1, state.state().signed_tree));
  TRY(HotSegments segments, HotSegments::open(folder, log, options.segments));
  return Opened{
      folder,
      std::move(lock),
      std::make_unique<LogSigner>(folder, *std::move(key), std::move(policy), std::move(state)),
      std::move(log.tree),
      std::move(segments),
      std::move(rows)};
}

LogWriter::LogWriter(const LogOptions& options, Opened opened)
    : folder_(std::move(opened.folder)),
      lock_(std::move(opened.lock)),
      queue_(opened.tree.size(), options.queue),
      durable_(opened.tree.size()),
      signer_(std::move(opened.signer)),
      pipeline_(queue_, durable_, std::move(opened.tree), std::move(opened.segments),
                std::move(opened.rows), options.commits),
      signing_([this, interval = options.sign_every] { sign_regularly(interval); }) {}

LogWriter::~LogWriter() { (void)close(); }

Result<std::uint64_t> LogWriter::append(const record::EntryDraft& draft) {
  thread_local std::string tail;  // its memory is used again
  tail.clear();
  record::append_entry_tail(tail, draft);
  return queue_.push(record::entry_head, tail);
}

Result<std::uint64_t> LogWriter::append(std::string_view before, std::string_view after) {
  return queue_.push(before, after);
}

Status LogWriter::wait(std::uint64_t index) const { return durable_.wait(index + 1); }

Status LogWriter::flush() {
  queue_.flush();
  return durable_.wait(queue_.next_index());
}

Status LogWriter::close() {
  if (closed_) return *closed_;
  queue_.close();
  pipeline_.wait_until_empty();
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  stopping_.notify_all();
  signing_.join();
  if (sign_now())
    if (Status synced = sync_folder(folder_.path); !synced) pipeline_.fail(synced.error());
  const auto failure = durable_.failure();
  closed_ = failure ? Status(*failure) : Status(Nothing{});
  lock_.reset();
  return *closed_;
}

LogStatus LogWriter::status() const {
  return {durable_.get(),      signer_->signed_size(), signer_->epoch(),
          pipeline_.commits(), signer_->witnessed(),   durable_.failure()};
}

Status LogWriter::add_cosignature(std::uint64_t size, std::string_view line) {
  return signer_->add_cosignature(size, line, now());
}

void LogWriter::sign_regularly(std::chrono::milliseconds interval) {
  std::unique_lock lock(mutex_);
  while (!stopping_.wait_for(lock, interval, [&] { return stop_; })) {
    lock.unlock();
    const bool signs{sign_now()};
    lock.lock();
    if (!signs) return;
  }
}

// A log that cannot sign what it holds ends like one that cannot write.
Status LogWriter::sign_now() {
  if (durable_.failure()) return *durable_.failure();
  Status signs = signer_->sign(pipeline_.durable_tree(), now());
  if (!signs) pipeline_.fail(signs.error());
  return signs;
}

}  // namespace gait::store
