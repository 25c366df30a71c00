#include "report/json_values.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdlib>

namespace gait::report {
namespace {

constexpr double exact_integers_max = 9'007'199'254'740'992;  // 2^53

// A double without a fraction as an integer, so that 12 is "12" and not "12.0".
Json plain_number(double value) {
  if (value == std::trunc(value) && std::abs(value) <= exact_integers_max)
    return static_cast<std::int64_t>(value);
  return value;
}

}  // namespace

Json rounded(double value, int decimals) {
  constexpr std::array<double, 7> scales{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
  if (!std::isfinite(value)) return nullptr;
  const double scale = scales.at(static_cast<std::size_t>(decimals));
  if (std::abs(value) > exact_integers_max / scale) return plain_number(value);
  return plain_number(std::round(value * scale) / scale);
}

Json significant(double value) {
  if (!std::isfinite(value)) return nullptr;
  // Through text, as only decimal text rounds a tiny double to the nearest short decimal.
  return plain_number(std::strtod(fmt::format("{:.3e}", value).c_str(), nullptr));
}

Json time_json(Timestamp time) {
  if (time.ns == 0) return nullptr;
  return to_rfc3339(time);
}

Json strings_json(const std::vector<std::string>& texts) {
  Json array = Json::array();
  for (const std::string& text : texts) array.push_back(text);
  return array;
}

std::string one_line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace gait::report
