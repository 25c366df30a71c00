#include "formats/vault_token.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/uuid.h"

namespace gait::formats {
namespace {

constexpr std::size_t uuid_size = 36;

struct Names {
  std::string_view presented, made;
};
// In the order of VaultTokenField.
constexpr std::array<Names, vault_token_fields> names{{
    {"auth.accessor", "response.auth.accessor"},
    {"auth.entity_id", "response.auth.entity_id"},
    {"auth.display_name", "response.auth.display_name"},
    {"auth.token_type", "response.auth.token_type"},
    {"auth.token_ttl", "response.auth.token_ttl"},
    {"auth.metadata.service_account_namespace", "response.auth.metadata.service_account_namespace"},
    {"auth.metadata.service_account_name", "response.auth.metadata.service_account_name"},
    {"auth.metadata.role_name|auth.metadata.role",
     "response.auth.metadata.role_name|response.auth.metadata.role"},
    {"auth.metadata.email|auth.metadata.username",
     "response.auth.metadata.email|response.auth.metadata.username"},
    {"auth.metadata.cert_name", "response.auth.metadata.cert_name"},
    {"auth.metadata.canonical_arn|auth.metadata.inferred_aws_arn",
     "response.auth.metadata.canonical_arn|response.auth.metadata.inferred_aws_arn"},
    {"auth.policies[0]", "response.auth.policies[0]"},
}};

// The ways to log in, by how the names of their tokens begin.
struct Login {
  std::string_view mount;
  PrincipalType type;
  Human human;
  std::string_view reason;
};
constexpr std::array<Login, 14> logins{{
    {"kubernetes", PrincipalType::service_account, Human::no, "a Kubernetes service account"},
    {"approle", PrincipalType::service_account, Human::no, "an AppRole"},
    {"aws", PrincipalType::role, Human::no, "a login by AWS"},
    {"azure", PrincipalType::service_account, Human::no, "a login by Azure"},
    {"gcp", PrincipalType::service_account, Human::no, "a login by Google Cloud"},
    {"cert", PrincipalType::service_account, Human::no, "a login by certificate"},
    {"jwt", PrincipalType::workload, Human::no, "a login by JWT"},
    {"token", PrincipalType::api_key, Human::no, "a token made by another token"},
    {"oidc", PrincipalType::human, Human::yes, "a login by OIDC"},
    {"ldap", PrincipalType::human, Human::yes, "a login by LDAP"},
    {"userpass", PrincipalType::human, Human::yes, "a login by password"},
    {"github", PrincipalType::human, Human::yes, "a login by GitHub"},
    {"saml", PrincipalType::human, Human::yes, "a login by SAML"},
    {"okta", PrincipalType::human, Human::yes, "a login by Okta"},
}};

std::string_view mount_of(std::string_view display) { return display.substr(0, display.find('-')); }

// `token-<uuid>-runner` is `runner`: what differs from token to token is left out.
std::string_view stable_name(std::string_view display) {
  const std::size_t dash = display.find('-');
  if (dash == std::string_view::npos) return {};
  std::string_view name = display.substr(dash + 1);
  if (name.size() >= uuid_size && is_uuid(name.substr(0, uuid_size)))
    name.remove_prefix(std::min(uuid_size + 1, name.size()));
  return name;
}

// What stays the same from login to login, where there is no entity.
std::string stable_name(const Fields& f, std::size_t first) {
  if (f.has(first + vault_account))
    return fmt::format("{}/{}", f[first + vault_space], f[first + vault_account]);
  for (const VaultTokenField said : {vault_certificate, vault_arn, vault_email, vault_role})
    if (f.has(first + said)) return std::string(f[first + said]);
  return std::string(stable_name(f[first + vault_display]));
}

bool is_root(const Fields& f, std::size_t first) {
  return f.is(first + vault_display, "root") || f.is(first + vault_policy, "root");
}

std::string key_of(const Fields& f, std::size_t first) {
  if (f.has(first + vault_entity)) return vault_entity_key(f.scope(), f[first + vault_entity]);
  if (is_root(f, first)) return fmt::format("vault:{}/root", f.scope());
  const std::string_view display = f[first + vault_display];
  if (display.empty()) return fmt::format("vault:{}/anonymous", f.scope());
  const std::string name = stable_name(f, first);
  return fmt::format("vault:{}/{}{}{}", f.scope(), mount_of(display), name.empty() ? "" : "/",
                     name);
}

void say_kind(const Fields& f, std::size_t first, Caller& who) {
  const auto say = [&](PrincipalType type, Human human, std::string_view reason) {
    who.type = type;
    who.human = human;
    who.reason = reason;
  };
  const std::string_view display = f[first + vault_display];
  if (display.empty() && !f.has(first + vault_entity))
    return say(PrincipalType::anonymous, Human::unknown, "not authenticated");
  if (is_root(f, first))
    return say(PrincipalType::root, Human::unknown, "a root token says not whose");
  if (f.has(first + vault_account))
    return say(PrincipalType::service_account, Human::no, "a Kubernetes service account");
  if (f[first + vault_email].find('@') != std::string_view::npos)
    return say(PrincipalType::human, Human::yes, "its login has a mail address");
  const auto login = std::ranges::find(logins, mount_of(display), &Login::mount);
  if (login != logins.end()) say(login->type, login->human, login->reason);
}

}  // namespace

void add_vault_token_fields(std::vector<FieldSpec>& fields, bool is_presented) {
  for (const Names& name : names)
    fields.push_back({is_presented ? name.presented : name.made, Part::caller});
}

Caller vault_caller(const Fields& f, std::size_t first) {
  Caller who;
  who.key = key_of(f, first);
  who.account = f.scope();
  who.credential = f[first + vault_accessor];
  who.credential_kind = vault_token_kind(f, first);
  say_kind(f, first, who);
  return who;
}

// A token that lives a day or less is one of a session.
CredentialKind vault_token_kind(const Fields& f, std::size_t first) {
  constexpr double day_s = 86'400;
  if (f.is(first + vault_token_type, "batch")) return CredentialKind::ephemeral;
  if (is_root(f, first)) return CredentialKind::long_lived;
  const double ttl_s = f.number(first + vault_ttl);
  if (ttl_s < 0) return CredentialKind::unknown;
  return ttl_s > 0 && ttl_s <= day_s ? CredentialKind::ephemeral : CredentialKind::long_lived;
}

std::string vault_subject(const Fields& f, std::size_t first) {
  if (f.has(first + vault_account))
    return fmt::format("system:serviceaccount:{}:{}", f[first + vault_space],
                       f[first + vault_account]);
  return std::string(f.either(first + vault_email, first + vault_arn));
}

std::string vault_entity_key(std::string_view cluster, std::string_view id) {
  return fmt::format("vault:{}/entity/{}", cluster, id);
}

}  // namespace gait::formats
