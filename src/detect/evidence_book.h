#pragma once

#include <cstdint>
#include <unordered_map>

#include "base/bytes.h"
#include "detect/episode.h"
#include "sketch/evidence.h"

namespace gait::detect {

// Evidence over time: an hour out of character that says little adds to the hours and days before
// it, per identity, per identity and resource, and per delegation.
//
// Each is a sketch::Evidence, an e-process with decay; hours less than six apart are one piece of
// news, since what goes on from hour to hour is not found out again each time. Keeps only what is
// above 1; hours in which a key has not departed count as p = 1 when it is next met. Bounded: the
// weakest go first.
class EvidenceBook {
 public:
  // The evidence about a key with this hour taken in, the book left as it is; its bits are those of
  // an e-value. `active_hours` is how many hours the identity has been active in, `bits` what this
  // hour says so far.
  Accumulated with(std::uint64_t key, std::uint32_t hour, double active_hours, double bits) const;

  // The hour is over.
  void add(std::uint64_t key, std::uint32_t hour, double active_hours, double bits);

  std::size_t size() const { return entries_.size(); }
  void save(ByteWriter& out) const;
  void load(ByteReader& in);

 private:
  struct Entry {
    sketch::Evidence evidence;
    float active_hours = 0;
    std::uint32_t news_hour = 0;  // the last that added to it
  };
  void drop_weakest(std::uint32_t hour);
  Entry next(std::uint64_t key, std::uint32_t hour, double active_hours, double bits) const;

  std::unordered_map<std::uint64_t, Entry> entries_;
};

inline constexpr std::size_t evidence_entries_max = 16'384;

// From here on the evidence is an alarm: by chance once in a year of hours of one identity. What
// has been told is not told again: after an alarm it begins anew.
inline constexpr double evidence_alarm_bits = 13;

// One hour can end an accumulation with a great leap; what that hour says alone is the business of
// the lanes.
inline constexpr double evidence_bits_max = 15;

}  // namespace gait::detect
