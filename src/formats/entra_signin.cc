// Sign-ins to Microsoft Entra ID, of people and of workloads, as diagnostic settings deliver them
// and as Microsoft Graph answers:
// https://learn.microsoft.com/graph/api/resources/signin
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/all_formats.h"
#include "formats/azure_ids.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time_,
  category,
  event_id,
  error_code,
  result,
  tenant,
  tenant_resource,
  app_id,
  app_owner,
  user_id,
  user_name,
  principal_id,
  managed,
  agent_type,
  key_id,
  federated_id,
  target_id,
  target_name,
  token,
  session_id,
  address,
  user_agent,
};

// The categories of diagnostic settings, and what Microsoft Graph calls them.
struct Kind {
  std::string_view category, event_type;
};
constexpr std::array<Kind, 5> kinds{{
    {"SignInLogs", "interactiveUser"},
    {"NonInteractiveUserSignInLogs", "nonInteractiveUser"},
    {"ServicePrincipalSignInLogs", "servicePrincipal"},
    {"ManagedIdentitySignInLogs", "managedIdentity"},
    {"ADFSSignInLogs", "adfs"},
}};

std::string_view kind_of(const Fields& f) {
  const std::string_view said = f.raw(category);
  for (const Kind& kind : kinds)
    if (said == kind.category || said == kind.event_type) return kind.category;
  return f.has(principal_id) ? kinds[2].category : kinds[0].category;
}

constexpr std::string_view nobody = "00000000-0000-0000-0000-000000000000";

// The tenants of Microsoft's own services.
bool is_of_microsoft(std::string_view owner) {
  return owner == "f8cdef31-a31e-4b4a-93e4-5f571e91255a" ||
         owner == "72f988bf-86f1-41af-91ab-2d7cd011db47";
}

// https://learn.microsoft.com/entra/identity-platform/reference-error-codes
Outcome outcome_of(const Fields& f) {
  const std::string_view code = f.raw(f.has(error_code) ? error_code : result);
  if (code.empty() || code == "0" || code == "Success") return Outcome::success;
  if (code == "50196") return Outcome::throttled;
  static constexpr std::array<std::string_view, 17> denials{
      "50126",    // wrong password
      "50034",    // no such user
      "50053",    // locked, or an address with too many failures
      "50057",    // the account is disabled
      "50105",    // not assigned to the app
      "53003",    // by conditional access
      "530003",   // a device is required
      "500121",   // the second factor
      "700016",   // no such app
      "7000112",  // the app is disabled
      "7000215",  // wrong secret
      "7000222",  // secret expired
      "700027",   // the signature of the assertion
      "70021",    // no federated credential fits the subject
      "700211",   // none fits the issuer
      "700213",   // none fits the subject
      "Failure"};
  return std::ranges::find(denials, code) == denials.end() ? Outcome::error : Outcome::denied;
}

void name_principal(const Fields& f, Caller& who) {
  who.key = entra_key(who.account, "sp", f[principal_id]);
  if (who.key.empty()) who.key = entra_key(who.account, "app", f[app_id]);
  who.human = Human::no;
  who.type = PrincipalType::service_account;
  who.reason = "a service principal";
  if (f.has(agent_type) && !f.is(agent_type, "notAgentic")) {
    who.type = PrincipalType::ai_agent;
    who.reason = "an identity made for an agent";
  } else if (is_of_microsoft(f.raw(app_owner))) {
    who.type = PrincipalType::cloud_service;
    who.reason = "a service of Microsoft";
  }
  // The secret or certificate that the app has of its own, or the trust in another's token.
  who.credential = f.has(federated_id) ? f[federated_id] : f[key_id];
  if (f.has(federated_id))
    who.credential_kind = CredentialKind::federated;
  else if (f.has(key_id))
    who.credential_kind = CredentialKind::long_lived;
}

void name_managed_identity(Caller& who) {
  who.type = PrincipalType::workload;
  who.reason = "a managed identity";
  who.credential.clear();
  who.credential_kind = CredentialKind::ephemeral;
}

void name_user(const Fields& f, Caller& who) {
  const bool is_known = f.has(user_id) && !f.is(user_id, nobody);
  who.key = entra_key(who.account, "user", f[is_known ? user_id : user_name]);
  who.type = PrincipalType::human;
  who.human = Human::yes;
  who.reason = kind_of(f) == kinds[1].category ? "an app that a user signed in to" : "a user";
  if (f.is(user_id, nobody)) {
    who.type = PrincipalType::unknown;
    who.human = Human::unknown;
    who.reason = "a name that nobody has";
  }
  if (f.has(app_id) && !is_microsoft_tool(f[app_id]))
    who.workload = entra_key(who.account, "app", f[app_id]);
}

class EntraSignin final : public JsonFormat {
 public:
  EntraSignin() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "entra_signin";
    letters = FieldTable::Case::ignored;
    for (const Kind& kind : kinds) marks.push_back({{"category", kind.category}});
    marks.push_back({{"createdDateTime", ""}, {"appId", ""}, {"status.errorCode", ""}});
    fields = {
        {"properties.createdDateTime|createdDateTime|time"},
        {"category|properties.signInEventTypes[0]|signInEventTypes[0]", who | what},
        {"properties.id|id"},
        {"properties.status.errorCode|status.errorCode"},
        {"resultType"},
        {"tenantId|properties.tenantId", who | on},
        {"resourceId", who | on},
        {"properties.appId|appId", who},
        {"properties.appOwnerTenantId|appOwnerTenantId", who},
        {"properties.userId|userId", who},
        {"properties.userPrincipalName|userPrincipalName", who},
        {"properties.servicePrincipalId|servicePrincipalId", who | what},
        {"properties.managedServiceIdentity.msiType|managedServiceIdentity.msiType", who},
        {"properties.agent.agentType|agent.agentType", who},
        {"properties.servicePrincipalCredentialKeyId|servicePrincipalCredentialKeyId", who},
        {"properties.federatedCredentialId|federatedCredentialId", who},
        {"properties.resourceId", on},
        {"properties.resourceDisplayName|resourceDisplayName", on},
        {"properties.uniqueTokenIdentifier|uniqueTokenIdentifier"},
        {"properties.sessionId|sessionId"},
        {"properties.ipAddress|ipAddress|callerIpAddress"},
        {"properties.userAgent|userAgent"},
    };
  }

  bool owns(const Fields& f) const override {
    const auto is_it = [&](const Kind& kind) { return f.is(category, kind.category); };
    return std::ranges::any_of(kinds, is_it) || (f.has(app_id) && f.has(error_code));
  }

  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = entra_tenant(f[tenant], f[tenant_resource], f.scope());
    who.weight = 200;
    if (!f.has(principal_id) && (f.has(user_id) || f.has(user_name))) {
      name_user(f, who);
      return who;
    }
    name_principal(f, who);
    const bool is_managed = f.has(managed) && !f.is(managed, "none");
    if (kind_of(f) == kinds[3].category || is_managed) name_managed_identity(who);
    return who;
  }

  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.action = kind_of(f);
    return deed;
  }

  // What the token is for. Graph has its id under the name that diagnostic settings have for the
  // tenant's.
  std::string resource(const Fields& f) const override {
    const bool is_tenant = f[tenant_resource].starts_with('/');
    const std::string_view id = f.has(target_id) || is_tenant ? f[target_id] : f[tenant_resource];
    if (id.empty()) return std::string(f[target_name]);
    return entra_key(entra_tenant(f[tenant], f[tenant_resource], f.scope()), "app", id);
  }

  // A sign-in makes a token, and stays the same identity.
  void tell(const Fields& f, Told& told) const override {
    told.event = f.raw(event_id);
    told.time = f.raw(time_);
    told.address = f.raw(address);
    told.user_agent = f.raw(user_agent);
    told.session = f[session_id];
    told.outcome = outcome_of(f);
    if (std::string made = azure_token_id(f[token]); !made.empty())
      told.minted = Minted{std::move(made), {}, {}, {}, false};
  }
};

}  // namespace

const JsonFormat& entra_signin() {
  static const EntraSignin format;
  return format;
}

}  // namespace gait::formats
