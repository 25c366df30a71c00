#pragma once

#include "formats/json_format.h"

namespace gait::formats {

// One function for each format, in the file of its name. What it returns lives as long as the
// program and never changes.
const JsonFormat& cloudtrail();
const JsonFormat& kubernetes();
const JsonFormat& gcp_audit();
const JsonFormat& entra_signin();
const JsonFormat& entra_audit();
const JsonFormat& msgraph();
const JsonFormat& azure_keyvault();
const JsonFormat& azure_storage();
const JsonFormat& azure_activity();
const JsonFormat& okta();
const JsonFormat& auth0();
const JsonFormat& google_workspace();
const JsonFormat& salesforce();

}  // namespace gait::formats
