#pragma once

#include <string_view>

#include "base/time.h"

namespace gait::formats {

// Reads a time as logs write it. RFC 3339; without a zone it is UTC, since that is what exports
// without one are; `2026-11-21 10:00:00` with a space. Digits are an epoch: with 10 digits before
// the point seconds, with 13 thousandths of them, with 16 millionths, with 19 billionths.
// False, and `time` is left alone, for anything else.
bool read_log_time(std::string_view text, Timestamp& time);

}  // namespace gait::formats
