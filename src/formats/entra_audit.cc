// Changes of the directory of Microsoft Entra ID (AuditLogs), as diagnostic settings deliver them
// and as Microsoft Graph answers:
// https://learn.microsoft.com/graph/api/resources/directoryaudit
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/all_formats.h"
#include "formats/azure_ids.h"
#include "formats/entra_key_change.h"
#include "formats/letters.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time_,
  category,
  event_id,
  activity,
  operation,
  result,
  reason,
  tenant,
  tenant_resource,
  user_id,
  user_name,
  app_principal,
  app_id,
  app_name,
  target_id,
  target_type,
  target_name,
  second_id,
  second_type,
  third_id,
  third_type,
  modified,
  address,
  user_agent,
};

std::string_view trimmed(std::string_view text) {
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::string_view activity_of(const Fields& f) { return trimmed(f.either(activity, operation)); }

std::string tenant_of(const Fields& f) {
  return entra_tenant(f[tenant], f[tenant_resource], f.scope());
}

// As keys of identities call the kinds of things in a directory.
std::string kind_of(std::string_view type) {
  return type == "ServicePrincipal" ? "sp" : lower(type);
}

bool is_identity(std::string_view type) { return type == "ServicePrincipal" || type == "User"; }

// Whom a change is about: the last user or service principal among its targets. Before it stand the
// role, or the app whose permissions are granted.
std::string subject_of(const Fields& f, std::string_view tenant_id) {
  struct Target {
    Field id, type;
  };
  for (const Target target :
       {Target{third_id, third_type}, {second_id, second_type}, {target_id, target_type}})
    if (is_identity(f.raw(target.type)) && f.has(target.id))
      return entra_key(tenant_id, kind_of(f[target.type]), f[target.id]);
  return entra_key(tenant_id, kind_of(f[target_type]), f[target_id]);
}

// An app may act with two ids: of its service principal, or of the app alone; Microsoft's own
// services have a name only.
void name_app(const Fields& f, Caller& who) {
  who.key = entra_key(who.account, "sp", f[app_principal]);
  if (who.key.empty()) who.key = entra_key(who.account, "app", f[app_id]);
  who.type = PrincipalType::service_account;
  who.human = Human::no;
  who.reason = "an app that acts for itself";
  if (!who.key.empty()) return;
  who.key = fmt::format("entra:{}/service/{}", who.account, f[app_name]);
  who.type = PrincipalType::cloud_service;
  who.reason = "a service of Microsoft";
}

Outcome outcome_of(const Fields& f) {
  if (!f.has(result) || is_letters(f.raw(result), "success")) return Outcome::success;
  for (const std::string_view word : {"Denied", "denied", "privileges", "Unauthorized"})
    if (f.raw(reason).find(word) != std::string_view::npos) return Outcome::denied;
  return Outcome::error;
}

struct Meaning {
  std::string_view activity;  // what its name begins with
  ChangeType type;
};
constexpr std::array<Meaning, 24> meanings{{
    {"Add service principal credentials", ChangeType::credential_created},
    {"Remove service principal credentials", ChangeType::credential_disabled},
    {"Add federated identity credential", ChangeType::credential_created},
    {"Create federated identity credential", ChangeType::credential_created},
    {"Delete federated identity credential", ChangeType::credential_disabled},
    {"Add member to role", ChangeType::privilege_grant},
    {"Add eligible member to role", ChangeType::privilege_grant},
    {"Add scoped member to role", ChangeType::privilege_grant},
    {"Add app role assignment", ChangeType::privilege_grant},
    {"Add delegated permission grant", ChangeType::privilege_grant},
    {"Consent to application", ChangeType::privilege_grant},
    {"Add owner to", ChangeType::privilege_grant},
    {"Delete service principal", ChangeType::offboarding},
    {"Hard delete service principal", ChangeType::offboarding},
    {"Remove service principal", ChangeType::offboarding},
    {"Delete application", ChangeType::offboarding},
    {"Hard Delete application", ChangeType::offboarding},
    {"Delete user", ChangeType::offboarding},
    {"Hard Delete user", ChangeType::offboarding},
    {"Disable account", ChangeType::offboarding},
    {"Delete agent identity", ChangeType::offboarding},
    {"Reset password", ChangeType::rotation},
    {"Reset user password", ChangeType::rotation},
    {"Change user password", ChangeType::rotation},
}};

void tell_change(const Fields& f, Told& told) {
  const std::string_view name = activity_of(f);
  const auto meaning = std::ranges::find_if(
      meanings, [&](const Meaning& m) { return name.starts_with(m.activity); });
  const EntraKeyChange keys = f.raw(modified).find("KeyIdentifier=") == std::string_view::npos
                                  ? EntraKeyChange()
                                  : entra_key_change(f.raw(modified));
  if (meaning == meanings.end() && keys.added.empty() && keys.removed.empty()) return;
  told.changed = Changed{ChangeType::credential_created, subject_of(f, tenant_of(f)), {}};
  if (!keys.added.empty()) {
    told.changed->credential = keys.added;
    told.minted = Minted{keys.added, told.changed->subject, {}, {}, true};
  } else if (!keys.removed.empty()) {
    told.changed->credential = keys.removed;
    told.changed->type = ChangeType::credential_disabled;
  } else {
    told.changed->type = meaning->type;
  }
}

class EntraAudit final : public JsonFormat {
 public:
  EntraAudit() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "entra_audit";
    letters = FieldTable::Case::ignored;
    marks = {{{"category", "AuditLogs"}},
             {{"properties.activityDisplayName", ""}, {"properties.initiatedBy", ""}},
             {{"activityDisplayName", ""}, {"initiatedBy", ""}}};
    fields = {
        {"properties.activityDateTime|activityDateTime|time"},
        {"category"},
        {"properties.id|id"},
        {"properties.activityDisplayName|activityDisplayName", what},
        {"operationName", what},
        {"properties.result|result"},
        {"properties.resultReason|resultReason"},
        {"tenantId", who | on},
        {"resourceId", who | on},
        {"properties.initiatedBy.user.id|initiatedBy.user.id", who},
        {"properties.initiatedBy.user.userPrincipalName|initiatedBy.user.userPrincipalName", who},
        {"properties.initiatedBy.app.servicePrincipalId|initiatedBy.app.servicePrincipalId", who},
        {"properties.initiatedBy.app.appId|initiatedBy.app.appId", who},
        {"properties.initiatedBy.app.displayName|initiatedBy.app.displayName", who},
        {"properties.targetResources[0].id|targetResources[0].id", on},
        {"properties.targetResources[0].type|targetResources[0].type", on},
        {"properties.targetResources[0].displayName|targetResources[0].displayName", on},
        {"properties.targetResources[1].id|targetResources[1].id"},
        {"properties.targetResources[1].type|targetResources[1].type"},
        {"properties.targetResources[2].id|targetResources[2].id"},
        {"properties.targetResources[2].type|targetResources[2].type"},
        {"properties.targetResources[0].modifiedProperties|targetResources[0].modifiedProperties"},
        {"callerIpAddress|properties.initiatedBy.user.ipAddress|initiatedBy.user.ipAddress|"
         "ipAddress|properties.additionalDetails{ipaddr}"},
        {"properties.additionalDetails{User-Agent}|additionalDetails{User-Agent}|properties."
         "userAgent"},
    };
  }

  bool owns(const Fields& f) const override {
    return f.is(category, "AuditLogs") || f.has(activity);
  }

  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = tenant_of(f);
    if (f.has(user_id) || f.has(user_name)) {
      who.key = entra_key(who.account, "user", f.either(user_id, user_name));
      who.type = PrincipalType::human;
      who.human = Human::yes;
      who.reason = "a user";
    } else if (f.has(app_principal) || f.has(app_id) || f.has(app_name)) {
      name_app(f, who);
    }
    return who;
  }

  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.action = activity_of(f);
    deed.access = Access::write;
    return deed;
  }

  std::string resource(const Fields& f) const override {
    if (!f.has(target_id)) return std::string(f[target_name]);
    return entra_key(tenant_of(f), f.has(target_type) ? kind_of(f[target_type]) : "object",
                     f[target_id]);
  }

  void tell(const Fields& f, Told& told) const override {
    told.event = f.raw(event_id);
    told.time = f.raw(time_);
    told.address = f.raw(address);
    told.user_agent = f.raw(user_agent);
    told.outcome = outcome_of(f);
    tell_change(f, told);
  }
};

}  // namespace

const JsonFormat& entra_audit() {
  static const EntraAudit format;
  return format;
}

}  // namespace gait::formats
