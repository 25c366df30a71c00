#include "app/workers.h"

namespace gait::app {
namespace {

// Rounds follow each other within microseconds while the fold runs; sleeping in between would cost
// more than the work.
constexpr int spins_max = 4000;

void pause_briefly() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

}  // namespace

Workers::Workers(std::size_t count) {
  for (std::size_t i = 1; i < count; ++i) threads_.emplace_back([this] { loop(); });
}

Workers::~Workers() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    ++round_;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Workers::run(std::size_t count, const std::function<void(std::size_t)>& task) {
  if (threads_.empty() || count < 2) {
    for (std::size_t i = 0; i < count; ++i) task(i);
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    task_ = &task;
    task_count_ = count;
    next_ = 0;
    busy_ = threads_.size();
    ++round_;
  }
  wake_.notify_all();
  work();
  for (int spin = 0; busy_.load(std::memory_order_acquire) != 0; ++spin)
    if (spin < spins_max)
      pause_briefly();
    else
      std::this_thread::yield();
}

void Workers::work() {
  for (std::size_t i = next_.fetch_add(1); i < task_count_; i = next_.fetch_add(1)) (*task_)(i);
}

void Workers::loop() {
  std::size_t seen = 0;
  while (true) {
    for (int spin = 0; spin < spins_max && round_.load(std::memory_order_acquire) == seen; ++spin)
      pause_briefly();
    if (round_.load(std::memory_order_acquire) == seen) {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return round_.load() != seen; });
    }
    seen = round_.load(std::memory_order_acquire);
    if (stopping_) return;
    work();
    busy_.fetch_sub(1, std::memory_order_release);
  }
}

}  // namespace gait::app
