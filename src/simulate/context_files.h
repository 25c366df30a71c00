#pragma once

#include <string>

#include "simulate/world.h"

namespace gait::simulate {

// inventory.csv: what the company wrote down about its identities. People and service-linked
// roles are not in it.
std::string inventory_csv(const World& world);

// changes.ndjson: what was announced, in time order.
std::string changes_ndjson(const World& world);

// labels.ndjson: what really happened, one line per scenario.
std::string labels_ndjson(const World& world);

}  // namespace gait::simulate
