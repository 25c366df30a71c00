#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "model/activity.h"
#include "model/deviation.h"
#include "profile/amounts.h"
#include "profile/drift.h"
#include "profile/pace.h"
#include "profile/peers.h"
#include "sketch/seen_set.h"
#include "sketch/value_counts.h"

namespace gait::profile {

// The facets whose values are counted, and how many values of each an identity may keep. Together
// they fit into a ValueCounts (112 of 128 slots).
struct CountedFacet {
  Facet facet;
  std::uint8_t values_max;
};
inline constexpr std::array<CountedFacet, 8> counted_facets{{{Facet::action, 32},
                                                             {Facet::resource, 40},
                                                             {Facet::network, 8},
                                                             {Facet::country, 6},
                                                             {Facet::region, 6},
                                                             {Facet::agent, 8},
                                                             {Facet::delegator, 8},
                                                             {Facet::credential, 4}}};
inline constexpr std::size_t counted_count = counted_facets.size();

// The value an activity has of each counted facet; 0 where it says nothing about it. A derived
// activity (a service with the caller's permission) speaks only of actions and resources.
std::array<Symbol, counted_count> values_of(const Activity& activity);

// A country code or credential kind as a value: the symbol of its name, empty when unknown.
Symbol country_value(std::array<char, 2> country);
Symbol credential_value(CredentialKind kind);

// How a facet of one identity has behaved, beside the counts of its values.
struct FacetStats {
  std::uint16_t windows = 0;   // minutes that had any value of it (of a young one: slices)
  std::uint16_t distinct = 0;  // values ever seen
  std::uint8_t kept = 0;       // of them in the table
  std::uint8_t once = 0, twice = 0;
  std::uint8_t unused = 0;  // no padding: it is saved as it lies
};

// The habits of an identity that has shown a few hours of itself.
struct Habits {
  std::array<sketch::AmountTail, amount_count> tails;
  sketch::AmountTail gaps;                // hours of silence between active hours
  Drift drift;                            // against a month ago
  std::array<std::uint8_t, 168> hours{};  // active hours by hour of week, Monday 00 UTC first
  std::array<std::uint16_t, 28> daily{};  // calls per day, a ring by day number
};

// The baseline of one identity: what it does, when, from where, how much, as whom.
//
// What is learned can be taught on purpose, so it is bounded: a value that departed when it came is
// in quarantine (it stays rare however often it is used, and the peers do not hear of it) until it
// has been there on 3 days over a week, or peers have it, or people approve it; an hour that was
// out of character raises a record by an octave a day at most; and slow growth is told against a
// frozen reference (profile/drift.h).
//
// Two verbs. `judge` says how a minute departs from it and changes nothing; `learn` teaches it the
// same minute. A minute is judged as a whole before any of it is learned, each value teaches once
// per minute, and sums, maxima and unions are all that an open hour keeps: so a burst of ten
// thousand calls teaches as much as one. Activities come in order of time; for counts and amounts
// the order inside a minute does not matter (but for minutes with over 64 different values, of
// which the first 64 teach, and for full value tables), for pauses it does.
//
// While it is young (an hour of activity) it may be given a minute in slices of a second, judged
// and learned one after the other: who has shown three minutes must not stay unknown for three
// more. Of the active slices of a minute the 1st, 2nd, 4th... 32nd teach, so a minute counts six
// times at most however much happens in it.
//
// Bounded: at most 4 KiB (tested), 512 bytes for an identity with few activities.
class Profile {
 public:
  Profile(Symbol identity, GroupId group);

  // Departures worth keeping: at least `bits_min`. One per facet and value; `first` is the index
  // of the activity that showed it, or -1 for the minute as a whole.
  struct Departure {
    Deviation deviation;
    std::int32_t first = -1;
  };
  static constexpr float bits_min = 4.33F;           // p <= 0.05: what the combination counts
  static constexpr std::size_t departures_max = 64;  // of a minute; more would be a list, no news

  // What a probability is of: an active hour with its many chances, or one activity by itself.
  enum class Chances : std::uint8_t { of_an_hour, of_one };
  struct JudgeOptions {
    float bits_min = Profile::bits_min;
    Chances chances = Chances::of_an_hour;
  };

  // Judges activities of one minute or slice, all of this identity. `departures` is cleared first.
  void judge(std::span<const Activity> minute, const Peers& peers,
             std::vector<Departure>& departures) const {
    judge(minute, peers, departures, JudgeOptions{});
  }
  void judge(std::span<const Activity> minute, const Peers& peers,
             std::vector<Departure>& departures, const JudgeOptions& options) const;

  // How much time should be judged at once before it is learned: a second while it is young, then
  // a minute.
  std::int64_t slice_seconds() const { return minutes_ < young_minutes ? 1 : 60; }

  // How much an activity may teach, by what was judged of it.
  struct Lesson {
    double trust = 1;                         // 0 to 1; see trust_of
    std::uint32_t held = 0;                   // bits of facets about which a finding is open
    std::span<const Departure> departures{};  // as `judge` stated them
  };
  // A new value that departs so much is in quarantine: an alarm rather than something new. (From 6
  // bits on it costs a twentieth of the macro recall on DARPA.)
  static constexpr float quarantine_bits = 12;

  // The trust in an hour of that probability: all at 1 in 8,192, and in proportion below, but never
  // nothing, so that what keeps happening becomes known. (From 1 in 10 on it costs a tenth of the
  // macro recall on DARPA: what is merely unusual must be learned.)
  static double trust_of(double probability) { return std::clamp(probability * 8192, 0.01, 1.0); }

  // The same activities, learned. Denied calls teach nothing about what the identity does.
  void learn(std::span<const Activity> minute, PeerDelta& delta, const Lesson& lesson);
  void learn(std::span<const Activity> minute, PeerDelta& delta) { learn(minute, delta, Lesson{}); }
  void learn(std::span<const Activity> minute, PeerDelta& delta, double trust) {
    learn(minute, delta, Lesson{trust, 0, {}});
  }

  // People approve of a value: it is out of quarantine. Returns whether it was in it.
  bool approve(Facet facet, Symbol value);
  // Values in quarantine now.
  std::size_t quarantined() const;

  // Closes the open hour if `now` is past it; called by `learn` too.
  void close_hour(std::uint32_t hour_now, PeerDelta& delta);

  Symbol identity() const { return identity_; }
  GroupId group() const { return group_; }
  Timestamp first() const { return Timestamp::from_seconds(std::int64_t{first_hour_} * 3600); }
  std::uint32_t last_minute() const { return last_minute_; }
  std::uint64_t activities() const { return activities_; }
  std::uint64_t denied() const { return denied_; }
  double minutes() const { return minutes_; }
  double elapsed_days() const;  // at least an hour
  double active_hours() const;  // closed ones
  const FacetStats& stats(std::size_t counted) const { return stats_[counted]; }
  std::span<const sketch::ValueSlot> slots() const { return values_.slots(); }
  const Habits* habits() const { return habits_.get(); }
  std::span<const HourRecord> young_hours() const { return {young_.get(), young_count_}; }
  const HourRecord& open_hour() const { return open_; }
  // Calls in the closed hours of a day since 1970, if it is one of the last 28.
  std::uint32_t daily(std::uint32_t day) const;

  // Everything this identity costs, itself included.
  std::size_t memory_bytes() const;

  void save(ByteWriter& out) const;
  static Profile load(ByteReader& in);

 private:
  friend class Judge;

  static constexpr std::uint32_t young_minutes = 60;

  bool open_slice(const HourRecord& sum, std::uint32_t minute);
  // Returns whether the value is new. A value that is known gains only when `teaches`.
  bool learn_value(std::size_t counted, Symbol value, const Activity& activity, bool teaches,
                   PeerDelta& delta, const Lesson& lesson);
  bool learn_new_value(std::size_t counted, Symbol value, std::uint16_t day, PeerDelta& delta,
                       const Lesson& lesson);
  void end_quarantine(std::size_t counted, sketch::ValueSlot& slot, PeerDelta& delta);
  bool quarantine_allows(const FacetStats& stats, const sketch::ValueSlot& slot,
                         const Lesson& lesson) const;
  void explore(std::size_t counted, bool found);
  double exploring(std::size_t counted) const { return exploring_[counted] / 65535.0; }
  void remember(Facet facet, Symbol value);
  bool seen(Facet facet, Symbol value) const;
  // Tried and denied: known of the identity, but nothing that it does or that peers heard of.
  void remember_tried(Facet facet, Symbol value);
  bool tried(Facet facet, Symbol value) const;
  void age_facet(std::size_t counted);
  HourHabit habit_of(std::uint32_t hour) const;
  void teach(const HourRecord& hour, std::uint32_t gap_hours);
  void end_day(std::uint32_t hour_now, PeerDelta& delta);
  double taught_amount(std::size_t index, double amount, std::uint32_t day);

  Symbol identity_;
  sketch::ValueCounts values_;
  std::unique_ptr<Habits> habits_;
  std::unique_ptr<HourRecord[]> young_;    // the first hours, until there are enough for habits
  std::unique_ptr<Pace> pace_;             // none before the first activity
  std::unique_ptr<sketch::SeenSet> seen_;  // values that left the table or were only tried
  HourRecord open_;
  std::array<FacetStats, counted_count> stats_{};
  // The share of its latest calls that brought a new value, a decaying mean over eight of them, in
  // 1/65,535: an identity in the middle of new things surprises nobody with the next one.
  std::array<std::uint16_t, counted_count> exploring_;
  std::uint32_t first_hour_ = 0;   // 0 = nothing learned yet
  std::uint32_t last_hour_ = 0;    // the last closed active hour
  std::uint32_t last_minute_ = 0;  // the last learned minute
  std::uint32_t activities_ = 0, denied_ = 0, minutes_ = 0;
  GroupId group_ = 0;
  std::uint8_t young_count_ = 0;
  std::uint8_t open_trust_ = 255;  // the least of the open hour, in 1/255
  std::uint8_t raised_ = 0;        // amounts whose record a mistrusted hour has raised...
  std::uint16_t raised_day_ = 0;   // ... on this day
};

// What a departure of an amount has as its value when it is growth over the frozen reference rather
// than a busy hour. Then `amount` is of a day now, `amount_usual` of a day then, and `minutes` the
// days between.
Symbol drift_value();

// Sums up activities of one minute.
HourRecord sum_up(std::span<const Activity> minute);

inline constexpr std::size_t young_hours_max = 3;

}  // namespace gait::profile
