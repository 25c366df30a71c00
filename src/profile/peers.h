#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "base/symbols.h"
#include "model/facet.h"
#include "profile/amounts.h"
#include "profile/drift.h"
#include "sketch/amount_tail.h"
#include "sketch/probability.h"

namespace gait::profile {

// A peer group: identities that should behave alike. The tenant, everybody, is group 0.
using GroupId = std::uint16_t;
inline constexpr GroupId tenant_group = 0;

// Whether an hour of the day was one in which the member had been active before, give or take an
// hour; unknown while it has shown too few.
enum class HourHabit : std::uint8_t { unknown, habitual, first_time };

// What one shard has learned for the groups since the last exchange. Only sums, so that joining
// the deltas of any number of shards in any order gives the same groups.
struct PeerDelta {
  struct NewValue {
    std::uint64_t key;  // of group, facet and value
    GroupId group;
    Facet facet;
    bool first_of_facet;  // the member had no value of this facet before
    bool suspect;         // it departed when it came: one witness is none (Peers::suspects_told)
  };
  struct GroupHours {
    std::array<sketch::GroupAmountTail, amount_count> tails;
    double elapsed_hours = 0;
    double habitual_hours = 0, new_hours = 0;  // of members with habits; new: at a new time of day
    std::array<std::uint32_t, 168> hours{};
    sketch::GroupAmountTail gaps;                            // hours of silence before an hour
    std::array<sketch::GroupAmountTail, drift_count> drift;  // of active days (profile/drift.h)
  };
  // A member has used a value of its own again and again: `uses` more times since it last told.
  struct Uses {
    std::uint64_t key;
    std::uint32_t uses;
  };
  std::vector<NewValue> values;
  std::vector<Uses> uses;
  std::unordered_map<GroupId, GroupHours> amounts;
  std::uint32_t first_hour = 0;  // that anybody was active in; 0 = none

  void add_value(GroupId group, Facet facet, Symbol value, bool first_of_facet,
                 bool suspect = false);
  void add_uses(Facet facet, Symbol value, std::uint32_t uses);
  void add_hour(GroupId group, const HourRecord& hour, std::uint32_t elapsed_hours,
                HourHabit habit);
  void add_gap(GroupId group, std::uint32_t gap_hours);
  // A member's growth over its frozen reference, at the end of an active day.
  void add_drift(GroupId group, std::size_t drift_index, double octaves);
  void clear();
};

// What the peers do: for each value how many members have it, for each amount how often it is
// reached. A snapshot between exchanges: judging reads it, learning writes a delta.
class Peers {
 public:
  Peers();

  // Members of the group that have the value.
  std::uint32_t members_with(GroupId group, Facet facet, Symbol value) const;
  // Members of the group that have any value of the facet.
  std::uint32_t members(GroupId group, Facet facet) const;

  // The probability that a value somebody of the group has is no more popular than this one, the
  // base of "and it is one that hardly any peer has". For a value nobody in the group has: the
  // group's own novelty times the same question asked of the tenant.
  double tail(GroupId group, Facet facet, Symbol value) const;

  // The probability that the next use of a value comes from somebody who never used it, by what the
  // whole tenant did with it so far; 1 for a value that nobody has.
  double newcomer(Facet facet, Symbol value) const;

  // The probability that an hour of a member (idle ones included) reaches `amount`.
  double survival(GroupId group, std::size_t amount_index, double amount) const;

  // The probability that an active hour comes after so long a silence, and that an active day shows
  // so much growth: by the group, with everybody's as a prior. 1 where nobody has shown any.
  double gap_survival(GroupId group, double gap_hours) const;
  double drift_survival(GroupId group, std::size_t drift_index, double octaves) const;

  // The first hour anybody was active in, hence since when silence is known to be silence; 0 =
  // nothing has been seen.
  std::uint32_t first_hour() const { return first_hour_; }

  // How often members with habits are active at a time of day that is new to them.
  double new_hour_rate(GroupId group) const;

  void apply(const PeerDelta& delta);

  std::size_t memory_bytes() const;
  void save(ByteWriter& out) const;
  void load(ByteReader& in);

 private:
  static constexpr int popularity_bins = 24;
  struct FacetStats {
    double pairs = 0;  // sum over values of members with it
    double distinct = 0, once = 0, twice = 0;
    std::array<std::uint32_t, popularity_bins> mass{};  // pairs by log2 of the value's popularity
    std::uint32_t members = 0;
    std::uint32_t unused = 0;  // no padding: it is saved as it lies
  };
  struct Group {
    std::array<FacetStats, facet_count> facets{};
    PeerDelta::GroupHours amounts;
  };
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t members = 0;
    std::uint32_t uses = 0;  // by all members together, within a factor of 2; of the tenant only
  };

  double tail_in(GroupId group, Facet facet, Symbol value, bool& known) const;
  const Slot& find(std::uint64_t key) const;
  bool still_suspect(const PeerDelta::NewValue& value);
  void add_one(const PeerDelta::NewValue& value);
  void add(const PeerDelta::NewValue& value);
  void grow();

  std::vector<Group> groups_;
  std::vector<Slot> slots_;
  std::size_t used_ = 0;
  std::uint32_t first_hour_ = 0;
  std::unordered_map<std::uint64_t, std::uint8_t> suspects_;  // witnesses of values nobody has
};

// Values that came in departures are told to nobody until so many members have shown the same one:
// what one identity was made to do is no custom of its peers, what three do is a move of the group.
inline constexpr std::uint8_t suspects_told = 3;
inline constexpr std::size_t suspects_max = 65'536;

// How many groups there may be, and how many values are remembered for all of them together. A
// value beyond that counts as known to nobody.
inline constexpr std::size_t groups_max = 256;
inline constexpr std::size_t peer_values_max = 8'000'000;

}  // namespace gait::profile
