#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/time.h"

namespace gait::report {

// Keys stay in the order in which they are written, so that one value has one text.
using Json = nlohmann::ordered_json;

// A number rounded to `decimals` (0 to 6), written without a needless ".0". JSON has no infinity
// and no NaN: either becomes null.
Json rounded(double value, int decimals);

// A number rounded to four significant digits; for probabilities, where size is what matters.
Json significant(double value);

// RFC 3339; null for a time that was never set.
Json time_json(Timestamp time);

Json strings_json(const std::vector<std::string>& texts);

// One line, without the line end. Bytes that are not UTF-8 become U+FFFD: names come from logs,
// and one bad name must not cost the report.
std::string one_line(const Json& json);

}  // namespace gait::report
