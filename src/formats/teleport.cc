// Teleport audit events:
// https://goteleport.com/docs/reference/monitoring/audit/
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/all_formats.h"
#include "formats/http_outcome.h"
#include "formats/letters.h"
#include "formats/teleport_command.h"
#include "formats/uuid.h"

namespace gait::formats {
namespace {

enum Field : std::size_t {
  time_,
  uid,
  event,
  code,
  cluster,
  user,
  user_kind,
  bot,
  bot_instance,
  impersonator,
  node,
  session,
  address,
  user_agent,
  success,
  error,
  status,
  received,
  sent,
  length,
  command,
  path,
  argv,
  verb,
  server,
  app,
  database,
  database_name,
  kube_cluster,
  kube_space,
  kube_kind,
  kube_name,
  name_,
  target_user,
  subject,
  region,
};

std::string_view cluster_of(const Fields& f) { return f.has(cluster) ? f[cluster] : f.scope(); }

std::string key_of(const Fields& f, std::string_view kind, std::string_view name) {
  return fmt::format("teleport:{}/{}/{}", cluster_of(f), kind, name);
}

// `<uuid>.<cluster>`: a service of Teleport itself.
bool is_host(std::string_view user) {
  return user.size() > 36 && user[36] == '.' && is_uuid(user.substr(0, 36));
}

// Bots are users whose names begin so.
constexpr std::string_view bot_prefix = "bot-";

std::string user_key(const Fields& f, std::string_view name) {
  if (name.starts_with(bot_prefix)) return key_of(f, "bot", name.substr(bot_prefix.size()));
  return key_of(f, is_host(name) ? "host" : "user", name);
}

void name_user(const Fields& f, Caller& who) {
  const auto say = [&](std::string key, PrincipalType type, Human human, std::string_view reason) {
    who.key = std::move(key);
    who.type = type;
    who.human = human;
    who.reason = reason;
  };
  const std::string_view name = f[user];
  if (f.has(bot))
    return say(key_of(f, "bot", f[bot]), PrincipalType::bot, Human::no, "a Machine ID bot");
  if (f.is(user_kind, "2") || name.starts_with(bot_prefix))
    return say(user_key(f, name), PrincipalType::bot, Human::no, "a Machine ID bot");
  if (f.has(node))
    return say(key_of(f, "node", f[node]), PrincipalType::cloud_service, Human::no,
               "a node of the cluster");
  if (name.empty())
    return say(fmt::format("teleport:{}/system", cluster_of(f)), PrincipalType::cloud_service,
               Human::no, "Teleport itself: no user is named");
  if (f.is(user_kind, "3") || is_host(name))
    return say(user_key(f, name), PrincipalType::cloud_service, Human::no, "Teleport itself");
  if (f.is(user_kind, "1"))
    return say(user_key(f, name), PrincipalType::human, Human::yes, "Teleport says a person");
  if (f.is(event, "user.login")) {
    who.weight = 150;
    return say(user_key(f, name), PrincipalType::human, Human::yes, "logs in by itself");
  }
  const bool is_mail = name.find('@') != std::string_view::npos;
  say(user_key(f, name), is_mail ? PrincipalType::human : PrincipalType::unknown,
      is_mail ? Human::yes : Human::unknown,
      is_mail ? "its name is a mail address" : "a user name that says nothing");
}

// The code of what went wrong ends in W (was refused) or E (did not work).
Outcome outcome_of(const Fields& f) {
  if (f.has(status)) return http_outcome(f.number(status));
  const bool refused = f.raw(code).ends_with('W'), failed = f.raw(code).ends_with('E');
  if (!refused && !failed) return f.is(success, "false") ? Outcome::denied : Outcome::success;
  const bool is_run = f.is(event, "ssm.run") || f.is(event, "exec");
  return refused && !is_run ? Outcome::denied : Outcome::error;
}

struct Meaning {
  std::string_view event;
  ChangeType type;
  std::string_view kind;  // of the identity that `name` is; empty when it is none
};
constexpr std::array<Meaning, 13> meanings{{
    {"bot.create", ChangeType::credential_created, "bot"},
    {"bot.delete", ChangeType::offboarding, "bot"},
    {"bot_token.create", ChangeType::credential_created, ""},
    {"join_token.create", ChangeType::credential_created, ""},
    {"join_token.delete", ChangeType::credential_disabled, ""},
    {"user.create", ChangeType::credential_created, "user"},
    {"user.delete", ChangeType::offboarding, "user"},
    {"user.password_change", ChangeType::rotation, ""},
    {"role.created", ChangeType::privilege_grant, ""},
    {"role.updated", ChangeType::privilege_grant, ""},
    {"user.update", ChangeType::privilege_grant, "user"},
    {"access_list.member.create", ChangeType::privilege_grant, ""},
    {"lock.created", ChangeType::credential_disabled, ""},
}};

void tell_change(const Fields& f, Told& told) {
  const auto meaning = std::ranges::find(meanings, f.raw(event), &Meaning::event);
  if (meaning == meanings.end()) return;
  told.changed = Changed{meaning->type, {}, {}};
  if (f.has(target_user))
    told.changed->subject = user_key(f, f[target_user]);
  else if (!meaning->kind.empty() && f.has(name_))
    told.changed->subject =
        meaning->kind == "user" ? user_key(f, f[name_]) : key_of(f, meaning->kind, f[name_]);
}

double moved(const Fields& f) {
  if (f.has(sent) || f.has(received))
    return std::max(f.number(sent), 0.0) + std::max(f.number(received), 0.0);
  return f.number(length);
}

class Teleport final : public JsonFormat {
 public:
  Teleport() {
    constexpr Part who = Part::caller, what = Part::deed, on = Part::resource;
    name = "teleport";
    marks = {{{"event", ""}, {"code", "T*"}, {"time", ""}},
             {{"event", ""}, {"code", "t*"}, {"ei", ""}}};
    fields = {
        {"time"},
        {"uid"},
        {"event", who | what},
        {"code"},
        {"cluster_name", who | on},
        {"user.user|user|identity.user", who},
        {"user_kind", who},
        {"bot_name|identity.bot_name", who},
        {"bot_instance_id|identity.bot_instance_id", who},
        {"impersonator|identity.impersonator", who},
        {"node_name", who},
        {"sid"},
        {"['addr.remote']|addr_remote"},
        {"user_agent"},
        {"success"},
        {"error"},
        {"response_code|status_code"},
        {"rx"},
        {"tx"},
        {"length"},
        {"command", what},
        {"path", what},
        {"argv", what},
        {"verb|method", what},
        {"server_hostname|server_id|desktop_addr|instance_id", on},
        {"app_name", on},
        {"db_service", on},
        {"db_name", on},
        {"kubernetes_cluster", on},
        {"resource_namespace", on},
        {"resource_kind", on},
        {"resource_name", on},
        {"name", on},
        {"target.user"},
        {"attributes.sub"},
        {"aws_region|region"},
    };
  }

  bool owns(const Fields& f) const override { return f.has(event) && f.has(code); }

  // Who impersonates somebody is behind them; a bot does so with itself.
  Caller caller(const Fields& f) const override {
    Caller who;
    who.account = cluster_of(f);
    name_user(f, who);
    if (f.has(impersonator)) who.delegator = user_key(f, f[impersonator]);
    if (who.delegator == who.key) who.delegator.clear();
    if (f.is(event, "bot.join")) {
      who.credential_kind = CredentialKind::federated;
      return who;
    }
    who.credential = f[bot_instance];
    if (f.has(bot) || f.has(user)) who.credential_kind = CredentialKind::ephemeral;
    return who;
  }

  Deed deed(const Fields& f) const override {
    Deed deed;
    deed.action = f[event];
    if (f.is(event, "exec")) deed.command = f[command];
    if (f.is(event, "session.command")) deed.command = teleport_command(f[path], f.raw(argv));
    if (f.has(verb)) {
      const std::string method = lower(f[verb]);
      const bool reads = method == "get" || method == "head" || method == "list";
      deed.access = reads ? Access::read : Access::write;
    }
    return deed;
  }

  std::string resource(const Fields& f) const override {
    std::string path(cluster_of(f));
    const auto add = [&](Field part) {
      if (f.has(part)) path.append(path.empty() ? "" : "/").append(f[part]);
    };
    if (f.has(kube_cluster))
      std::ranges::for_each(std::array{kube_cluster, kube_space, kube_kind, kube_name}, add);
    else if (f.has(database))
      std::ranges::for_each(std::array{database, database_name}, add);
    else
      add(f.has(app) ? app : f.has(server) ? server : name_);
    return path;
  }

  void tell(const Fields& f, Told& told) const override {
    told.event = f.raw(uid);
    told.time = f.raw(time_);
    told.address = f.raw(address);
    told.user_agent = f.raw(user_agent);
    told.region = f.raw(region);
    told.outcome = outcome_of(f);
    told.session = f[session];
    told.bytes = moved(f);
    if (told.outcome != Outcome::success) return;
    tell_change(f, told);
    if (f.is(event, "bot.join") && f.has(bot_instance))
      told.minted = Minted{std::string(f[bot_instance]),
                           key_of(f, "bot", f[bot]),
                           std::string(f[subject]),
                           {},
                           false};
  }
};

}  // namespace

const JsonFormat& teleport() {
  static const Teleport format;
  return format;
}

}  // namespace gait::formats
