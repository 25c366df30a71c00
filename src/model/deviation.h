#pragma once

#include <cstdint>

#include "base/symbols.h"
#include "base/time.h"
#include "model/facet.h"

namespace gait {

// One facet's departure from the profile, with the numbers that made it. The numbers are those of
// the moment before the activity was learned, so the claim can be checked later.
struct Deviation {
  Facet facet = Facet::action;
  float bits = 0;  // -log2 of the probability of something at least this unusual

  // For facets with values.
  Symbol value;                   // what was seen
  Symbol usual;                   // the value it has most often
  float value_minutes = 0;        // minutes of its own in which it had this value; 0 = first seen
  float minutes = 0;              // n: minutes (or hours, for `hour`) learned in the window
  std::uint16_t distinct = 0;     // different values it has
  std::uint32_t peers_with = 0;   // members of the peer group that have this value
  std::uint32_t peers_total = 0;  // members of the peer group with any value of this facet

  // For amounts.
  double amount = 0;           // what was seen
  double amount_usual = 0;     // the middle of its own active windows
  double amount_high = 0;      // the greatest of its own so far
  double elapsed_windows = 0;  // windows since it was first seen, idle ones included

  float drift_days = 0;  // for a slow change: the days between then and now; amounts per day

  Timestamp since;         // the window of the profile begins here
  float once_in_days = 0;  // expected interval between things at least this unusual
};

}  // namespace gait
