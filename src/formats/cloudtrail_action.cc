#include "formats/cloudtrail_action.h"

#include <algorithm>
#include <array>
#include <utility>

namespace gait::formats {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

// Length of a `20dd_dd_dd` or `20dddddd` at the end of `name`; 0 when there is none.
std::size_t date_length(std::string_view name) {
  const auto last = [name](std::size_t n) { return name.substr(name.size() - n); };
  if (name.size() > 8 && last(8).starts_with("20") && all_digits(last(8))) return 8;
  if (name.size() <= 10) return 0;
  const std::string_view date = last(10);
  const bool dashed = date.starts_with("20") && all_digits(date.substr(0, 4)) && date[4] == '_' &&
                      all_digits(date.substr(5, 2)) && date[7] == '_' &&
                      all_digits(date.substr(8, 2));
  return dashed ? 10 : 0;
}

// Without the API version that some services put behind a name: 20150331, 20150331v2, 2020_05_31.
std::string_view without_version(std::string_view name) {
  std::string_view rest = name;
  while (!rest.empty() && is_digit(rest.back())) rest.remove_suffix(1);
  const bool numbered = rest.size() < name.size() && rest.ends_with('v');
  const std::string_view dated = numbered ? rest.substr(0, rest.size() - 1) : name;
  const std::size_t date = date_length(dated);
  return date == 0 ? name : dated.substr(0, dated.size() - date);
}

using Row = std::pair<std::string_view, ActionRole>;
constexpr std::array<Row, 33> roles{{
    {"sts:AssumeRole", ActionRole::mint_role},
    {"sts:AssumeRoleWithSAML", ActionRole::mint_role},
    {"sts:AssumeRoleWithWebIdentity", ActionRole::mint_role},
    {"sts:AssumeRoot", ActionRole::mint_root},
    {"sts:GetSessionToken", ActionRole::mint_session},
    {"sts:GetFederationToken", ActionRole::mint_federation},
    {"iam:CreateAccessKey", ActionRole::create_key},
    {"iam:UpdateAccessKey", ActionRole::update_key},
    {"iam:DeleteAccessKey", ActionRole::delete_key},
    {"secretsmanager:RotateSecret", ActionRole::rotate},
    {"secretsmanager:PutSecretValue", ActionRole::rotate},
    {"secretsmanager:UpdateSecretVersionStage", ActionRole::rotate},
    {"secretsmanager:RotationStarted", ActionRole::rotate},
    {"secretsmanager:RotationSucceeded", ActionRole::rotate},
    {"ssm:PutParameter", ActionRole::put_parameter},
    {"codedeploy:CreateDeployment", ActionRole::deploy},
    {"ecs:UpdateService", ActionRole::deploy},
    {"ecs:RegisterTaskDefinition", ActionRole::deploy},
    {"lambda:CreateFunction", ActionRole::deploy},
    {"lambda:UpdateFunctionCode", ActionRole::deploy},
    {"lambda:PublishVersion", ActionRole::deploy},
    {"cloudformation:CreateStack", ActionRole::deploy},
    {"cloudformation:UpdateStack", ActionRole::deploy},
    {"cloudformation:DeleteStack", ActionRole::deploy},
    {"cloudformation:ExecuteChangeSet", ActionRole::deploy},
    {"cloudformation:RollbackStack", ActionRole::deploy},
    {"apprunner:StartDeployment", ActionRole::deploy},
    {"amplify:StartDeployment", ActionRole::deploy},
    {"elasticbeanstalk:UpdateEnvironment", ActionRole::deploy},
    {"sagemaker:UpdateEndpoint", ActionRole::deploy},
    {"iam:DeleteUser", ActionRole::offboard},
    {"iam:DeleteRole", ActionRole::offboard},
    {"iam:DeleteLoginProfile", ActionRole::offboard},
}};

}  // namespace

std::string cloudtrail_action(std::string_view event_source, std::string_view event_name) {
  constexpr std::string_view domain = ".amazonaws.com";
  if (event_source.ends_with(domain)) event_source.remove_suffix(domain.size());
  std::string action(event_source);
  return action.append(":").append(without_version(event_name));
}

ActionRole role_of_action(std::string_view action) {
  const auto* row = std::ranges::find(roles, action, &Row::first);
  return row == roles.end() ? ActionRole::none : row->second;
}

}  // namespace gait::formats
