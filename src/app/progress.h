#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

namespace gait::app {

// A progress bar on standard error for what takes longer than a second, for a terminal only.
// Counts bytes: `done` is written by whoever works.
class Progress {
 public:
  Progress(std::string what, std::uint64_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  std::atomic<std::uint64_t>* done() { return &done_; }

 private:
  void draw() const;

  std::string what_;
  std::uint64_t total_;
  std::atomic<std::uint64_t> done_{0};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace gait::app
