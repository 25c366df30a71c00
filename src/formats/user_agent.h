#pragma once

#include <string>
#include <string_view>

namespace gait::formats {

// The family of a client: what stays the same over its versions and machines.
//
// `aws-cli/2.9.0 Python/3.11 Linux/6.1` is `aws-cli`, `[S3Console/0.4, ...]` is `S3Console`,
// `Mozilla/...` is `browser`, Terraform is `Terraform` whichever product it names first. A client
// on an attacker's distribution is a family of its own, `aws-cli (kali)`. At most 80 bytes.
std::string agent_family(std::string_view user_agent);

}  // namespace gait::formats
