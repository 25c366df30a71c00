#include "profile/pace.h"

#include <bit>

namespace gait::profile {

void Pace::learn(Timestamp time, Symbol action) {
  if (last_ns != 0) {
    // Calls of one second come in any order.
    const double pause = time.ns > last_ns ? static_cast<double>(time.ns - last_ns) * 1e-9 : 0;
    sketch::AmountTail& tail = action == last_action ? repeats : changes;
    const bool paused = sketch::AmountTail::bin_of(pause, pause_scale) > 0;
    if (!paused && minute_unpaused < 0xffff) ++minute_unpaused;
    if (paused || std::has_single_bit(minute_unpaused)) tail.add(pause, pause_scale);
  }
  last_ns = time.ns > last_ns ? time.ns : last_ns;
  last_action = action;
}

}  // namespace gait::profile
