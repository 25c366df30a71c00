#pragma once

#include <string_view>

namespace gait::formats {

// arn:<partition>:<service>:<region>:<account>:<resource>
struct AwsArn {
  std::string_view partition, service, region, account, resource;
};

// The parts of an ARN, as views into it; all empty when the text is none.
AwsArn parse_arn(std::string_view text);

// Behind the last slash: IAM paths are in some ARNs and not in others, so they are not part of a
// name.
std::string_view last_segment(std::string_view path);

// `role/ci/deploy` and `assumed-role/deploy/session` of an ARN both name the role `deploy`; empty
// for any other ARN.
std::string_view role_name_of_arn(std::string_view arn);

// The partition that a region is in: aws, aws-cn, aws-us-gov.
std::string_view partition_of_region(std::string_view region);

}  // namespace gait::formats
