#pragma once

#include <string>
#include <string_view>

#include "formats/json_format.h"

namespace gait::formats {

// The canonical key of a Google principal as logs write it, a mail address or a subject:
// `gcp:sa/<email>` of a service account, `gcp:wif/<pool>/<subject>` of a federated workload,
// `gcp:user/<email>` of a person; empty for nobody.
std::string gcp_key(std::string_view principal);

// Fills in who acted: by the mail address, or by the subject where there is none.
void name_gcp_principal(std::string_view email, std::string_view subject, Caller& who);

// A key with an id is long lived; what was delegated or federated is not, nor what the metadata
// server gave to a workload.
CredentialKind gcp_credential_kind(const Caller& who, bool has_key, bool is_delegated);

}  // namespace gait::formats
