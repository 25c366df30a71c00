#include "bench/quality/report.h"

namespace gait::quality {

Result<Table> panther(const std::string&) {
  return Error{Error::Code::unavailable, "this adapter is being written"};
}

}  // namespace gait::quality
