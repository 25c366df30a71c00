#pragma once

#include "base/result.h"

namespace gait::ingest {

// What the system says about a failed call, with what to do next where that is known. The path is
// left to the caller, who puts it in front with `Error::in` or keeps it beside the message.
Error system_error(int error_number);

}  // namespace gait::ingest
