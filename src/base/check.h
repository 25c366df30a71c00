#pragma once

namespace gait {

// A place in the sources. clang 14 has no std::source_location; both compilers have the builtins.
struct SourcePlace {
  const char* file = "";
  int line = 0;
};

[[noreturn]] void check_failed(const char* why_it_must_hold, SourcePlace where);

// Stops the process, also in release builds, when something is false that only we can get wrong.
// What the world does to us is a Result, never a check.
inline void check(bool condition, const char* why_it_must_hold,
                  SourcePlace where = {__builtin_FILE(), __builtin_LINE()}) {
  if (!condition) [[unlikely]]
    check_failed(why_it_must_hold, where);
}

}  // namespace gait
