#pragma once

#include <string>

#include "model/finding.h"

namespace gait::report {

// One finding as a <details> that explains itself, open or closed. `number` counts from 1 and
// names its anchor, `finding-N`; `identity_link` is the anchor of its identity on the same page,
// empty when the page does not show it.
std::string html_finding(const Finding& finding, std::size_t number,
                         const std::string& identity_link, bool open);

// The severity as a small label: mark, word, colour.
std::string severity_badge(Severity severity);

}  // namespace gait::report
