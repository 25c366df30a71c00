#pragma once

#include <span>
#include <string>

#include "model/finding.h"
#include "report/text_layout.h"

namespace gait::report {

// Findings as a list, in the order given: what happened, to whom, why in numbers, and the first
// thing to do. Three reasons at most; `explain_text` has all of them. The first line counts all,
// also those beyond `shown_max`.
std::string findings_text(std::span<const Finding> findings, const TextOptions& options,
                          std::size_t shown_max = std::size_t(-1));

// "4 findings: 1 critical, 1 high, 2 low", or that there is none.
std::string findings_count_text(std::span<const Finding> findings);

// One finding in full: who and when, each deviation with what it rests on, the changes that were
// considered, what would have made it normal, frameworks, next steps, chain and sample events.
std::string explain_text(const Finding& finding, const TextOptions& options);

}  // namespace gait::report
