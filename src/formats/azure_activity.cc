// Azure activity log, as Event Hub and Storage deliver it and as its API answers:
// https://learn.microsoft.com/azure/azure-monitor/platform/activity-log-schema
#include <algorithm>
#include <array>

#include "formats/all_formats.h"
#include "formats/azure_claims.h"
#include "formats/azure_ids.h"
#include "formats/letters.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time_,
  category,
  operation,
  result,
  signature,
  resource_id,
  address,
  caller_name,
  tenant,
  object,
  app,
  token_kind,
  user_name,
  managed,
  token,
  proof,
  evidence_id,
  evidence_type,
  region,
  event_id,
  body,
};

constexpr std::array<std::string_view, 8> categories{
    "Administrative", "Policy",    "Security",      "Alert",
    "Recommendation", "Autoscale", "ServiceHealth", "ResourceHealth"};

// What the platform says of itself, at nobody's call.
bool is_notice(std::string_view name) {
  return name != "Administrative" && name != "Policy" && !name.empty();
}

bool is_person(std::string_view name) { return name.find('@') != std::string_view::npos; }

// `Success`, `Succeeded`; `Failure` with a signature such as `Failed.Forbidden`; a status of HTTP.
Outcome outcome_of(std::string_view result_text, std::string_view detail) {
  if (!result_text.starts_with("Fail")) return Outcome::success;
  const auto says = [&](std::string_view word) {
    return detail.find(word) != std::string_view::npos;
  };
  if (says("Forbidden") || says("Unauthorized") || says("403") || says("401"))
    return Outcome::denied;
  if (says("TooManyRequests") || says("429")) return Outcome::throttled;
  return says("NotFound") || says("404") ? Outcome::not_found : Outcome::error;
}

// An operation has a record when it starts and one when it is accepted, before what came of it.
bool is_pending(std::string_view result_text) {
  return result_text.starts_with("Start") || result_text.starts_with("Accept") ||
         result_text == "In Progress";
}

// The text of a member of a JSON object, without regard to case and nesting.
std::string_view member(std::string_view json, std::string_view lower_name) {
  const std::size_t at = find_letters(json, lower_name);
  if (at == std::string_view::npos) return {};
  json.remove_prefix(at + lower_name.size());
  const std::size_t from = json.find('"', json.find(':'));
  if (from == std::string_view::npos) return {};
  json.remove_prefix(from + 1);
  return json.substr(0, json.find('"'));
}

// Who a role assignment is for, from its request or answer.
std::string grantee(std::string_view json, std::string_view tenant_id) {
  const bool is_user = is_letters(member(json, "\"principaltype\""), "user");
  return entra_key(tenant_id, is_user ? "user" : "sp", member(json, "\"principalid\""));
}

struct Meaning {
  std::string_view operation;  // what its name ends with
  ChangeType type;
};
constexpr std::array<Meaning, 11> meanings{{
    {"/roleassignments/write", ChangeType::privilege_grant},
    {"/federatedidentitycredentials/write", ChangeType::credential_created},
    {"/federatedidentitycredentials/delete", ChangeType::credential_disabled},
    {"/userassignedidentities/delete", ChangeType::offboarding},
    {"/regeneratekey/action", ChangeType::rotation},
    {"/regeneratekeys/action", ChangeType::rotation},
    {"/regeneratecredential/action", ChangeType::rotation},
    {"microsoft.resources/deployments/write", ChangeType::deployment},
    {"microsoft.web/sites/publish/action", ChangeType::deployment},
    {"microsoft.web/sites/slots/slotsswap/action", ChangeType::deployment},
    {"microsoft.app/containerapps/write", ChangeType::deployment},
}};

class AzureActivity final : public JsonFormat {
 public:
  AzureActivity() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "azure_activity";
    letters = FieldTable::Case::ignored;
    for (const std::string_view known : categories)
      for (const std::string_view key : {"operationName", "operationname"})
        marks.push_back({{"category", known}, {key, ""}});
    marks.push_back({{"category.value", ""}, {"operationName.value", ""}});
    fields = {
        {"time|eventTimestamp"},
        {"category.value|category"},
        {"operationName.value|operationName", what},
        {"resultType|status.value"},
        {"resultSignature|subStatus.value"},
        {"resourceId", on},
        {"callerIpAddress|httpRequest.clientIpAddress"},
        {"caller", who},
        {"identity.claims['http://schemas.microsoft.com/identity/claims/tenantid']|identity.claims."
         "tid|claims['http://schemas.microsoft.com/identity/claims/tenantid']|tenantId",
         who},
        {"identity.claims['http://schemas.microsoft.com/identity/claims/"
         "objectidentifier']|identity."
         "claims.oid|claims['http://schemas.microsoft.com/identity/claims/objectidentifier']",
         who},
        {"identity.claims.appid|claims.appid", who},
        {"identity.claims.idtyp|claims.idtyp", who},
        {"identity.claims['http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn']|identity."
         "claims['http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name']|identity.claims.upn|"
         "identity.claims.unique_name|claims['http://schemas.xmlsoap.org/ws/2005/05/identity/"
         "claims/"
         "upn']|claims['http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name']",
         who},
        {"identity.claims.xms_mirid|claims.xms_mirid", who},
        {"identity.claims.uti|claims.uti", who},
        {"identity.claims.appidacr|claims.appidacr", who},
        {"identity.authorization.evidence.principalId", who},
        {"identity.authorization.evidence.principalType", who},
        {"location"},
        {"eventDataId"},
        {"properties.requestbody|properties.responseBody"},
    };
  }

  bool owns(const Fields& f) const override {
    return f.has(operation) && std::ranges::find(categories, f.raw(category)) != categories.end();
  }

  // The claims know best; then the `caller`: the name of a user, or the id of an app; then whom the
  // role that allowed it was given to, unless that was a group.
  Caller caller(const Fields& f) const override {
    AzureClaims claims{.tenant = f[tenant],
                       .object = f[object],
                       .app = f[app],
                       .kind = f[token_kind],
                       .name = f[user_name],
                       .managed = f[managed],
                       .token = f[token],
                       .proof = f[proof]};
    if (claims.object.empty() && is_person(f[caller_name])) {
      claims.name = f[caller_name];
      claims.kind = "user";
    } else if (claims.object.empty() && f.has(caller_name)) {
      claims.object = f[caller_name];
      claims.kind = "app";
    } else if (claims.object.empty() && !f.is(evidence_type, "Group")) {
      claims.object = f[evidence_id];
      if (f.is(evidence_type, "ServicePrincipal")) claims.kind = "app";
    }
    return azure_caller(claims, f.scope());
  }

  // `MICROSOFT.STORAGE/STORAGEACCOUNTS/LISTKEYS/ACTION`: logs have it in any case.
  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.action = upper(f[operation]);
    deed.access = deed.action.ends_with("/READ") ? Access::read : Access::write;
    return deed;
  }

  std::string resource(const Fields& f) const override { return azure_path(f[resource_id]); }

  void tell(const Fields& f, Told& told) const override {
    if (is_pending(f.raw(result))) told.ignored = "an operation of which the outcome is told later";
    if (is_notice(f.raw(category))) told.ignored = "a notice of the platform: nobody acted";
    told.event = f.raw(event_id);
    told.time = f.raw(time_);
    told.address = f.raw(address);
    told.region = f.raw(region);
    told.outcome = outcome_of(f.raw(result), f.raw(signature));
    told.derived = f.is(category, "Policy");
    const auto means = [&](const Meaning& m) {
      return ends_with_letters(f.raw(operation), m.operation);
    };
    const auto meaning = std::ranges::find_if(meanings, means);
    if (meaning == meanings.end()) return;
    told.changed = Changed{meaning->type, {}, {}};
    if (meaning->type == ChangeType::privilege_grant)
      told.changed->subject = grantee(f[body], entra_tenant(f[tenant], {}, f.scope()));
  }
};

}  // namespace

const JsonFormat& azure_activity() {
  static const AzureActivity format;
  return format;
}

}  // namespace gait::formats
