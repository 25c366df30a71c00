#include "formats/azure_claims.h"

#include "formats/azure_ids.h"
#include "formats/letters.h"

namespace gait::formats {
namespace {

constexpr std::string_view user_assigned = "/userassignedidentities/";

bool is_app(const AzureClaims& claims) {
  if (!claims.kind.empty()) return claims.kind == "app";
  return !claims.managed.empty() || (claims.name.empty() && !claims.app.empty());
}

void name_app(const AzureClaims& claims, Caller& who) {
  who.key = entra_key(who.account, "sp", claims.object);
  if (who.key.empty()) who.key = entra_key(who.account, "app", claims.app);
  who.type = PrincipalType::service_account;
  who.human = Human::no;
  who.reason = "an app that acts for itself";
  if (claims.managed.empty()) return;
  who.type = PrincipalType::workload;
  who.reason = "a managed identity";
  who.weight = 200;
  // One that users made may be of several workloads, and its resource says which of them no more.
  if (find_letters(claims.managed, user_assigned) == std::string_view::npos)
    who.workload = azure_path(claims.managed);
}

void name_user(const AzureClaims& claims, Caller& who) {
  who.key = entra_key(who.account, "user", claims.object.empty() ? claims.name : claims.object);
  if (who.key.empty()) return;
  who.type = PrincipalType::human;
  who.human = Human::yes;
  who.reason = "a token of a user";
  if (claims.app.empty() || is_microsoft_tool(claims.app)) return;
  who.reason = "a token of a user, held by an app";
  who.workload = entra_key(who.account, "app", claims.app);
}

CredentialKind kind_of(const AzureClaims& claims) {
  if (!claims.token.empty() || !claims.managed.empty()) return CredentialKind::ephemeral;
  return claims.proof == "1" ? CredentialKind::long_lived : CredentialKind::unknown;
}

}  // namespace

Caller azure_caller(const AzureClaims& claims, std::string_view scope) {
  Caller who;
  who.account = entra_tenant(claims.tenant, {}, scope);
  if (is_app(claims))
    name_app(claims, who);
  else
    name_user(claims, who);
  who.credential = azure_token_id(claims.token);
  who.credential_kind = kind_of(claims);
  return who;
}

}  // namespace gait::formats
