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

// Finds shifts: at least `shift_identities_min` identities and `shift_share_min` of a group on one
// facet and value, within `shift_seconds` or in a run without longer pauses than
// `shift_pause_seconds`. What counts is when the value departed, not when the episode began, so an
// episode that was open already belongs too. Who follows within `shift_length_seconds_max` does,
// also with few bits, as do later episodes of the members in which nothing but amounts and times
// departs. `groupings[i]` are those of episodes[i]. Shifts that share most of their members are one
// with several moves; of two groupings that see the same shift the larger share wins.
// Episodes are in order of time.
std::vector<GroupShift> find_group_shifts(const std::vector<Episode>& episodes,
                                          const std::vector<std::vector<Grouping>>& groupings);

inline constexpr std::size_t shift_identities_min = 3;
inline constexpr double shift_share_min = 0.3;
inline constexpr std::int64_t shift_seconds = 3600;
inline constexpr std::int64_t shift_pause_seconds = 900;
inline constexpr std::int64_t shift_length_seconds_max = 86'400;
inline constexpr float shift_bits_min = 8;  // less is no news of any single member
inline constexpr float shift_join_bits_min = 4;

}  // namespace gait::detect
