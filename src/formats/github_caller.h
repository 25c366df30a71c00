#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "formats/json_format.h"

namespace gait::formats {

// The fields of GitHub's audit log that say who acts; the first ones of the format.
enum GitHubCallerField : std::size_t {
  github_actor,
  github_is_bot,
  github_is_agent,
  github_for_user,  // whom an agent works for, or whom the action is about
  github_owner,     // organisation or enterprise
  github_repo,
  github_token_type,
  github_token_id,
  github_token_hash,
  github_agent,  // of the client
  github_caller_fields,
};
std::vector<FieldSpec> github_caller_paths();

// The organisation, or the owner of the repository.
std::string_view github_org(const Fields& fields);

// `github:<org>/user/<login>`, `/user/<login>/pat/<token>`, `/app/<name>`, `/actions/<repo>`,
// `/agent/<name>` or `/deploy_key/<key>`.
Caller github_caller(const Fields& fields);
std::string github_user_key(std::string_view org, std::string_view login);

// What workflows of a repository do with the token that each run is given.
std::string github_actions_key(std::string_view org, std::string_view repo);

}  // namespace gait::formats
