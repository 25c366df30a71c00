#include "identity/change_window.h"

namespace gait::identity {
namespace {

constexpr std::int64_t minute_s = 60;
constexpr std::int64_t hour_s = 60 * minute_s;

Timestamp later(Timestamp time, std::int64_t seconds) {
  const std::int64_t ns = Timestamp::from_seconds(seconds).ns;
  if (ns > 0 && time.ns > INT64_MAX - ns) return far_future;
  if (ns < 0 && time.ns < INT64_MIN - ns) return {INT64_MIN};
  return {time.ns + ns};
}

}  // namespace

ChangeWindow announced_window(ChangeType type, Timestamp time) {
  const Timestamp start = later(time, -10 * minute_s);
  if (type == ChangeType::offboarding) return {start, far_future};
  if (type == ChangeType::announcement) return {start, later(time, 24 * hour_s)};
  return {start, later(time, 2 * hour_s)};
}

ChangeWindow observed_window(ChangeType type, Timestamp time) {
  if (type == ChangeType::offboarding) return {time, far_future};
  if (type == ChangeType::deployment) return {time, later(time, 30 * minute_s)};
  if (type == ChangeType::rotation) return {later(time, -10 * minute_s), later(time, 2 * hour_s)};
  return {time, later(time, 2 * hour_s)};
}

}  // namespace gait::identity
