#include "simulate/world.h"

#include <algorithm>

namespace gait::simulate {

void note(Label& label, Timestamp time, const std::string& event) {
  label.start = label.events.empty() ? time : std::min(label.start, time);
  label.end = label.events.empty() ? time : std::max(label.end, time);
  label.events.push_back(event);
}

}  // namespace gait::simulate
