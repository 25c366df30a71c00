#pragma once

#include <span>
#include <string>

#include "base/time.h"
#include "simulate/networks.h"

namespace gait::simulate {

// The bytes of a MaxMind DB (format 2.0) in which every address of a prefix has
// `autonomous_system_number`, `autonomous_system_organization` and `country.iso_code`, as in the
// ASN and country databases taken together. IPv4 prefixes live below ::/96, where readers look.
// Prefixes must be well-formed and must not overlap: they are ours, so anything else stops us.
std::string write_mmdb(std::span<const NetworkInfo> networks, Timestamp built);

}  // namespace gait::simulate
