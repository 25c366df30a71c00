#pragma once

#include "model/activity.h"

namespace gait::formats {

// What a status of HTTP says of a call; below 400, and -1 for none, it went well.
inline Outcome http_outcome(double status) {
  if (status < 400) return Outcome::success;
  if (status == 401 || status == 403 || status == 407) return Outcome::denied;
  if (status == 404 || status == 410) return Outcome::not_found;
  return status == 429 ? Outcome::throttled : Outcome::error;
}

}  // namespace gait::formats
