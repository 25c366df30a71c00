#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>

#include "base/result.h"

namespace gait::store {

// How many entries of the log no crash can take away. One number acknowledges any number of
// entries: what has a smaller index is there.
class DurableSize {
 public:
  explicit DurableSize(std::uint64_t size) : size_(size) {}

  std::uint64_t get() const { return size_.load(std::memory_order_acquire); }

  // Until the log is durable up to `size`; fails when it never will be.
  Status wait(std::uint64_t size) const;

  void grow(std::uint64_t size);
  void fail(Error reason);  // the first reason stays
  std::optional<Error> failure() const;

 private:
  std::atomic<std::uint64_t> size_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::optional<Error> failure_;
};

}  // namespace gait::store
