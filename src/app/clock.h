#pragma once

#include <chrono>

#include "base/time.h"

namespace gait::app {

// The time of the machine.
inline Timestamp now() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(since_1970).count()};
}

}  // namespace gait::app
