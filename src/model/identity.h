#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/symbols.h"
#include "base/time.h"
#include "model/activity.h"

namespace gait {

// The kind of principal, as the log states it.
enum class PrincipalType : std::uint8_t {
  unknown,
  human,
  service_account,
  role,
  workload,
  ci_runner,
  bot,
  ai_agent,
  api_key,
  cloud_service,
  root,
  anonymous,
};
inline constexpr std::array<std::string_view, 12> principal_type_names{
    "unknown", "human",    "service_account", "role",          "workload", "ci_runner",
    "bot",     "ai_agent", "api_key",         "cloud_service", "root",     "anonymous"};

enum class Human : std::uint8_t { unknown, no, yes };
inline constexpr std::array<std::string_view, 3> human_names{"unknown", "no", "yes"};

// What one record says about who acted. Several records may say different things of one identity;
// the one with the greater `weight` is believed, so the order of reading does not matter.
struct Principal {
  Symbol identity;  // the canonical key
  Symbol account;
  Symbol reason;  // which rule decided `human`, in words
  PrincipalType type = PrincipalType::unknown;
  Human human = Human::unknown;
  std::uint8_t weight = 0;  // 0 a guess, 255 certain
};

// The kind of workload: who behaves alike, hence who is a peer.
enum class IdentityClass : std::uint8_t {
  unknown,
  ci_runner,
  secret_manager,
  batch_job,
  web_workload,
  ai_agent,
  monitoring,
  backup,
  vendor,
  cloud_service,
  human,
};
inline constexpr std::array<std::string_view, 11> identity_class_names{
    "unknown",    "ci_runner", "secret_manager", "batch_job",     "web_workload", "ai_agent",
    "monitoring", "backup",    "vendor",         "cloud_service", "human"};

// A session or key made another: the edge from a session to its child. `child_identity` is empty
// where the record does not say.
struct Mint {
  Symbol child_credential;
  Symbol child_identity;
  Symbol parent_credential;
  Symbol parent_identity;
  Timestamp time;
  Timestamp expires;        // 0 when the credential does not expire or the record does not say
  Symbol subject;           // the federated subject: `repo:acme/infra:ref:refs/heads/main`
  bool long_lived = false;  // a new access key rather than a session
};

}  // namespace gait
