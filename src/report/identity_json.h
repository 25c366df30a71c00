#pragma once

#include <span>
#include <string>

#include "model/summary.h"

namespace gait::report {

// The profile of one identity as one line of JSON, without the line end: who it is, and an answer
// to each of the five questions. docs/identity.schema.json describes it.
std::string profile_json(const IdentitySummary& identity);

// Identities, a line each, with the head of the profile only: who it is, how much is known of it
// and its risk. The same schema holds; the five questions are left to `profile_json`.
std::string identities_json(std::span<const IdentitySummary> identities);

}  // namespace gait::report
