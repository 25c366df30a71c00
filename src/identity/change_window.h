#pragma once

#include "base/time.h"
#include "model/change.h"

namespace gait::identity {

// From when until when the effects of a change are expected, both ends included.
struct ChangeWindow {
  Timestamp start, end;
};

// The end of a window that does not close.
inline constexpr Timestamp far_future{INT64_MAX};

// For a change that was announced without a window: from 10 minutes before it until 2 hours after;
// an announcement holds for a day, an offboarding for good.
ChangeWindow announced_window(ChangeType type, Timestamp time);

// For a change that the logs show. Effects follow their cause, so it opens at `time`, but for a
// rotation: its last step is what is logged, 10 minutes of steps may lie before. A deployment is
// over after 30 minutes, an offboarding holds for good, all else is over after 2 hours.
ChangeWindow observed_window(ChangeType type, Timestamp time);

}  // namespace gait::identity
