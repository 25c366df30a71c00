#pragma once

#include <span>
#include <string>

#include "model/summary.h"

namespace gait::report {

// One identity as a <details>: the line of a list when closed, small multiples of the five
// questions when open. `number` counts from 1 and names its anchor, `identity-N`.
std::string html_identity(const IdentitySummary& identity, std::size_t number, bool open);

// Identities without their pictures, as a plain table.
std::string html_identity_table(std::span<const IdentitySummary> identities);

}  // namespace gait::report
