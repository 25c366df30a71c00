#pragma once

#include <array>
#include <cstdint>

#include "base/symbols.h"
#include "base/time.h"
#include "model/facet.h"
#include "sketch/amount_tail.h"

namespace gait::profile {

// Pauses are counted in half octaves from half a second on; 24 bins reach 24 minutes, and the
// facets `hour` and `gap` go on from there.
inline constexpr sketch::AmountScale pause_scale{0.5, 2};

// How an identity goes about things from one call to the next. Unlike all else in a profile this
// looks at single calls, so it is bounded inside a minute: of calls without a pause only the 1st,
// 2nd, 4th, 8th... of a minute teach.
struct Pace {
  // Seconds before a call of the same action as the one before (polling, paging), and of another.
  sketch::AmountTail repeats, changes;
  std::int64_t last_ns = 0;
  Symbol last_action;
  std::uint32_t minute_calls = 0;     // of the minute that was learned last
  std::uint16_t minute_slices = 0;    // in which it was active
  std::uint16_t minute_unpaused = 0;  // calls of it that came without a pause

  void learn(Timestamp time, Symbol action);
};

}  // namespace gait::profile
