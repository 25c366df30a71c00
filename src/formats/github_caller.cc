#include "formats/github_caller.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/letters.h"

namespace gait::formats {
namespace {

constexpr std::string_view bot_suffix = "[bot]";

enum class Token { none, installation, app_for_user, oauth, personal, deploy_key, ssh_key, other };

// Both `GitHub App server-to-server token` and `personal_access_token` are how GitHub writes them.
Token token_of(const Fields& f) {
  if (!f.has(github_token_type)) return Token::none;
  std::string type = lower(f[github_token_type]);
  std::ranges::replace(type, ' ', '_');
  const auto has = [&](std::string_view words) { return type.find(words) != std::string::npos; };
  if (has("server-to-server")) return Token::installation;
  if (has("user-to-server") || has("github_app")) return Token::app_for_user;
  if (has("oauth")) return Token::oauth;
  if (has("personal_access_token")) return Token::personal;
  if (has("deploy_key")) return Token::deploy_key;
  return has("ssh_key") ? Token::ssh_key : Token::other;
}

CredentialKind kind_of(Token token) {
  switch (token) {
    case Token::installation:
    case Token::app_for_user:
      return CredentialKind::ephemeral;
    case Token::oauth:
    case Token::personal:
    case Token::deploy_key:
    case Token::ssh_key:
      return CredentialKind::long_lived;
    case Token::none:
    case Token::other:
      break;
  }
  return CredentialKind::unknown;
}

// A person at a terminal may hold a personal token too.
bool is_terminal(std::string_view user_agent) {
  return user_agent.starts_with("git/") || user_agent.starts_with("GitHub CLI");
}

std::string_view app_of(std::string_view actor) {
  if (actor.ends_with(bot_suffix)) actor.remove_suffix(bot_suffix.size());
  return actor;
}

void name_machine(const Fields& f, Caller& who) {
  const std::string_view app = app_of(f[github_actor]);
  who.human = Human::no;
  if (f.is(github_is_agent, "true")) {
    who.key = fmt::format("github:{}/agent/{}", github_org(f), app);
    who.type = PrincipalType::ai_agent;
    who.reason = "GitHub says an agent";
    if (f.has(github_for_user)) who.delegator = github_user_key(github_org(f), f[github_for_user]);
  } else if (app == "github-actions" && f.has(github_repo)) {
    who.key = github_actions_key(github_org(f), f[github_repo]);
    who.type = PrincipalType::ci_runner;
    who.reason = "the token of a workflow run";
  } else {
    who.key = fmt::format("github:{}/app/{}", github_org(f), app);
    who.type = PrincipalType::bot;
    who.reason = "an app";
  }
}

void name_personal_token(const Fields& f, Caller& who) {
  who.delegator = who.key;
  who.key.append("/pat");
  if (!who.credential.empty()) who.key.append("/").append(who.credential);
  who.type = PrincipalType::api_key;
  const bool may_be_person = is_terminal(f[github_agent]);
  who.human = may_be_person ? Human::unknown : Human::no;
  who.weight = may_be_person ? 80 : 120;
  who.reason = may_be_person ? "a personal token at a terminal" : "a personal token in a program";
}

void name_deploy_key(const Fields& f, Caller& who) {
  const std::string_view repo = f[github_repo];
  who.key = fmt::format("github:{}/deploy_key/{}", github_org(f),
                        who.credential.empty() ? repo : std::string_view(who.credential));
  who.type = PrincipalType::api_key;
  who.human = Human::no;
  who.reason = "a deploy key";
}

}  // namespace

std::vector<FieldSpec> github_caller_paths() {
  constexpr Part who = Part::caller, on = Part::resource;
  return {
      {"actor", who},
      {"actor_is_bot", who},
      {"actor_is_agent", who},
      {"on_behalf_of|user", who},
      {"org|business", who | on},
      {"repo|repository", who | on},
      {"programmatic_access_type", who},
      {"token_id", who},
      {"hashed_token", who},
      {"user_agent", who},
  };
}

std::string_view github_org(const Fields& f) {
  if (f.has(github_owner)) return f[github_owner];
  const std::string_view repo = f[github_repo];
  return repo.substr(0, repo.find('/'));
}

Caller github_caller(const Fields& f) {
  Caller who;
  const std::string_view actor = f[github_actor];
  const Token token = token_of(f);
  who.account = github_org(f);
  who.credential = f.either(github_token_id, github_token_hash);
  who.credential_kind = kind_of(token);
  const bool is_machine = f.is(github_is_bot, "true") || f.is(github_is_agent, "true") ||
                          actor.ends_with(bot_suffix) || actor == "github-actions" ||
                          token == Token::installation;
  if (token == Token::deploy_key) return name_deploy_key(f, who), who;
  if (actor.empty()) {
    who.key = fmt::format("github:{}/anonymous", github_org(f));
    who.type = PrincipalType::anonymous;
    who.reason = "not authenticated";
    return who;
  }
  if (is_machine) return name_machine(f, who), who;
  who.key = github_user_key(github_org(f), actor);
  who.type = PrincipalType::human;
  who.human = Human::yes;
  who.reason = "a user";
  if (token == Token::personal) name_personal_token(f, who);
  return who;
}

std::string github_user_key(std::string_view org, std::string_view login) {
  return fmt::format("github:{}/user/{}", org, login);
}

std::string github_actions_key(std::string_view org, std::string_view repo) {
  const std::size_t slash = repo.find('/');
  return fmt::format("github:{}/actions/{}", org,
                     slash == std::string_view::npos ? repo : repo.substr(slash + 1));
}

}  // namespace gait::formats
