#pragma once

#include "formats/json_format.h"
#include "formats/text_format.h"

namespace gait::formats {

// One function for each format, in the file of its name. What it returns lives as long as the
// program and never changes.
const JsonFormat& cloudtrail();
const JsonFormat& kubernetes();
const JsonFormat& gcp_audit();

// Text lines.
const TextFormat& auditd();
const TextFormat& sshd_log();
const TextFormat& sudo_log();
const TextFormat& syslog();

}  // namespace gait::formats
