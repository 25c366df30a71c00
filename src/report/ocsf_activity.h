#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"
#include "model/action.h"
#include "model/activity.h"

namespace gait::report {

// One thing that was done, in words, as the record and the API give it out.
struct ActivityWords {
  std::string_view event, source;
  Timestamp time;
  std::string_view identity, credential, session, action, resource, address, user_agent, region;
  Access access = Access::unknown;
  Outcome outcome = Outcome::success;
  bool outcome_known = true;
};

// As OCSF 1.8.0 API Activity (class 6003), one line of JSON without the line end. Attributes used
// are those of 1.5 and later.
std::string ocsf_activity_json(const ActivityWords& activity, std::string_view gait_version);

}  // namespace gait::report
