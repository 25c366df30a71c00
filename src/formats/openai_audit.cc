// Audit log of an OpenAI organisation.
// https://platform.openai.com/docs/api-reference/audit-logs/object
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/all_formats.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  id,
  time,
  type,
  project,
  actor_type,
  session_user,
  address,
  user_agent,
  key_id,
  key_type,
  key_user,
  key_account,
  subject,
  member,
};

constexpr std::array<std::string_view, 52> types{"api_key.created",
                                                 "api_key.updated",
                                                 "api_key.deleted",
                                                 "certificate.created",
                                                 "certificate.updated",
                                                 "certificate.deleted",
                                                 "certificates.activated",
                                                 "certificates.deactivated",
                                                 "checkpoint.permission.created",
                                                 "checkpoint.permission.deleted",
                                                 "external_key.registered",
                                                 "external_key.removed",
                                                 "group.created",
                                                 "group.updated",
                                                 "group.deleted",
                                                 "invite.sent",
                                                 "invite.accepted",
                                                 "invite.deleted",
                                                 "ip_allowlist.created",
                                                 "ip_allowlist.updated",
                                                 "ip_allowlist.deleted",
                                                 "ip_allowlist.config.activated",
                                                 "ip_allowlist.config.deactivated",
                                                 "login.failed",
                                                 "logout.failed",
                                                 "organization.updated",
                                                 "project.created",
                                                 "project.updated",
                                                 "project.archived",
                                                 "project.deleted",
                                                 "rate_limit.updated",
                                                 "rate_limit.deleted",
                                                 "resource.deleted",
                                                 "role.created",
                                                 "role.updated",
                                                 "role.deleted",
                                                 "role.assignment.created",
                                                 "role.assignment.deleted",
                                                 "scim.enabled",
                                                 "scim.disabled",
                                                 "service_account.created",
                                                 "service_account.updated",
                                                 "service_account.deleted",
                                                 "tunnel.created",
                                                 "tunnel.updated",
                                                 "tunnel.deleted",
                                                 "user.added",
                                                 "user.updated",
                                                 "user.deleted",
                                                 "webhook.created",
                                                 "webhook.updated",
                                                 "webhook.deleted"};

// The object about an event is under its type, with `_` for dots: `api_key_created.id`.
std::string subject_paths() {
  std::string paths;
  for (const std::string_view event : types) {
    std::string member_name(event);
    std::ranges::replace(member_name, '.', '_');
    paths.append(paths.empty() ? "" : "|").append(member_name);
    paths.append(event.find(".config.") == std::string_view::npos ? ".id" : ".configs[0].id");
  }
  return paths;
}

std::string key_of(const Fields& f, std::string_view what, std::string_view name) {
  return fmt::format("openai:{}/{}/{}", f.scope(), what, name);
}

void tell_change(const Fields& f, Told& told) {
  const std::string_view what = f.raw(type);
  const std::string about(f[subject]);
  if (what == "api_key.created") {
    told.changed = Changed{ChangeType::credential_created, {}, about};
    told.minted = Minted{};
    told.minted->credential = about;
    told.minted->long_lived = true;
  } else if (what == "api_key.deleted") {
    told.changed = Changed{ChangeType::credential_disabled, {}, about};
  } else if (what == "user.deleted") {
    told.changed = Changed{ChangeType::offboarding, key_of(f, "user", about), {}};
  } else if (what == "service_account.deleted") {
    told.changed = Changed{ChangeType::offboarding, key_of(f, "service_account", about), {}};
  } else if (what == "role.assignment.created") {
    told.changed = Changed{ChangeType::privilege_grant, key_of(f, "user", f[member]), {}};
  }
}

class OpenaiAudit final : public JsonFormat {
 public:
  OpenaiAudit() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    static const std::string subjects = subject_paths();
    name = "openai_audit";
    marks = {{{"object", "organization.audit_log"}},
             {{"effective_at", ""}, {"actor.type", ""}, {"type", ""}}};
    fields = {
        {"id"},
        {"effective_at"},
        {"type", what},
        {"project.id", who},
        {"actor.type", who},
        {"actor.session.user.id", who},
        {"actor.session.ip_address"},
        {"actor.session.user_agent"},
        {"actor.api_key.id", who},
        {"actor.api_key.type", who},
        {"actor.api_key.user.id", who},
        {"actor.api_key.service_account.id", who},
        {subjects, on},
        {"role_assignment_created.principal_id"},
    };
  }

  bool owns(const Fields& f) const override { return f.has(time) && f.has(type); }

  // A key acts as the user or service account it belongs to; that a person made it does not say
  // that a person uses it.
  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = f[project];
    if (f.has(session_user)) {
      who.key = key_of(f, "user", f[session_user]);
      who.type = PrincipalType::human;
      who.human = Human::yes;
      who.reason = "signed in to the dashboard";
    } else if (f.has(key_account)) {
      who.key = key_of(f, "service_account", f[key_account]);
      who.type = PrincipalType::service_account;
      who.human = Human::no;
      who.reason = "an OpenAI service account";
    } else if (f.has(key_user)) {
      who.key = key_of(f, "user", f[key_user]);
      who.type = PrincipalType::api_key;
      who.reason = "a key that belongs to a user";
    } else if (f.has(key_id)) {
      who.key = key_of(f, "api_key", f[key_id]);
      who.type = PrincipalType::api_key;
      who.reason = "a key whose owner is not told";
    } else {
      who.reason = "the record does not say who acted";
    }
    who.credential = f[key_id];
    if (f.has(key_id)) who.credential_kind = CredentialKind::long_lived;
    return who;
  }

  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.action = f[type];
    deed.access = Access::write;
    return deed;
  }

  std::string resource(const Fields& f) const override { return std::string(f[subject]); }

  void tell(const Fields& f, Told& told) const override {
    if (!f.has(type)) told.malformed = "no `type`";
    told.event = f.raw(id);
    told.time = f.raw(time);
    told.address = f.raw(address);
    told.user_agent = f.raw(user_agent);
    if (f.raw(type).ends_with(".failed")) told.outcome = Outcome::denied;
    tell_change(f, told);
  }
};

}  // namespace

const JsonFormat& openai_audit() {
  static const OpenaiAudit format;
  return format;
}

}  // namespace gait::formats
