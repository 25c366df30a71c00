#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/parallel.h"

namespace gait::app {

// A few threads that take tasks by number. The caller works too, so one worker means no thread at
// all. Tasks must not throw.
class Workers {
 public:
  explicit Workers(std::size_t count);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  std::size_t count() const { return threads_.size() + 1; }

  // Runs task(0) to task(count - 1) and returns when all are done.
  void run(std::size_t count, const std::function<void(std::size_t)>& task);

  engine::ParallelFor parallel_for() {
    return [this](std::size_t n, const std::function<void(std::size_t)>& task) { run(n, task); };
  }

 private:
  void loop();
  void work();

  std::vector<std::thread> threads_;
  const std::function<void(std::size_t)>* task_ = nullptr;
  std::atomic<std::size_t> next_{0};
  std::size_t task_count_ = 0;
  std::atomic<std::size_t> round_{0};  // changes when there is work
  std::atomic<std::size_t> busy_{0};   // threads that have not finished the round
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::condition_variable wake_;
};

}  // namespace gait::app
