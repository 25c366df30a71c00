#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace gait {

void check_failed(const char* why_it_must_hold, SourcePlace where) {
  std::fprintf(stderr, "gait: internal error at %s:%d: %s\n", where.file, where.line,
               why_it_must_hold);
  std::abort();
}

}  // namespace gait
