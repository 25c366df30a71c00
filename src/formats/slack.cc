// Slack audit logs: https://docs.slack.dev/admins/audit-logs-api
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
  actor_type,
  actor_id,
  team,
  entity_type,
  app,
  user,
  workspace,
  entity_name,
  address,
  user_agent,
  session,
};

// `slack:<team>/user/<id>`
std::string key_of(const Fields& f, std::string_view kind, std::string_view id) {
  return fmt::format("slack:{}/{}/{}", f[team], kind, id);
}

struct Meaning {
  std::string_view action;
  ChangeType type;
};
constexpr std::array<Meaning, 13> meanings{{
    {"app_installed", ChangeType::credential_created},
    {"app_approved", ChangeType::privilege_grant},
    {"app_scopes_expanded", ChangeType::privilege_grant},
    {"app_resources_added", ChangeType::privilege_grant},
    {"app_resources_granted", ChangeType::privilege_grant},
    {"bot_token_upgraded", ChangeType::privilege_grant},
    {"role_change_to_admin", ChangeType::privilege_grant},
    {"role_change_to_owner", ChangeType::privilege_grant},
    {"app_uninstalled", ChangeType::credential_disabled},
    {"app_restricted", ChangeType::credential_disabled},
    {"user_session_reset_by_admin", ChangeType::credential_disabled},
    {"user_session_invalidated", ChangeType::credential_disabled},
    {"user_deactivated", ChangeType::offboarding},
}};

std::string subject_of(const Fields& f) {
  if (f.has(app)) return key_of(f, "app", f[app]);
  return f.has(user) ? key_of(f, "user", f[user]) : std::string();
}

class Slack final : public JsonFormat {
 public:
  Slack() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "slack";
    marks = {{{"action", ""}, {"actor.type", ""}, {"context.location.id", ""}},
             {{"action", ""}, {"actor.user.id", ""}, {"entity.type", ""}}};
    fields = {
        {"date_create"},
        {"id"},
        {"action", what},
        {"actor.type", who},
        {"actor.user.id|actor.app.id|actor.bot.id", who},
        {"actor.user.team|context.location.id", who | on},
        {"entity.type", on},
        {"entity.app.id", on},
        {"entity.user.id", on},
        {"entity.workspace.id|entity.enterprise.id", on},
        {"entity.channel.id|entity.file.id|entity.workflow.id|entity.usergroup.id", on},
        {"context.ip_address"},
        {"context.ua"},
        {"context.session_id"},
    };
  }

  bool owns(const Fields& f) const override { return f.has(action) && f.has(actor_type); }

  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = f[team];
    if (!f.has(actor_id)) return who;
    const bool is_person = f.is(actor_type, "user");
    who.key = key_of(f, f[actor_type], f[actor_id]);
    who.type = is_person ? PrincipalType::human : PrincipalType::bot;
    who.human = is_person ? Human::yes : Human::no;
    who.reason = is_person ? "a user" : "an app";
    return who;
  }

  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.action = f[action];
    return deed;
  }

  std::string resource(const Fields& f) const override {
    const std::string subject = subject_of(f);
    if (!subject.empty()) return subject;
    const std::string_view id = f.either(entity_name, workspace);
    return id.empty() ? fmt::format("slack:{}", f[team]) : key_of(f, f[entity_type], id);
  }

  void tell(const Fields& f, Told& told) const override {
    told.event = f.raw(id);
    told.time = f.raw(time_);
    told.address = f.raw(address);
    told.user_agent = f.raw(user_agent);
    told.session = f[session];
    const auto meaning = std::ranges::find(meanings, f.raw(action), &Meaning::action);
    if (meaning != meanings.end()) told.changed = Changed{meaning->type, subject_of(f), {}};
    if (f.raw(action).ends_with("_failed")) told.outcome = Outcome::denied;
  }
};

}  // namespace

const JsonFormat& slack() {
  static const Slack format;
  return format;
}

}  // namespace gait::formats
