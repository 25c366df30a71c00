// GitLab audit events, streamed or in audit_json.log:
// https://docs.gitlab.com/administration/audit_event_schema/
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/all_formats.h"
#include "formats/letters.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time_,
  id,
  event_type,
  change,
  endpoint,
  author_id,
  author_name,
  author_class,
  address,
  entity_path,
  entity_type,
  entity_id,
  target_type,
  target_id,
  target_name,
  message,
  failed_login,
};

// Authors that are no users have numbers below 0.
constexpr std::string_view nobody = "-1", deploy_token = "-2", deploy_key = "-3";

std::string key_of(const Fields& f, std::string_view kind, std::string_view name) {
  return fmt::format("gitlab:{}/{}/{}", f.scope(), kind, name);
}

// `project_<id>_bot_<hash>`, `group_<id>_bot_<hash>`: the user of an access token.
bool is_token_user(std::string_view name) {
  return (name.starts_with("project_") || name.starts_with("group_")) &&
         name.find("_bot") != std::string_view::npos;
}

void name_author(const Fields& f, Caller& who) {
  const auto say = [&](std::string key, PrincipalType type, Human human, CredentialKind kind,
                       std::string_view reason) {
    who.key = std::move(key);
    who.type = type;
    who.human = human;
    who.credential_kind = kind;
    who.reason = reason;
  };
  const std::string_view number = f[author_id], name = f[author_name];
  if (number == deploy_key || f.is(author_class, "DeployKey"))
    return say(key_of(f, "deploy_key", name), PrincipalType::api_key, Human::no,
               CredentialKind::long_lived, "a deploy key");
  if (number == deploy_token || f.is(author_class, "DeployToken"))
    return say(key_of(f, "deploy_token", name), PrincipalType::api_key, Human::no,
               CredentialKind::long_lived, "a deploy token");
  if (number == nobody || (number.empty() && name.empty()))
    return say(fmt::format("gitlab:{}/anonymous", f.scope()), PrincipalType::anonymous,
               Human::unknown, CredentialKind::none, "not authenticated");
  if (number.starts_with('-'))
    return say(key_of(f, "runner", name), PrincipalType::ci_runner, Human::no,
               CredentialKind::ephemeral, "an author that is no user: a runner of jobs");
  if (is_token_user(name))
    return say(key_of(f, "bot", name), PrincipalType::bot, Human::no, CredentialKind::long_lived,
               "the user of an access token");
  say(key_of(f, "user", number.empty() ? name : number), PrincipalType::human, Human::yes,
      CredentialKind::unknown, "a user");
}

// The number behind `token_id: ` in what GitLab says of a new token.
std::string_view token_in(std::string_view text) {
  constexpr std::string_view label = "token_id: ";
  const std::size_t at = text.find(label);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = text.substr(at + label.size());
  return rest.substr(0, rest.find_first_not_of("0123456789"));
}

struct Meaning {
  std::string_view ending;  // of the type of event
  ChangeType type;
};
// The first that fits.
constexpr std::array<Meaning, 16> meanings{{
    {"token_created", ChangeType::credential_created},
    {"token_issued", ChangeType::credential_created},
    {"deploy_key_added", ChangeType::credential_created},
    {"add_ssh_key", ChangeType::credential_created},
    {"token_rotated", ChangeType::rotation},
    {"variable_updated", ChangeType::rotation},
    {"token_revoked", ChangeType::credential_disabled},
    {"token_deleted", ChangeType::credential_disabled},
    {"token_destroyed", ChangeType::credential_disabled},
    {"deploy_key_removed", ChangeType::credential_disabled},
    {"user_destroyed", ChangeType::offboarding},
    {"user_blocked", ChangeType::offboarding},
    {"user_deactivated", ChangeType::offboarding},
    {"member_created", ChangeType::privilege_grant},
    {"member_updated", ChangeType::privilege_grant},
    {"user_admin_status_updated", ChangeType::privilege_grant},
}};

void tell_change(const Fields& f, Told& told) {
  const auto fits = [&](const Meaning& meaning) {
    return f.raw(event_type).ends_with(meaning.ending);
  };
  const auto meaning = std::ranges::find_if(meanings, fits);
  if (meaning == meanings.end()) return;
  told.changed = Changed{meaning->type, {}, std::string(token_in(f[message]))};
  if (f.is(target_type, "User") && f.has(target_id))
    told.changed->subject = key_of(f, "user", f[target_id]);
  if (meaning->type == ChangeType::credential_created && !told.changed->credential.empty())
    told.minted = Minted{told.changed->credential, {}, {}, {}, true};
}

class GitLab final : public JsonFormat {
 public:
  GitLab() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "gitlab";
    marks = {{{"author_id", ""}, {"entity_type", ""}}, {{"author_id", ""}, {"event_type", ""}}};
    fields = {
        {"created_at|time"},
        {"id|correlation_id"},
        {"event_type|details.event_name|event_name", what},
        {"details.change|change|details.add|add|details.remove|remove", what},
        {"['meta.caller_id']|meta.caller_id", what},
        {"author_id", who},
        {"author_name|details.author_name|['meta.user']", who},
        {"author_class|details.author_class", who},
        {"ip_address|details.ip_address|['meta.remote_ip']"},
        {"entity_path|details.entity_path", on},
        {"entity_type", on},
        {"entity_id", on},
        {"target_type|details.target_type", on},
        {"target_id|details.target_id"},
        {"target_details|details.target_details", on},
        {"details.custom_message|custom_message"},
        {"details.failed_login|failed_login", what},
    };
  }

  bool owns(const Fields& f) const override { return f.has(author_id) && f.has(entity_type); }

  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = f.scope();
    name_author(f, who);
    return who;
  }

  // Events of old versions have no type: what was changed, or where in GitLab it was done, is one.
  Deed deed(const Fields& f) const override {
    Deed deed;
    if (f.has(event_type))
      deed.action = f[event_type];
    else if (f.has(failed_login))
      deed.action = "failed_login";
    else if (f.has(change))
      deed.action = fmt::format("change {}", f[change]);
    else
      deed.action = f.has(endpoint) ? f[endpoint] : "audit_event";
    return deed;
  }

  std::string resource(const Fields& f) const override {
    if (f.has(entity_path)) return std::string(f[entity_path]);
    return fmt::format("{}/{}", lower(f[entity_type]), f[entity_id]);
  }

  void tell(const Fields& f, Told& told) const override {
    told.event = f.raw(id);
    told.time = f.raw(time_);
    told.address = f.raw(address);
    told.outcome = f.has(failed_login) ? Outcome::denied : Outcome::success;
    if (told.outcome == Outcome::success) tell_change(f, told);
  }
};

}  // namespace

const JsonFormat& gitlab() {
  static const GitLab format;
  return format;
}

}  // namespace gait::formats
