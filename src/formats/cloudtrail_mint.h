#pragma once

#include <optional>
#include <string>

#include "base/time.h"
#include "formats/cloudtrail_action.h"
#include "formats/cloudtrail_fields.h"

namespace gait::formats {

// A credential that a successful call made, as text.
struct CloudTrailMint {
  std::string child_credential;
  std::string child_identity;  // empty when the record does not say
  std::string subject;         // the federated or pod subject behind the child
  Timestamp expires;           // 0 for a key that does not expire
  bool long_lived = false;
};

// None when the call made no credential, or the record does not name it. `caller` is the canonical
// key of who called.
std::optional<CloudTrailMint> cloudtrail_mint(const CloudTrailFields& fields, ActionRole role,
                                              Timestamp time, std::string_view caller,
                                              std::string_view account);

// STS writes expirations for people: `Jul 10, 2023, 12:55:24 PM`, `Jul 18, 2014 4:07:39 PM`, the
// space before PM sometimes a narrow one; or RFC 3339. UTC. False for anything else.
bool parse_expiration(std::string_view text, Timestamp& time);

}  // namespace gait::formats
