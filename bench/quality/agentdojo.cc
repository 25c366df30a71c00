#include "bench/quality/report.h"

namespace gait::quality {

Result<Table> agentdojo(const std::string&) {
  return Error{Error::Code::unavailable, "this adapter is being written"};
}

}  // namespace gait::quality
namespace gait::quality {
Result<Table> agentdojo_full(const std::string&) {
  return Error{Error::Code::unavailable, "this adapter is being written"};
}
}  // namespace gait::quality
