#pragma once

#include <source_location>

namespace gait {

[[noreturn]] void check_failed(const char* why_it_must_hold, std::source_location where);

// Stops the process, also in release builds, when something is false that only we can get wrong.
// What the world does to us is a Result, never a check.
inline void check(bool condition, const char* why_it_must_hold,
                  std::source_location where = std::source_location::current()) {
  if (!condition) [[unlikely]]
    check_failed(why_it_must_hold, where);
}

}  // namespace gait
