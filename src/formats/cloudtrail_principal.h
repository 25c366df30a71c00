#pragma once

#include <string>

#include "formats/cloudtrail_fields.h"
#include "model/identity.h"

namespace gait::formats {

// Who a record says acted. The key is stable: it never holds a session name, a key id or an
// address. All of it follows from `userIdentity` and the account that received the record.
struct CloudTrailPrincipal {
  std::string key;         // `aws:111122223333/role/deploy`
  std::string account;     // 12 digits, or empty
  std::string workload;    // the instance, pod or person behind a shared role; often empty
  std::string credential;  // id of the key presented, never a token
  std::string delegator;   // who it acts for: a service, a source identity, the issuer
  std::string_view reason;
  PrincipalType type = PrincipalType::unknown;
  Human human = Human::unknown;
  std::uint8_t weight = 0;
  CredentialKind credential_kind = CredentialKind::none;
  bool derived = false;  // a service acts with the caller's permission
  bool is_user = false;  // an IAM user: a sign of the console makes it a person
  bool is_role = false;  // an assumed role: the same, where nothing else decided
};

CloudTrailPrincipal cloudtrail_principal(const CloudTrailCaller& caller,
                                         std::string_view recipient_account);

}  // namespace gait::formats
