#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "detect/episode.h"

namespace gait::detect {

// Identities that belong together for some reason: peers of a class, or all of one owner.
struct Grouping {
  std::string name;           // "owner payments", "class web_workload"
  std::uint32_t members = 0;  // how many there are in all
};

// Many members of a group departing in the same facet with the same value at the same time: one
// event with many faces, a deployment or a failover rather than many thefts.
struct GroupShift {
  std::string group;
  std::uint32_t members = 0;
  struct Move {
    Facet facet = Facet::action;
    Symbol value;
  };
  std::vector<Move> moves;            // what they did alike; the one most took part in first
  std::vector<std::size_t> episodes;  // indices, in order of time, one or more per identity
  std::vector<Symbol> identities;
};

// Finds shifts: at least `shift_identities_min` identities and `shift_share_min` of a group within
// `shift_seconds` on one facet and value. `groupings[i]` are those of episodes[i]. Shifts
// of the same members are one with several moves; of two groupings that see the same shift the
// larger share wins.
// Episodes are in order of time.
std::vector<GroupShift> find_group_shifts(const std::vector<Episode>& episodes,
                                          const std::vector<std::vector<Grouping>>& groupings);

inline constexpr std::size_t shift_identities_min = 3;
inline constexpr double shift_share_min = 0.3;
inline constexpr std::int64_t shift_seconds = 3600;
inline constexpr float shift_bits_min = 8;  // less is no news of any single member

}  // namespace gait::detect
