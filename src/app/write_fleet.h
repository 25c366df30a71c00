#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "simulate/simulate.h"

namespace gait::app {

// Simulates a fleet into a folder, which is made and must be empty or not there. Returns how many
// files were written.
Result<std::uint64_t> write_fleet(const simulate::FleetOptions& options, const std::string& folder);

}  // namespace gait::app
