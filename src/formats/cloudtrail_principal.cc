#include "formats/cloudtrail_principal.h"

#include <algorithm>
#include <cctype>

#include "formats/aws_arn.h"
#include "formats/cloudtrail_session.h"

namespace gait::formats {
namespace {

// One allocation; keys are made for every new session.
template <class... Parts>
std::string joined(const Parts&... parts) {
  const std::string_view views[] = {parts...};
  std::size_t size = 0;
  for (const std::string_view view : views) size += view.size();
  std::string text;
  text.reserve(size);
  for (const std::string_view view : views) text.append(view);
  return text;
}

constexpr std::string_view hidden = "HIDDEN_DUE_TO_SECURITY_REASONS";  // a mistyped user name
constexpr std::size_t key_id_chars_max = 32;
constexpr std::size_t credential_id_chars_max = 128;

bool is_word(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
  });
}

// The id of a key and never its secret or token: those are longer and hold other characters.
bool is_key_id(std::string_view text) { return text.size() <= key_id_chars_max && is_word(text); }

CredentialKind kind_of_key(std::string_view id, std::string_view caller_type) {
  if (id.starts_with("AKIA")) return CredentialKind::long_lived;
  if (id.starts_with("ASIA") || id.starts_with("ABIA")) return CredentialKind::ephemeral;
  if (caller_type == "AssumedRole" || caller_type == "FederatedUser")
    return CredentialKind::ephemeral;
  return CredentialKind::unknown;
}

void set_credential(const CloudTrailCaller& caller, CloudTrailPrincipal& principal) {
  if (!caller.access_key_id.empty()) {
    principal.credential_kind = kind_of_key(caller.access_key_id, caller.type);
    if (is_key_id(caller.access_key_id)) principal.credential = caller.access_key_id;
  } else if (!caller.credential_id.empty()) {
    principal.credential_kind = CredentialKind::ephemeral;
    if (caller.credential_id.size() <= credential_id_chars_max && is_word(caller.credential_id))
      principal.credential = caller.credential_id;
  }
}

std::string_view first_of(std::string_view a, std::string_view b, std::string_view c = {}) {
  if (!a.empty()) return a;
  return b.empty() ? c : b;
}

std::string_view before_colon(std::string_view text) { return text.substr(0, text.find(':')); }

void set_unknown(CloudTrailPrincipal& principal) {
  principal.key = joined("aws:", principal.account, "/unknown");
  principal.type = PrincipalType::unknown;
  principal.reason = "the record does not say who acted";
}

void judge(CloudTrailPrincipal& principal, PrincipalType type, Human human, std::uint8_t weight,
           std::string_view reason) {
  principal.type = type;
  principal.human = human;
  principal.weight = weight;
  principal.reason = reason;
}

// aws:<account>/user/<name>; empty when there is no name.
std::string user_key(std::string_view account, std::string_view name, std::string_view arn,
                     std::string_view principal_id) {
  if (name == hidden) return {};
  const std::string_view resource = parse_arn(arn).resource;
  if (name.empty() && resource.starts_with("user/")) name = last_segment(resource);
  if (name.empty()) name = principal_id;
  return name.empty() ? std::string() : joined("aws:", account, "/user/", name);
}

void read_user(const CloudTrailCaller& caller, CloudTrailPrincipal& principal) {
  principal.key = user_key(principal.account, caller.user_name, caller.arn, caller.principal_id);
  if (principal.key.empty()) return set_unknown(principal);
  principal.is_user = true;
  if (caller.mfa == "true")
    return judge(principal, PrincipalType::human, Human::yes, 190, "signed in with MFA");
  judge(principal, PrincipalType::service_account, Human::unknown, 20,
        "IAM user without a sign of a person");
}

void read_assumed_role(const CloudTrailCaller& caller, CloudTrailPrincipal& principal) {
  const std::string_view account = first_of(caller.issuer_account, principal.account);
  std::string_view role = first_of(caller.issuer_name, role_name_of_arn(caller.issuer_arn),
                                   role_name_of_arn(caller.arn));
  if (role.empty()) role = before_colon(caller.principal_id);
  if (role.empty()) return set_unknown(principal);
  principal.key = joined("aws:", account, "/role/", role);
  principal.is_role = true;
  judge_role_session(caller, principal);
}

void read_role(const CloudTrailCaller& caller, CloudTrailPrincipal& principal) {
  const std::string_view role =
      first_of(role_name_of_arn(caller.arn), before_colon(caller.principal_id));
  if (role.empty()) return set_unknown(principal);
  principal.key = joined("aws:", principal.account, "/role/", role);
  judge(principal, PrincipalType::role, Human::no, 60, "role");
}

// The user or root that a federated user was made by.
std::string issuer_key(const CloudTrailCaller& caller, std::string_view account) {
  if (caller.issuer_type == "Root") return joined("aws:", account, "/root");
  std::string key =
      user_key(account, caller.issuer_name, caller.issuer_arn, caller.issuer_principal_id);
  return key.empty() ? joined("aws:", account, "/unknown") : key;
}

void read_federated(const CloudTrailCaller& caller, CloudTrailPrincipal& principal) {
  std::string_view name = caller.principal_id.substr(caller.principal_id.find(':') + 1);
  if (const std::string_view resource = parse_arn(caller.arn).resource; !resource.empty())
    name = last_segment(resource);
  const std::string issuer = issuer_key(caller, first_of(caller.issuer_account, principal.account));
  principal.key = joined(issuer, "/fed/", name);
  principal.delegator = issuer;
  judge(principal,
        caller.issuer_type == "Root" ? PrincipalType::root : PrincipalType::service_account,
        Human::unknown, 20, "federated user");
}

// principalId is <provider>:<audience>:<user>, where provider and user may hold colons too.
std::string_view web_user(std::string_view principal_id) {
  constexpr std::string_view audience = ":sts.amazonaws.com:";
  if (const std::size_t at = principal_id.find(audience); at != std::string_view::npos)
    return principal_id.substr(at + audience.size());
  return principal_id.substr(principal_id.rfind(':') + 1);
}

void read_web_identity(const CloudTrailCaller& caller, CloudTrailPrincipal& principal) {
  const std::string_view provider = first_of(caller.identity_provider, caller.principal_id);
  const std::string_view name = first_of(caller.user_name, web_user(caller.principal_id));
  principal.key = joined("oidc:", before_colon(oidc_host(provider)), "/", name);
  principal.credential_kind = CredentialKind::federated;
  judge_federation(provider, principal);
}

void read_saml(const CloudTrailCaller& caller, CloudTrailPrincipal& principal) {
  std::string_view name = caller.user_name;
  if (name.empty()) name = caller.principal_id.substr(caller.principal_id.find(':') + 1);
  principal.key = joined("saml:", caller.identity_provider, "/", name);
  principal.credential_kind = CredentialKind::federated;
  judge(principal, PrincipalType::human, Human::yes, 220, "signed in by SAML");
}

void read_service(const CloudTrailCaller& caller, CloudTrailPrincipal& principal) {
  principal.key = joined("aws-svc:", caller.invoked_by);
  judge(principal, PrincipalType::cloud_service, Human::no, 255, "AWS service");
}

void read_other(const CloudTrailCaller& caller, CloudTrailPrincipal& principal) {
  const std::string& account = principal.account;
  if (caller.type == "Root") {
    principal.key = joined("aws:", account, "/root");
    return judge(principal, PrincipalType::root, Human::yes, 250, "root of the account");
  }
  if (caller.type == "AWSAccount") {
    principal.key = joined("aws:", account, "/ext/", before_colon(caller.principal_id));
    return judge(principal, PrincipalType::role, Human::unknown, 10, "caller of another account");
  }
  if (caller.type == "IdentityCenterUser") {
    principal.key = joined("aws-idc:", caller.identity_store, "/", caller.on_behalf_user);
    return judge(principal, PrincipalType::human, Human::yes, 250, "IAM Identity Center user");
  }
  if (caller.type == "Directory") {
    principal.key = joined("aws-dir:", account, "/", caller.user_name);
    return judge(principal, PrincipalType::human, Human::yes, 220, "directory user");
  }
  set_unknown(principal);
}

void read_type(const CloudTrailCaller& caller, CloudTrailPrincipal& principal) {
  if (caller.type == "AssumedRole") return read_assumed_role(caller, principal);
  if (caller.type == "IAMUser") return read_user(caller, principal);
  if (caller.type == "AWSService" || (caller.type.empty() && !caller.invoked_by.empty()))
    return read_service(caller, principal);
  if (caller.type == "Role") return read_role(caller, principal);
  if (caller.type == "FederatedUser") return read_federated(caller, principal);
  if (caller.type == "WebIdentityUser") return read_web_identity(caller, principal);
  if (caller.type == "SAMLUser") return read_saml(caller, principal);
  read_other(caller, principal);
}

// The service or person the caller acts for, unless the caller is that service.
void set_delegator(const CloudTrailCaller& caller, CloudTrailPrincipal& principal) {
  if (principal.type == PrincipalType::cloud_service && principal.key.starts_with("aws-svc:"))
    return;
  if (!caller.invoked_by.empty()) {
    principal.delegator = joined("aws-svc:", caller.invoked_by);
    principal.derived = true;
  } else if (!caller.source_identity.empty()) {
    principal.delegator = caller.source_identity;
  }
}

}  // namespace

CloudTrailPrincipal cloudtrail_principal(const CloudTrailCaller& caller,
                                         std::string_view recipient_account) {
  CloudTrailPrincipal principal;
  principal.account = first_of(caller.account_id, parse_arn(caller.arn).account, recipient_account);
  set_credential(caller, principal);
  read_type(caller, principal);
  set_delegator(caller, principal);
  return principal;
}

}  // namespace gait::formats
