#pragma once

#include <vector>

#include "bench/quality/fleet_sample.h"

namespace gait::quality {

// What anybody would write first, as findings of one identity-hour each, with a score as `risk`.

// How many values of action, resource, network, country, region and client the identity had never
// shown before that hour.
std::vector<Finding> first_seen(const FleetSample& sample);

// How many calls it made in the hour.
std::vector<Finding> count_threshold(const FleetSample& sample);

}  // namespace gait::quality
