#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace gait {

void check_failed(const char* why_it_must_hold, std::source_location where) {
  std::fprintf(stderr, "gait: internal error at %s:%u: %s\n", where.file_name(),
               static_cast<unsigned>(where.line()), why_it_must_hold);
  std::abort();
}

}  // namespace gait
