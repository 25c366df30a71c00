#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "base/result.h"
#include "base/time.h"
#include "record/entry.h"
#include "store/commit_pipeline.h"
#include "store/log_signer.h"

namespace gait::store {

struct LogOptions {
  std::string folder;                     // made when it is absent
  std::string keys;                       // folder of the keys; empty is `keys` in the log
  std::string origin = "gait.local/log";  // the name of a log that is made
  CommitQueue::Limits queue;
  HotSegments::Sizes segments;
  CommitPipeline::Options commits;
  std::chrono::milliseconds sign_every{100};
};

struct LogStatus {
  std::uint64_t size = 0;         // durable entries
  std::uint64_t signed_size = 0;  // of the latest checkpoint
  std::uint64_t epoch = 0;        // how many times the log was opened for writing
  std::uint64_t commits = 0;      // since it was opened
  // When the policy was last satisfied: now less this is how long nobody else vouches for what was
  // appended. Without witnesses in the policy, when it was last signed.
  std::optional<Timestamp> witnessed;
  std::optional<Error> failure;  // why the log takes no more
};

// The one writer of a log. Any number of threads append; who needs to know that an entry can no
// more be lost waits for it, or gets the durable size by `CommitPipeline::Options::on_durable`.
// When the disk fails, the log ends for good: everybody who waits gets the error, nothing is tried
// again, and opening it again finds out what is there.
class LogWriter {
 public:
  // Makes the log, or recovers it (recovery.h). Errors say what to do; none leaves the log changed.
  static Result<std::unique_ptr<LogWriter>> open(const LogOptions& options);
  ~LogWriter();  // closes

  // The index of the entry, which is not durable yet; it is encoded on the thread that calls. Waits
  // while the queue is full. Fails for good when the log has ended, and for this entry alone
  // (`invalid`) when it is too long: record::fits_entry tells beforehand.
  Result<std::uint64_t> append(const record::EntryDraft& draft);

  // The same of bytes that are encoded already: `before` + index + `after`.
  Result<std::uint64_t> append(std::string_view before, std::string_view after);

  Status wait(std::uint64_t index) const;  // until that entry is durable
  Status flush();                          // until everything that was appended is

  // Flushes, signs, and lets go of the log. The same answer each time. Nobody appends afterwards.
  Status close();

  std::uint64_t durable_size() const { return durable_.get(); }
  LogStatus status() const;

  // The answer of a witness for the checkpoint of that size; see LogSigner.
  Status add_cosignature(std::uint64_t size, std::string_view line);

 private:
  struct Opened;
  LogWriter(const LogOptions& options, Opened opened);
  static Result<Opened> recover(const LogOptions& options);

  void sign_regularly(std::chrono::milliseconds interval);
  Status sign_now();

  const LogFolder folder_;
  std::optional<File> lock_;
  CommitQueue queue_;
  DurableSize durable_;
  std::unique_ptr<LogSigner> signer_;
  CommitPipeline pipeline_;

  std::mutex mutex_;
  std::condition_variable stopping_;
  bool stop_ = false;
  std::optional<Status> closed_;
  std::thread signing_;
};

}  // namespace gait::store
