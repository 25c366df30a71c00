#pragma once

#include <bitset>

#include "model/facet.h"

namespace gait {

// Which parts of detection work. The product has all of them on; bench/quality takes one away at a
// time to see whether it earns its place. A state that was learned with other settings does not
// compare.
struct DetectionSettings {
  std::bitset<facet_count> facets = std::bitset<facet_count>().set();  // off: nothing is seen in it
  bool peers = true;        // off: every identity knows only itself
  bool guard = true;        // off: every minute teaches in full
  bool calibration = true;  // off: stated bits are taken at their word
  bool evidence = true;     // off: nothing adds up over hours and days
  bool budget = true;       // off: every episode above the floor is told
};

}  // namespace gait
