#include "formats/cloudtrail_change.h"

#include <fmt/format.h>

#include "formats/aws_arn.h"

namespace gait::formats {
namespace {

std::optional<ChangeType> type_of(const CloudTrailFields& fields, ActionRole role,
                                  ActionClasses classes) {
  switch (role) {
    case ActionRole::create_key:
      return ChangeType::credential_created;
    case ActionRole::update_key:
      if (fields.param(Param::status) == "Inactive") return ChangeType::credential_disabled;
      return ChangeType::credential_created;  // usable again
    case ActionRole::delete_key:
      return ChangeType::credential_disabled;
    case ActionRole::rotate:
      return ChangeType::rotation;
    case ActionRole::put_parameter:
      if (fields.param(Param::overwrite) == "true") return ChangeType::rotation;
      return std::nullopt;
    case ActionRole::deploy:
      return ChangeType::deployment;
    case ActionRole::offboard:
      return ChangeType::offboarding;
    case ActionRole::none:
    case ActionRole::mint_role:
    case ActionRole::mint_session:
    case ActionRole::mint_federation:
    case ActionRole::mint_root:
      break;
  }
  if (classes.has(ActionClass::privilege_change)) return ChangeType::privilege_grant;
  return std::nullopt;
}

// An identity named by the parameters of IAM, or the role that deployed code will run as.
std::string subject_of(const CloudTrailFields& fields, ActionRole role, std::string_view caller,
                       std::string_view account) {
  const std::string_view user = fields.param(Param::user_name);
  const std::string_view name = fields.param(Param::role_name);
  if (!user.empty()) return fmt::format("aws:{}/user/{}", account, user);
  if (!name.empty()) return fmt::format("aws:{}/role/{}", account, last_segment(name));
  if (role == ActionRole::deploy) {
    const std::string_view runs_as = role_name_of_arn(fields.response_role);
    if (!runs_as.empty())
      return fmt::format("aws:{}/role/{}", parse_arn(fields.response_role).account, runs_as);
  }
  const bool own_key = role >= ActionRole::create_key && role <= ActionRole::delete_key;
  return own_key ? std::string(caller) : std::string();
}

std::string_view key_of(const CloudTrailFields& fields, ActionRole role) {
  const std::string_view key =
      role == ActionRole::create_key ? fields.created_key : fields.param(Param::access_key_id);
  constexpr std::size_t key_id_chars_max = 32;
  return key.size() <= key_id_chars_max ? key : std::string_view{};
}

}  // namespace

std::optional<CloudTrailChange> cloudtrail_change(const CloudTrailFields& fields, ActionRole role,
                                                  ActionClasses classes, std::string_view caller,
                                                  std::string_view account) {
  const std::optional<ChangeType> type = type_of(fields, role, classes);
  if (!type) return std::nullopt;
  return CloudTrailChange{.type = *type,
                          .subject = subject_of(fields, role, caller, account),
                          .credential = std::string(key_of(fields, role))};
}

}  // namespace gait::formats
