#pragma once

#include "formats/json_format.h"

namespace gait::formats {

// One function for each format, in the file of its name. What it returns lives as long as the
// program and never changes.
const JsonFormat& cloudtrail();
const JsonFormat& kubernetes();
const JsonFormat& gcp_audit();
const JsonFormat& vault();
const JsonFormat& teleport();
const JsonFormat& gitlab();
const JsonFormat& gitlab_production();
const JsonFormat& github_webhook();
const JsonFormat& tailscale();
const JsonFormat& slack();
const JsonFormat& github();
const JsonFormat& onepassword();
const JsonFormat& snowflake();
const JsonFormat& databricks();

}  // namespace gait::formats
