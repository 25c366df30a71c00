#pragma once

#include <span>
#include <string>

#include "model/summary.h"
#include "report/text_layout.h"

namespace gait::report {

// Identities as a table, in the order given: risk, who, class, owner, activities, last seen.
std::string identities_text(std::span<const IdentitySummary> identities,
                            const TextOptions& options);

// The profile of one identity: who it is, and an answer to each of the five questions.
std::string profile_text(const IdentitySummary& identity, const TextOptions& options);

// Seven lines, Monday first, of 24 hours in block characters from "·" (never) to "█" (most), with
// the hours above. Times are UTC.
std::string week_text(const std::array<std::uint8_t, 168>& hours, std::size_t indent);

}  // namespace gait::report
