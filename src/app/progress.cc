#include "app/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "app/terminal.h"

namespace gait::app {

Progress::Progress(std::string what, std::uint64_t total) : what_(std::move(what)), total_(total) {
  if (!stderr_is_terminal() || total == 0) return;
  thread_ = std::thread([this] {
    using namespace std::chrono_literals;
    bool drawn = false;
    for (int tick = 0; !stopping_; ++tick) {
      std::this_thread::sleep_for(100ms);
      if (tick < 10) continue;  // the first second
      draw();
      drawn = true;
    }
    if (drawn) fmt::print(stderr, "\r\033[K");
    std::fflush(stderr);
  });
}

Progress::~Progress() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

void Progress::draw() const {
  constexpr std::size_t width = 30;
  const double share =
      std::min(1.0, static_cast<double>(done_.load()) / static_cast<double>(total_));
  const auto filled = static_cast<std::size_t>(share * width);
  fmt::print(stderr, "\r{} [{}{}] {:3.0f} %", what_, std::string(filled, '='),
             std::string(width - filled, ' '), share * 100);
  std::fflush(stderr);
}

}  // namespace gait::app
