#pragma once

#include "base/result.h"
#include "store/disk.h"
#include "store/log_folder.h"

namespace gait::store {

// One writer per log, on this machine; ends with the object or the process. `conflict` names the
// process that has it.
Result<File> lock_log(const LogFolder& folder);

}  // namespace gait::store
