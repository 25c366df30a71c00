#pragma once

#include <optional>
#include <string>

#include "formats/cloudtrail_action.h"
#include "formats/cloudtrail_fields.h"
#include "model/action.h"
#include "model/change.h"

namespace gait::formats {

// What a successful call changed on purpose: a deployment, a rotation, a credential, a right.
struct CloudTrailChange {
  ChangeType type = ChangeType::other;
  std::string subject;     // the identity it is about, where the record names one
  std::string credential;  // the key it is about
};

std::optional<CloudTrailChange> cloudtrail_change(const CloudTrailFields& fields, ActionRole role,
                                                  ActionClasses classes, std::string_view caller,
                                                  std::string_view account);

}  // namespace gait::formats
