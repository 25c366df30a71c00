// Auth0 tenant logs, as streams deliver them (`{"log_id": .., "data": {..}}`) and as the API
// answers: https://auth0.com/docs/deploy-monitor/logs/log-event-type-codes
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/all_formats.h"
#include "formats/http_outcome.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time_,
  event_id,
  type_,
  description,
  tenant,
  user_id,
  user_name,
  auth_user,
  client_id,
  token_id,
  status,
  path,
  audience,
  connection,
  address,
  user_agent,
  session,
  made_client,
};

constexpr std::string_view machine = "@clients";  // what the id of an app as a user ends with

std::string_view tenant_of(const Fields& f) { return f.has(tenant) ? f[tenant] : f.scope(); }

// Calls of the management API: `sapi` those that went well, `fapi` those that did not.
bool is_api_call(std::string_view type) { return type == "sapi" || type == "fapi"; }

// Exchanges in which an app shows its own secret and no user has a part.
bool is_of_app(std::string_view type) { return type == "seccft" || type == "feccft"; }

Outcome outcome_of(const Fields& f) {
  const std::string_view type = f.raw(type_);
  if (const Outcome answer = http_outcome(f.number(status)); answer != Outcome::success)
    return answer;
  if (type.starts_with("api_limit")) return Outcome::throttled;
  const bool is_shield = type.starts_with("limit_") || type.ends_with("pwd_leak");
  return is_shield || type.starts_with('f') ? Outcome::denied : Outcome::success;
}

struct Meaning {
  std::string_view description;
  ChangeType type;
};
constexpr std::array<Meaning, 12> meanings{{
    {"Create a client", ChangeType::credential_created},
    {"Dynamic client registration", ChangeType::credential_created},
    {"Rotate a client secret", ChangeType::rotation},
    {"Delete a client", ChangeType::offboarding},
    {"Create client grant", ChangeType::privilege_grant},
    {"Assign roles to a user", ChangeType::privilege_grant},
    {"Assign permissions to a user", ChangeType::privilege_grant},
    {"Delete a user", ChangeType::offboarding},
    {"Delete tenant member", ChangeType::offboarding},
    {"Deploy an action", ChangeType::deployment},
    {"Deploy a specific version of an action", ChangeType::deployment},
    {"Rotate the application signing key", ChangeType::rotation},
}};

std::string app_key(const Fields& f, std::string_view id) {
  return fmt::format("auth0:{}/client/{}", tenant_of(f), id);
}

// `/api/v2/clients/<id>/rotate-secret`
std::string_view client_in(std::string_view api_path) {
  constexpr std::string_view clients = "/clients/";
  const std::size_t at = api_path.find(clients);
  if (at == std::string_view::npos) return {};
  api_path.remove_prefix(at + clients.size());
  return api_path.substr(0, api_path.find('/'));
}

void name_app(const Fields& f, std::string_view id, Caller& who) {
  who.key = app_key(f, id);
  who.type = PrincipalType::service_account;
  who.human = Human::no;
  who.reason = "an app that acts for itself";
}

void name_user(const Fields& f, std::string_view id, Caller& who) {
  who.key = fmt::format("auth0:{}/user/{}", tenant_of(f), id);
  who.type = PrincipalType::human;
  who.human = Human::yes;
  who.reason = "a user of a connection";
}

class Auth0 final : public JsonFormat {
 public:
  Auth0() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "auth0";
    marks = {{{"log_id", ""}, {"data.type", ""}},
             {{"data.log_id", ""}, {"data.client_id", ""}},
             {{"log_id", ""}, {"type", ""}, {"date", ""}}};
    fields = {
        {"data.date|date"},
        {"data.log_id|log_id"},
        {"data.type|type", who | what | on},
        {"data.description|description", what},
        {"data.tenant_name|tenant_name", who | on},
        {"data.user_id|user_id", who},
        {"data.user_name|user_name", who},
        {"data.details.request.auth.user.user_id|details.request.auth.user.user_id", who},
        {"data.client_id|client_id", who},
        {"data.details.request.auth.credentials.jti|details.request.auth.credentials.jti", who},
        {"data.details.response.statusCode|details.response.statusCode"},
        {"data.details.request.path|details.request.path", on},
        {"data.audience|audience", on},
        {"data.connection|connection", on},
        {"data.ip|ip"},
        {"data.user_agent|user_agent"},
        {"data.session_id|session_id|data.details.session_id|details.session_id"},
        {"data.details.response.body.client_id|details.response.body.client_id"},
    };
  }

  bool owns(const Fields& f) const override { return f.has(event_id) && f.has(type_); }

  // The user of the call, unless it is an app in the clothes of a user; else the app alone. A name
  // that somebody only typed is nobody.
  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = tenant_of(f);
    who.weight = 150;
    const std::string_view id = f.either(auth_user, user_id);
    if (id.ends_with(machine))
      name_app(f, id.substr(0, id.size() - machine.size()), who);
    else if (!id.empty())
      name_user(f, id, who);
    else if (f.has(client_id) && (is_of_app(f.raw(type_)) || is_api_call(f.raw(type_))))
      name_app(f, f[client_id], who);
    else if (f.has(user_name))
      who.key = fmt::format("auth0:{}/name/{}", tenant_of(f), f[user_name]);
    if (f.has(client_id) && who.human == Human::yes) who.workload = app_key(f, f[client_id]);
    who.credential = f[token_id];
    if (f.has(token_id)) who.credential_kind = CredentialKind::ephemeral;
    if (is_of_app(f.raw(type_))) who.credential_kind = CredentialKind::long_lived;
    return who;
  }

  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.action =
        is_api_call(f.raw(type_)) ? fmt::format("sapi:{}", f[description]) : std::string(f[type_]);
    return deed;
  }

  std::string resource(const Fields& f) const override {
    if (f.has(path))
      return fmt::format("auth0:{}{}", tenant_of(f), f[path].substr(0, f[path].find('?')));
    return std::string(f.either(audience, connection));
  }

  void tell(const Fields& f, Told& told) const override {
    told.event = f.raw(event_id);
    told.time = f.raw(time_);
    told.address = f.raw(address);
    told.user_agent = f.raw(user_agent);
    told.session = f[session];
    told.outcome = outcome_of(f);
    if (!is_api_call(f.raw(type_))) return;
    const auto meaning = std::ranges::find(meanings, f.raw(description), &Meaning::description);
    if (meaning == meanings.end()) return;
    const std::string_view id = f.has(made_client) ? f[made_client] : client_in(f[path]);
    told.changed = Changed{meaning->type, {}, {}};
    if (!id.empty()) told.changed->subject = app_key(f, id);
  }
};

}  // namespace

const JsonFormat& auth0() {
  static const Auth0 format;
  return format;
}

}  // namespace gait::formats
