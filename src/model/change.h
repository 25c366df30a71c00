#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace gait {

enum class ChangeType : std::uint8_t {
  other,
  deployment,
  rotation,
  failover,
  maintenance,
  announcement,
  offboarding,
  credential_created,
  credential_disabled,
  privilege_grant,
};
inline constexpr std::array<std::string_view, 10> change_type_names{
    "other",          "deployment",         "rotation",
    "failover",       "maintenance",        "announcement",
    "offboarding",    "credential_created", "credential_disabled",
    "privilege_grant"};

// Evidence that something was meant to change: from the change feed (`changes.ndjson`) or from the
// logs themselves (a function was redeployed, a secret rotated). It explains; it never silences.
struct Change {
  std::string id;
  ChangeType type = ChangeType::other;
  Timestamp time;          // when it was announced or seen
  Timestamp window_start;  // from when its effects are expected
  Timestamp window_end;    // until when
  std::string service, environment, by, version, summary;
  std::vector<std::string> identities;  // canonical keys it names; empty = by service or resource
  std::string resource;                 // what was changed, where a log said so
  bool from_logs = false;
};

}  // namespace gait
