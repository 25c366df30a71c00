#pragma once

#include <string>
#include <string_view>

namespace gait::formats {

// The catalogue's key of a call: `lambda:UpdateFunctionCode` for the source
// `lambda.amazonaws.com` and the name `UpdateFunctionCode20150331v2`.
std::string cloudtrail_action(std::string_view event_source, std::string_view event_name);

// Calls that mean more than a use of a resource.
enum class ActionRole : unsigned char {
  none,
  mint_role,        // AssumeRole and its forms
  mint_session,     // GetSessionToken: the child is the caller itself
  mint_federation,  // GetFederationToken
  mint_root,        // AssumeRoot
  create_key,
  update_key,
  delete_key,
  rotate,
  put_parameter,  // a rotation when it overwrites
  deploy,
  offboard,
};

// By action key.
ActionRole role_of_action(std::string_view action);

}  // namespace gait::formats
