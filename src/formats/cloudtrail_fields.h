#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "formats/json_walk.h"

namespace gait::formats {

// Who called, as `userIdentity` says.
struct CloudTrailCaller {
  std::string_view type, principal_id, arn, account_id, access_key_id, user_name, invoked_by;
  std::string_view identity_provider, credential_id, on_behalf_user, identity_store;
  std::string_view issuer_type, issuer_arn, issuer_account, issuer_name, issuer_principal_id;
  std::string_view federated_provider, mfa, source_identity;
};

// Request parameters that name what a call is about. The order is that of preference: the first
// one present names the resource.
enum class Param : std::uint8_t {
  secret_id,
  bucket_name,
  function_name,
  instance_id,  // also the first of instanceIds and instancesSet.items
  table_name,
  role_arn,
  policy_arn,
  key_id,
  topic_arn,
  queue_url,
  resource_arn,
  role_name,
  user_name,
  group_name,
  access_key_id,
  policy_name,
  cluster_name,
  stack_name,
  repository_name,
  trail_name,
  document_name,
  model_id,
  db_instance,
  snapshot_id,
  volume_id,
  image_id,
  group_id,
  log_group_name,
  instance_profile_name,
  name,
  target_principal,
  // These do not name a resource.
  object_key,
  role_session_name,
  duration_seconds,
  status,
  overwrite,
};

struct ParamValue {
  Param param = Param::name;
  std::string_view value;
};

// One CloudTrail record as views into its text, strings as they stand between their quotes.
// Absent, null and wrongly typed fields are empty.
struct CloudTrailFields {
  static constexpr std::size_t params_max = 12;

  std::string_view record;         // the whole text
  std::string_view identity_text;  // the text of userIdentity
  CloudTrailCaller caller;

  std::string_view event_time, event_source, event_name, event_id, event_type, event_category;
  std::string_view region, source_ip, user_agent, error_code, error_message;
  std::string_view recipient_account, shared_event_id, vpc_endpoint, console_session;
  std::string_view bytes_in, bytes_out;
  std::string_view resource_arn;    // the most specific of resources[]
  std::string_view service_secret;  // SecretId of a rotation told by the service itself

  std::array<ParamValue, params_max> params;
  std::uint8_t param_count = 0;
  std::uint32_t items = 1;  // things named by one batch request

  // Of responseElements.
  std::string_view minted_key, minted_expiration, minted_subject, assumed_arn;
  std::string_view created_key, created_for;  // of CreateAccessKey
  std::string_view console_login, response_role;
  std::string_view pod_namespace, pod_account;  // session tags of EKS Pod Identity

  bool is_digest = false;  // of delivered files, not a record

  std::string_view param(Param wanted) const {
    for (std::size_t i = 0; i < param_count; ++i)
      if (params[i].param == wanted) return params[i].value;
    return {};
  }
};

// Reads the record at the walk in one pass over its keys. False when the walk stopped. A record
// inside an EventBridge `detail` is read as the record itself.
bool read_fields(JsonWalk& walk, const char* text, CloudTrailFields& fields);

}  // namespace gait::formats
