// 1Password Events API: uses of items, sign-in attempts, audit events.
// https://developer.1password.com/docs/events-api/reference
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/all_formats.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time_,
  id,
  action,
  category,
  attempt,
  user_id,
  email,
  vault_id,
  item,
  object_type,
  object,
  address,
  client,
  session,
};

enum class Feed { item_usage, signin_attempt, audit_event };

Feed feed_of(const Fields& f) {
  if (f.has(category)) return Feed::signin_attempt;
  return f.has(object_type) ? Feed::audit_event : Feed::item_usage;
}

std::string key_of(const Fields& f, std::string_view kind, std::string_view id) {
  return fmt::format("onepassword:{}/{}/{}", f.scope(), kind, id);
}

// `credentials_failed`, `mfa_failed`, `firewall_failed`, `modern_version_failed` ..
Outcome outcome_of(const Fields& f) {
  const std::string_view how = f.raw(category);
  const bool succeeded = how.empty() || how == "success" || how == "firewall_reported_success";
  return succeeded ? Outcome::success : Outcome::denied;
}

struct Meaning {
  std::string_view action, object;
  ChangeType type;
};
constexpr std::array<Meaning, 8> meanings{{
    {"create", "satoken", ChangeType::credential_created},
    {"create", "apitoken", ChangeType::credential_created},
    {"delete", "satoken", ChangeType::credential_disabled},
    {"revoke", "satoken", ChangeType::credential_disabled},
    {"suspend", "user", ChangeType::offboarding},
    {"delete", "user", ChangeType::offboarding},
    {"grant", "uva", ChangeType::privilege_grant},
    {"grant", "gva", ChangeType::privilege_grant},
}};

void tell_change(const Fields& f, Told& told) {
  const auto fits = [&](const Meaning& m) {
    return f.is(action, m.action) && f.is(object_type, m.object);
  };
  const auto meaning = std::ranges::find_if(meanings, fits);
  if (meaning == meanings.end()) return;
  told.changed = Changed{meaning->type, {}, {}};
  if (meaning->object == "user") told.changed->subject = key_of(f, "user", f[object]);
  if (meaning->type == ChangeType::credential_created)
    told.minted = Minted{std::string(f[object]), {}, {}, {}, true};
  if (meaning->object != "user") told.changed->credential = f[object];
}

class OnePassword final : public JsonFormat {
 public:
  OnePassword() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "onepassword";
    marks = {{{"item_uuid", ""}, {"vault_uuid", ""}},
             {{"target_user.uuid", ""}, {"category", ""}},
             {{"actor_uuid", ""}, {"object_type", ""}, {"object_uuid", ""}}};
    fields = {
        {"timestamp"},
        {"uuid"},
        {"action", what},
        {"category", what},
        {"type", what},
        {"user.uuid|target_user.uuid|actor_uuid", who},
        {"user.email|target_user.email|actor_details.email", who},
        {"vault_uuid", on},
        {"item_uuid", on},
        {"object_type", what | on},
        {"object_uuid", on},
        {"client.ip_address|session.ip"},
        {"client.app_name"},
        {"session_uuid|session.uuid"},
    };
  }

  bool owns(const Fields& f) const override {
    return f.has(item) || f.has(category) || f.has(object_type);
  }

  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = f.scope();
    const bool is_service = f[email].ends_with("@1passwordserviceaccounts.com");
    const std::string_view id = f.either(user_id, email);
    if (id.empty()) return who;
    who.key = key_of(f, is_service ? "service_account" : "user", id);
    who.type = is_service ? PrincipalType::service_account : PrincipalType::human;
    who.human = is_service ? Human::no : Human::yes;
    who.reason = is_service ? "a service account" : "a user";
    if (is_service) who.credential_kind = CredentialKind::long_lived;
    return who;
  }

  // Uses of items did not always say how.
  Deed deed(const Fields& f) const override {
    Deed deed;
    switch (feed_of(f)) {
      case Feed::item_usage:
        deed.action = fmt::format("item_usage:{}", f.has(action) ? f[action] : "use");
        deed.access = Access::read;
        break;
      case Feed::signin_attempt:
        deed.action = fmt::format("signin_attempt:{}", f[attempt]);
        break;
      case Feed::audit_event:
        deed.action = fmt::format("audit_event:{} {}", f[action], f[object_type]);
        deed.access = Access::write;
        break;
    }
    return deed;
  }

  std::string resource(const Fields& f) const override {
    if (f.has(item)) return fmt::format("{}/{}", f[vault_id], f[item]);
    if (f.has(object_type)) return fmt::format("{}/{}", f[object_type], f[object]);
    return {};
  }

  void tell(const Fields& f, Told& told) const override {
    told.event = f.raw(id);
    told.time = f.raw(time_);
    told.address = f.raw(address);
    told.user_agent = f.raw(client);
    told.session = f[session];
    told.outcome = outcome_of(f);
    if (feed_of(f) == Feed::audit_event) tell_change(f, told);
  }
};

}  // namespace

const JsonFormat& onepassword() {
  static const OnePassword format;
  return format;
}

}  // namespace gait::formats
