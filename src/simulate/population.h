#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulate/fleet.h"

namespace gait::simulate {

// Fewer cannot hold one identity of every kind for every scenario; more than the greatest full
// fleet belong to the long tail (long_tail.h).
inline constexpr int full_identities_min = 40;
inline constexpr int full_identities_max = 1'000;

// A small company: shops, ledgers, batch jobs, CI, vendors, people. `count` is between the two
// limits above. The first 64 are one company of the mix that the kinds in population.cc give;
// every further 64 are another department, less busy the further down. `activity_milli` scales
// all of them; 1000 is as designed.
std::vector<Identity> make_population(std::uint64_t seed, int count, std::int64_t activity_milli,
                                      Timestamp start);

// An identity of this kind as make_population would make it, for the application `service`.
Identity make_identity(std::uint64_t seed, Kind kind, const std::string& service, Timestamp start);

}  // namespace gait::simulate
