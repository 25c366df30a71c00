#pragma once

#include <string>
#include <string_view>

#include "formats/json_format.h"

namespace gait::formats {

// `agent:<org>/<name>`, or `agent:<name>` where no organisation is known; `unnamed` when the record
// does not say which agent it is.
std::string agent_key(std::string_view org, std::string_view name);

// The person in whose name an agent works: `user:<mail address or id>`, in lower case; or empty.
std::string person_key(std::string_view user);

// Says that an agent acts, and for whom.
void name_agent(std::string_view org, std::string_view name, std::string_view user, Caller& who);

// The id of a credential that stands in a record as such: `sha256:` and the first 16 hex digits of
// the hash of the token behind `Bearer `. Empty for an empty text.
std::string token_id(std::string_view authorization);

// What an error says by its code: a status of HTTP, a number of JSON-RPC, or a word such as
// `rate_limit_error`. Never a success.
Outcome outcome_of_error(std::string_view code);

}  // namespace gait::formats
