#include "store/durable_size.h"

#include <utility>

namespace gait::store {

Status DurableSize::wait(std::uint64_t size) const {
  if (get() >= size) return Nothing{};
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return get() >= size || failure_; });
  if (get() >= size) return Nothing{};
  return *failure_;
}

void DurableSize::grow(std::uint64_t size) {
  {
    const std::lock_guard lock(mutex_);
    size_.store(size, std::memory_order_release);
  }
  changed_.notify_all();
}

void DurableSize::fail(Error reason) {
  {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(reason);
  }
  changed_.notify_all();
}

std::optional<Error> DurableSize::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

}  // namespace gait::store
