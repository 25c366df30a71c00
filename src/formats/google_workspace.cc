// Google Workspace reports (admin, login, token, drive ..), as the API answers and as collectors
// flatten them, one event a record:
// https://developers.google.com/workspace/admin/reports/reference/rest/v1/activities
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/all_formats.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time_,
  unique_id,
  application,
  customer,
  email,
  profile,
  actor_key,
  caller_type,
  client_app,
  is_delegated,
  event_name,
  client_id,
  called_api,
  document,
  user_email,
  group_email,
  role_name,
  api_client,
  org_unit,
  bytes,
  address,
};

std::string_view customer_of(const Fields& f) { return f.has(customer) ? f[customer] : f.scope(); }

std::string key_of(const Fields& f, std::string_view kind, std::string_view id) {
  return fmt::format("google_workspace:{}/{}/{}", customer_of(f), kind, id);
}

void name_user(const Fields& f, Caller& who) {
  const std::string_view mail = f[email];
  if (mail.ends_with(".gserviceaccount.com")) {
    who.key = fmt::format("gcp:sa/{}", mail);
    who.type = PrincipalType::service_account;
    who.human = Human::no;
    who.reason = "a Google service account";
  } else if (f.has(profile) || !mail.empty()) {
    // Events name whom they are about by mail address only, so it has to be the key.
    who.key = key_of(f, "user", f.either(email, profile));
    who.type = PrincipalType::human;
    who.human = Human::yes;
    who.reason = "a user";
  } else if (f.has(actor_key)) {
    who.key = key_of(f, "key", f[actor_key]);
    who.type =
        f.is(actor_key, "SYSTEM") ? PrincipalType::cloud_service : PrincipalType::service_account;
    who.human = Human::no;
    who.reason = f.is(actor_key, "SYSTEM") ? "Google itself" : "a key with no user";
  }
}

// The app that acts in the name of the user: with the rights over all users of a domain, or with a
// grant of this one.
std::string_view acting_app(const Fields& f) {
  if (f.is(is_delegated, "true")) return f[client_app];
  return f.has(called_api) ? f[client_id] : std::string_view();
}

struct Meaning {
  std::string_view name;
  ChangeType type;
};
constexpr std::array<Meaning, 13> meanings{{
    {"AUTHORIZE_API_CLIENT_ACCESS", ChangeType::privilege_grant},
    {"authorize", ChangeType::credential_created},
    {"revoke", ChangeType::credential_disabled},
    {"ASSIGN_ROLE", ChangeType::privilege_grant},
    {"GRANT_ADMIN_PRIVILEGE", ChangeType::privilege_grant},
    {"GRANT_DELEGATED_ADMIN_PRIVILEGES", ChangeType::privilege_grant},
    {"DELETE_USER", ChangeType::offboarding},
    {"SUSPEND_USER", ChangeType::offboarding},
    {"ARCHIVE_USER", ChangeType::offboarding},
    {"CHANGE_PASSWORD", ChangeType::rotation},
    {"password_edit", ChangeType::rotation},
    {"REVOKE_3LO_TOKEN", ChangeType::credential_disabled},
    {"GENERATE_2SV_SCRATCH_CODES", ChangeType::credential_created},
}};

bool is_read(std::string_view name) {
  for (const std::string_view word : {"view", "download", "preview", "print", "activity"})
    if (name == word) return true;
  return name.starts_with("login") || name.starts_with("logout");
}

class GoogleWorkspace final : public JsonFormat {
 public:
  GoogleWorkspace() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "google_workspace";
    marks = {{{"kind", "admin#reports#activity"}}, {{"id.applicationName", ""}}};
    fields = {
        {"id.time"},
        {"id.uniqueQualifier"},
        {"id.applicationName", what | on},
        {"id.customerId", who | on},
        {"actor.email", who},
        {"actor.profileId", who},
        {"actor.key", who},
        {"actor.callerType"},
        {"actor.applicationInfo.oauthClientId", who},
        {"actor.applicationInfo.impersonation", who},
        {"events[].name|name", what},
        {"events[].parameters{client_id}|parameters.client_id", who | on},
        {"events[].parameters{api_name}|parameters.api_name", who},
        {"events[].parameters{doc_id}|parameters.doc_id", on},
        {"events[].parameters{USER_EMAIL}|parameters.USER_EMAIL", on},
        {"events[].parameters{GROUP_EMAIL}|parameters.GROUP_EMAIL", on},
        {"events[].parameters{ROLE_NAME}|parameters.ROLE_NAME", on},
        {"events[].parameters{API_CLIENT_NAME}|parameters.API_CLIENT_NAME", on},
        {"events[].parameters{ORG_UNIT_NAME}|parameters.ORG_UNIT_NAME", on},
        {"events[].parameters{num_response_bytes}|parameters.num_response_bytes"},
        {"ipAddress"},
    };
  }

  bool owns(const Fields& f) const override { return f.has(application); }

  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = customer_of(f);
    name_user(f, who);
    const std::string_view app = acting_app(f);
    if (app.empty()) return who;
    who.delegator = std::move(who.key);
    who.key = key_of(f, "client", app);
    who.type = PrincipalType::service_account;
    who.human = Human::no;
    who.reason = "an app that acts for a user";
    who.credential_kind = CredentialKind::ephemeral;
    return who;
  }

  // A record that names only its application is one event of it.
  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.action = f.either(event_name, application);
    deed.access = is_read(deed.action) ? Access::read : Access::write;
    return deed;
  }

  std::string resource(const Fields& f) const override {
    struct Kind {
      Field field;
      std::string_view name;
    };
    static constexpr std::array<Kind, 7> kinds{{{document, "drive"},
                                                {api_client, "client"},
                                                {client_id, "client"},
                                                {role_name, "role"},
                                                {user_email, "user"},
                                                {group_email, "group"},
                                                {org_unit, "unit"}}};
    for (const Kind& kind : kinds)
      if (f.has(kind.field)) return key_of(f, kind.name, f[kind.field]);
    return key_of(f, "application", f[application]);
  }

  void tell(const Fields& f, Told& told) const override {
    told.event = f.raw(unique_id);
    told.part = f.record();
    told.time = f.raw(time_);
    told.address = f.raw(address);
    told.bytes = f.number(bytes);
    if (f.raw(event_name).ends_with("_failure")) told.outcome = Outcome::denied;
    const auto meaning = std::ranges::find(meanings, f.raw(event_name), &Meaning::name);
    if (meaning == meanings.end()) return;
    told.changed = Changed{meaning->type, {}, {}};
    if (f.has(client_id))
      told.changed->subject = key_of(f, "client", f[client_id]);
    else if (f.has(user_email))
      told.changed->subject = key_of(f, "user", f[user_email]);
  }
};

}  // namespace

const JsonFormat& google_workspace() {
  static const GoogleWorkspace format;
  return format;
}

}  // namespace gait::formats
