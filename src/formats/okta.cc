// Okta System Log:
// https://developer.okta.com/docs/api/openapi/okta-management/management/tag/SystemLog
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/all_formats.h"
#include "formats/letters.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time_,
  event_id,
  event_type,
  actor_id,
  actor_type,
  actor_name,
  api_token,
  outcome,
  session,
  transaction,
  address,
  user_agent,
  target_id,
  target_type,
  target_name,
  second_id,
  second_type,
  third_id,
  third_type,
};

struct Target {
  Field id, type;
};
constexpr std::array<Target, 3> targets{
    {{target_id, target_type}, {second_id, second_type}, {third_id, third_type}}};

// `okta:<org>/<kind>/<id>`. An instance of an app is the app.
std::string okta_key(std::string_view org, std::string_view type, std::string_view id) {
  std::string kind = lower(type);
  for (const std::string_view app : {"publicclientapp", "appinstance", "client"})
    if (kind == app) kind = "app";
  return fmt::format("okta:{}/{}/{}", org, kind.empty() ? "user" : kind, id);
}

bool is_app(std::string_view type) {
  return type == "AppInstance" || type == "PublicClientApp" || type == "client";
}

// The first of the targets of a type, or none.
template <class Wanted>
const Target* find_target(const Fields& f, Wanted&& wanted) {
  for (const Target& target : targets)
    if (f.has(target.id) && wanted(f.raw(target.type))) return &target;
  return nullptr;
}

// A token of the API acts as the user who made it, and is somebody else.
void name_token(const Fields& f, Caller& who) {
  if (!f.has(api_token)) return;
  who.delegator = who.key;
  who.key = fmt::format("{}/token/{}", who.key, f[api_token]);
  who.credential = f[api_token];
  who.credential_kind = CredentialKind::long_lived;
  who.type = PrincipalType::api_key;
  who.human = Human::no;
  who.reason = "an API token of a user";
}

void name_actor(const Fields& f, Caller& who) {
  const auto say = [&](PrincipalType type, Human human, std::string_view reason) {
    who.type = type;
    who.human = human;
    who.reason = reason;
  };
  const std::string_view type = f[actor_type];
  if (type == "IP address") {
    who.key = fmt::format("okta:{}/anonymous", f.scope());
    return say(PrincipalType::anonymous, Human::unknown, "not authenticated");
  }
  const std::string_view id = f.either(actor_id, actor_name);
  if (id.empty()) return;
  who.key = okta_key(f.scope(), type, id);
  if (type == "User") return say(PrincipalType::human, Human::yes, "a user");
  if (type == "SystemPrincipal") return say(PrincipalType::cloud_service, Human::no, "Okta itself");
  if (is_app(type)) say(PrincipalType::service_account, Human::no, "an app");
}

Outcome outcome_of(const Fields& f) {
  const std::string_view said = f.raw(outcome);
  const bool is_limited = f.raw(event_type).find("rate_limit") != std::string_view::npos;
  // A warning comes before anything is refused.
  if (is_limited && !f.raw(event_type).ends_with("warning")) return Outcome::throttled;
  if (said.empty() || said == "SUCCESS" || said == "ALLOW") return Outcome::success;
  return said == "DENY" || said == "FAILURE" ? Outcome::denied : Outcome::error;
}

// Between a browser and Okta; other clients have none, or one that lasts for one call (`trs..`).
bool is_session(std::string_view id) {
  return !id.empty() && id != "unknown" && !id.starts_with("trs");
}

struct Meaning {
  std::string_view event_type;
  ChangeType type;
};
constexpr std::array<Meaning, 19> meanings{{
    {"system.api_token.create", ChangeType::credential_created},
    {"system.api_token.enable", ChangeType::credential_created},
    {"system.api_token.revoke", ChangeType::credential_disabled},
    {"system.api_token.disable", ChangeType::credential_disabled},
    {"app.oauth2.client.lifecycle.new_secret", ChangeType::rotation},
    {"app.oauth2.client.secret.create", ChangeType::credential_created},
    {"oauth2.client.secret.create", ChangeType::credential_created},
    {"app.oauth2.client.jwk.create", ChangeType::credential_created},
    {"app.oauth2.credentials.lifecycle.create", ChangeType::credential_created},
    {"app.keys.generate", ChangeType::credential_created},
    {"app.keys.rotate", ChangeType::rotation},
    {"user.account.privilege.grant", ChangeType::privilege_grant},
    {"group.privilege.grant", ChangeType::privilege_grant},
    {"user.lifecycle.deactivate", ChangeType::offboarding},
    {"user.lifecycle.delete.initiated", ChangeType::offboarding},
    {"application.lifecycle.deactivate", ChangeType::offboarding},
    {"application.lifecycle.delete", ChangeType::offboarding},
    {"app.oauth2.client.lifecycle.deactivate", ChangeType::offboarding},
    {"app.oauth2.client.lifecycle.delete", ChangeType::offboarding},
}};

bool is_token(std::string_view type) { return type == "Token"; }
bool is_identity(std::string_view type) { return type == "User" || is_app(type); }

void tell_change(const Fields& f, Told& told) {
  const auto meaning = std::ranges::find(meanings, f.raw(event_type), &Meaning::event_type);
  if (meaning == meanings.end()) return;
  told.changed = Changed{meaning->type, {}, {}};
  if (const Target* target = find_target(f, is_identity))
    told.changed->subject = okta_key(f.scope(), f[target->type], f[target->id]);
  const Target* token = find_target(f, is_token);
  if (token == nullptr) return;
  told.changed->credential = f[token->id];
  if (meaning->type != ChangeType::credential_created) return;
  // Whoever makes a token owns it; who revokes one may be anybody.
  told.changed->subject =
      fmt::format("{}/token/{}", okta_key(f.scope(), f[actor_type], f[actor_id]), f[token->id]);
  told.minted = Minted{told.changed->credential, told.changed->subject, {}, {}, true};
}

// `app.oauth2.as.token.grant.access_token` and its kin. Refresh tokens go on for months.
void tell_grant(const Fields& f, Told& told) {
  const std::string_view type = f.raw(event_type);
  if (!type.starts_with("app.oauth2.") || type.find("token.grant") == std::string_view::npos)
    return;
  const auto ends = [](std::string_view kind) { return ends_with_letters(kind, "_token"); };
  if (const Target* token = find_target(f, ends))
    told.minted =
        Minted{std::string(f[token->id]), {}, {}, {}, f.raw(token->type).starts_with("refresh")};
}

class Okta final : public JsonFormat {
 public:
  Okta() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "okta";
    letters = FieldTable::Case::ignored;
    marks = {{{"eventType", ""}, {"actor.id", ""}},
             {{"eventtype", ""}, {"actor.id", ""}},
             {{"eventType", ""}, {"legacyEventType", ""}},
             {{"eventType", ""}, {"displayMessage", ""}},
             {{"eventType", ""}, {"actorId", ""}}};
    fields = {
        {"published"},
        {"uuid"},
        {"eventType", what},
        {"actor.id", who},
        {"actor.type", who},
        {"actor.alternateId|actorId", who},
        {"transaction.detail.requestApiTokenId", who},
        {"outcome.result|result"},
        {"authenticationContext.externalSessionId"},
        {"transaction.id"},
        {"client.ipAddress|sourceIP"},
        {"client.userAgent.rawUserAgent|userAgent"},
        {"target[0].id", on},
        {"target[0].type", on},
        {"target[0].displayName", on},
        {"target[1].id", on},
        {"target[1].type", on},
        {"target[2].id", on},
        {"target[2].type", on},
    };
  }

  bool owns(const Fields& f) const override {
    return f.raw(event_type).find('.') != std::string_view::npos;
  }

  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = f.scope();
    who.weight = 200;
    name_actor(f, who);
    name_token(f, who);
    return who;
  }

  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.action = f[event_type];
    return deed;
  }

  // An app says more than who uses it.
  std::string resource(const Fields& f) const override {
    const auto any = [](std::string_view) { return true; };
    const Target* target = find_target(f, is_app);
    if (target == nullptr) target = find_target(f, any);
    if (target == nullptr) return std::string(f[target_name]);
    return okta_key(f.scope(), f[target->type], f[target->id]);
  }

  void tell(const Fields& f, Told& told) const override {
    if (f.is(outcome, "CHALLENGE")) told.ignored = "a question of which the answer is told later";
    if (f.is(outcome, "SKIPPED")) told.ignored = "skipped: nothing was done";
    told.event = f.raw(event_id);
    told.time = f.raw(time_);
    told.address = f.raw(address);
    told.user_agent = f.raw(user_agent);
    told.outcome = outcome_of(f);
    if (is_session(f.raw(session)))
      told.session = f[session];
    else if (!f.has(api_token))
      told.session = f[transaction];
    tell_change(f, told);
    tell_grant(f, told);
  }
};

}  // namespace

const JsonFormat& okta() {
  static const Okta format;
  return format;
}

}  // namespace gait::formats
