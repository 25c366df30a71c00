#pragma once

#include <string>
#include <string_view>

#include "model/summary.h"

namespace gait::report {

// A scan as one page that needs nothing else: no network, no script, no font, no picture from
// outside, and a content security policy that forbids them. It reads in light, in dark, on a phone
// and on paper.
//
// Bounded: the first 500 identities have their pictures, the next 20,000 a line of a table, the
// first 1,000 findings their explanation; the page says what it leaves out. Texts of the scan are
// escaped, whatever they hold.
inline constexpr std::size_t identities_drawn_max = 500;
inline constexpr std::size_t identities_listed_max = 20'000;
inline constexpr std::size_t findings_explained_max = 1000;

std::string html_page(const ScanReport& report, std::string_view gait_version);

}  // namespace gait::report
