#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace gait::store {

// Entries in a row, as the payload of a frame.
struct Bundle {
  std::uint64_t first_index = 0;
  std::uint32_t count = 0;
  std::string bytes;
};

// Where many producers leave entries and one thread takes them, bundled. The place in this queue
// is the index in the log, so it is known at once; whether the entry is in the log is known when
// the log is durable up to it (durable_size.h).
//
// It holds at most `bytes_max`: who comes with more waits until there is room. So a disk that is
// too slow slows down the sources, and nothing is dropped.
class CommitQueue {
 public:
  struct Limits {
    std::size_t bytes_max = std::size_t{16} << 20;  // more is slower: it leaves the cache
    std::chrono::microseconds wait_max{2000};       // that a bundle stays open for more
  };

  CommitQueue(std::uint64_t first_index, Limits limits)
      : limits_(limits), next_index_(first_index) {}

  // Adds the entry `before` + its index + `after`, so that what is expensive is made before it is
  // known; the index. Fails when the entry is longer than 65,535 bytes, and with the error of
  // `stop`.
  Result<std::uint64_t> push(std::string_view before, std::string_view after);

  // Waits for a bundle: one that is full, or the open one when it has waited long enough or
  // somebody asked. Nothing when the queue is stopped, or closed and empty.
  std::optional<Bundle> take();

  void flush();             // the open bundle is taken at once
  void close();             // nothing more is pushed; what is there is still taken
  void stop(Error reason);  // nothing more is pushed or taken; who waits gets the reason

  std::uint64_t next_index() const;
  void recycle(std::string&& bytes);  // memory of a bundle that is done with

 private:
  using Clock = std::chrono::steady_clock;

  bool has_room(std::size_t bytes) const;
  void end_open_bundle();
  std::string fresh_memory();

  const Limits limits_;
  mutable std::mutex mutex_;
  std::condition_variable room_, ready_;
  Bundle open_;
  Clock::time_point open_since_;
  std::deque<Bundle> full_;
  std::vector<std::string> spare_;
  std::size_t bytes_ = 0;  // of all bundles here
  std::uint64_t next_index_ = 0;
  bool flush_ = false, closed_ = false;
  std::optional<Error> stopped_;
};

}  // namespace gait::store
