#pragma once

#include <cstddef>
#include <functional>

namespace gait::engine {

// Runs task(0) to task(count - 1), in any order and on any threads, and returns when all are done.
// The engine has no threads of its own: whoever runs it lends them, and the result never depends
// on how many there are.
using ParallelFor =
    std::function<void(std::size_t count, const std::function<void(std::size_t)>& task)>;

inline void one_after_another(std::size_t count, const std::function<void(std::size_t)>& task) {
  for (std::size_t i = 0; i < count; ++i) task(i);
}

}  // namespace gait::engine
