#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/symbols.h"
#include "detect/episode.h"
#include "model/finding.h"

namespace gait::detect {

// Gives symbols back their text.
using Names = std::function<std::string_view(Symbol)>;

// One facet's evidence as people read it: seen, expected, n, window, peers, rarity. `at` is the
// time of the episode, where the window of the profile ends.
Reason explain(const FacetEvidence& evidence, Timestamp at, const Names& names);

// "once in 36 days", "once in 5 h", "once in 3 years".
std::string rarity_text(double once_in_days);

// 1,234 or 12.5 M; whole numbers below a million keep all their digits.
std::string count_text(double number);
std::string bytes_text(double bytes);

// "Tuesday 14:00".
std::string hour_text(int hour_of_week);

// The finest thing the evidence names, shortened to at most 80 characters in the middle.
std::string short_name(std::string_view name);

}  // namespace gait::detect
