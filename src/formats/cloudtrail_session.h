#pragma once

#include "formats/cloudtrail_principal.h"

namespace gait::formats {

// Decides by the name of a role session, its role and its federation whether a person is behind
// it and which workload: fills `type`, `human`, `reason`, `weight` and `workload`. The first rule
// that matches decides.
void judge_role_session(const CloudTrailCaller& caller, CloudTrailPrincipal& principal);

// The host of an OIDC provider: `arn:..:oidc-provider/token.actions.githubusercontent.com` or the
// bare name.
std::string_view oidc_host(std::string_view provider);

// The same for a caller with a web identity token: by who issued it.
void judge_federation(std::string_view provider, CloudTrailPrincipal& principal);

}  // namespace gait::formats
