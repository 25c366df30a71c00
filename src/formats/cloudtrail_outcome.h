#pragma once

#include "formats/cloudtrail_fields.h"
#include "model/activity.h"

namespace gait::formats {

// What came of a call. Throttling and absent things are told apart from denials: nearly all honest
// failures are of these two kinds, and only a denial says anything about intent. A sign-in at the
// console fails without an error code, in its response.
Outcome cloudtrail_outcome(const CloudTrailFields& fields);

// The same for an error code alone; it is not empty.
Outcome error_code_outcome(std::string_view code);

}  // namespace gait::formats
