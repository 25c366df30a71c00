#pragma once

#include <string>

#include "base/result.h"
#include "record/key.h"
#include "record/policy.h"
#include "store/log_folder.h"

namespace gait::store {

// What a log is made of before it has entries. The private key comes last, and appears whole or
// not at all: a log is one exactly when its key is there. So one whose state was deleted is never
// taken for a new one, which would sign other trees under the same name.
Status make_log(const LogFolder& folder, const std::string& keys, const std::string& origin);

// The key with which the log signs. `not_found` when there is none.
Result<record::SigningKey> read_signing_key(const std::string& keys);

// Of `policy.txt`; without that file nobody has to witness.
Result<record::Policy> read_policy(const LogFolder& folder);

// The key by which the log is known, from `log.vkey`.
Result<record::VerifierKey> read_verifier_key(const LogFolder& folder);

}  // namespace gait::store
