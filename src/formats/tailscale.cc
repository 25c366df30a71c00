// Tailscale configuration audit log:
// https://tailscale.com/kb/1203/audit-logging
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/all_formats.h"
#include "formats/letters.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time_,
  action,
  actor_id,
  actor_login,
  actor_type,
  target_id,
  target_name,
  target_type,
  property,
  error,
};

// `tailscale:<tailnet>/user/<id>`
std::string key_of(const Fields& f, std::string_view type, std::string_view id) {
  return fmt::format("tailscale:{}/{}/{}", f.scope(), type.empty() ? "user" : lower(type), id);
}

bool is_credential(std::string_view type) {
  return type == "API_KEY" || type == "AUTH_KEY" || type == "OAUTH_CLIENT";
}

void tell_change(const Fields& f, Told& told) {
  const std::string_view type = f.raw(target_type), what = f.raw(action);
  const std::string id(f[target_id]);
  const bool ends = what == "DELETE" || what == "REVOKE" || what == "EXPIRE";
  if (is_credential(type) && what == "CREATE") {
    told.changed = Changed{ChangeType::credential_created, key_of(f, type, id), id};
    told.minted = Minted{id, key_of(f, type, id), {}, {}, true};
  } else if (is_credential(type) && ends) {
    told.changed = Changed{ChangeType::credential_disabled, key_of(f, type, id), id};
  } else if ((type == "USER" || type == "NODE") && (ends || what == "SUSPEND")) {
    told.changed = Changed{ChangeType::offboarding, key_of(f, type, id), {}};
  } else if (f.is(property, "ACL") || f.is(property, "ROLES") || f.is(property, "ROLE")) {
    told.changed = Changed{ChangeType::privilege_grant, {}, {}};
    if (type == "USER") told.changed->subject = key_of(f, type, id);
  }
}

class Tailscale final : public JsonFormat {
 public:
  Tailscale() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "tailscale";
    marks = {{{"event.eventGroupID", ""}, {"event.actor.id", ""}},
             {{"eventGroupID", ""}, {"actor.id", ""}, {"target.type", ""}}};
    fields = {
        {"event.eventTime|eventTime|time"},
        {"event.action|action", what},
        {"event.actor.id|actor.id", who},
        {"event.actor.loginName|actor.loginName", who},
        {"event.actor.type|actor.type", who},
        {"event.target.id|target.id", on},
        {"event.target.name|target.name", on},
        {"event.target.type|target.type", what | on},
        {"event.target.property|target.property", what},
        {"event.error|error"},
    };
  }

  bool owns(const Fields& f) const override { return f.has(action) && f.has(target_type); }

  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = f.scope();
    if (!f.has(actor_id)) return who;
    who.key = key_of(f, f[actor_type], f[actor_id]);
    if (f.is(actor_type, "USER")) {
      who.type = PrincipalType::human;
      who.human = Human::yes;
      who.reason = "a user";
    } else if (is_credential(f.raw(actor_type))) {
      who.type = PrincipalType::api_key;
      who.human = Human::no;
      who.reason = "a key of the API";
      who.credential = f[actor_id];
      who.credential_kind = CredentialKind::long_lived;
    } else if (f.is(actor_type, "NODE")) {
      who.type = PrincipalType::workload;
      who.human = Human::no;
      who.reason = "a machine of the tailnet";
    }
    return who;
  }

  // `DISABLE TAILNET/MAGIC_DNS`
  Deed deed(const Fields& f) const override {
    if (!f.has(action)) return {};
    Deed deed;
    deed.action = fmt::format("{} {}{}{}", f[action], f[target_type], f.has(property) ? "/" : "",
                              f[property]);
    deed.access = Access::write;
    return deed;
  }

  std::string resource(const Fields& f) const override {
    return fmt::format("{}/{}", lower(f[target_type]), f.either(target_id, target_name));
  }

  void tell(const Fields& f, Told& told) const override {
    told.time = f.raw(time_);
    told.outcome = f.has(error) ? Outcome::error : Outcome::success;
    if (told.outcome == Outcome::success) tell_change(f, told);
  }
};

}  // namespace

const JsonFormat& tailscale() {
  static const Tailscale format;
  return format;
}

}  // namespace gait::formats
