#include "profile/profile.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "base/check.h"
#include "base/hash.h"

namespace gait::profile {
namespace {

// Counts are halved when a facet has been seen in this many minutes: about two weeks of an
// identity that never rests.
constexpr std::uint16_t windows_max = 20'000;

// Different values of one minute that are learned; a minute with more is a scan, and what it
// scans is no habit: it is only known to have been seen.
constexpr std::size_t values_learned_max = 64;

// So many active hours show a habit.
constexpr double habitual_hours_min = 5;

// A value leaves quarantine when it has been there on so many days, over so many.
constexpr std::uint8_t quarantine_days_min = 3;
constexpr std::uint16_t quarantine_span_days = 7;

// A day of quarantine may move this share of a facet's windows.
constexpr unsigned quarantine_share = 50;  // one in 50: 2 %

template <class Number>
void saturating_increment(Number& number) {
  if (number != std::numeric_limits<Number>::max()) ++number;
}

// So many values of a facet an identity may tell its peers of: one that has more explores, and what
// it finds is no custom.
constexpr std::uint16_t values_told_max = 512;

std::uint64_t seen_key(Facet facet, Symbol value) {
  return hash_combine(value.value, static_cast<std::uint64_t>(facet));
}

// Apart from what was done and left the table: a value that is tried first and done later is new
// then, and the peers are told of it.
std::uint64_t tried_key(Facet facet, Symbol value) {
  return hash_combine(seen_key(facet, value), 1);
}

std::uint16_t day_of(const Activity& activity) {
  return static_cast<std::uint16_t>(activity.time.days());
}

bool departed(Facet facet, Symbol value, const Profile::Lesson& lesson) {
  return std::ranges::any_of(lesson.departures, [&](const Profile::Departure& d) {
    return d.deviation.facet == facet && d.deviation.value == value &&
           d.deviation.bits >= Profile::quarantine_bits;
  });
}

bool is_held(Facet facet, const Profile::Lesson& lesson) {
  return (lesson.held >> static_cast<unsigned>(facet) & 1U) != 0;
}

// Remembers which values a minute has shown already, so that each teaches once.
class Taught {
 public:
  bool first_time(std::size_t counted, Symbol value) {
    if (last_[counted] == value) return false;
    last_[counted] = value;
    for (std::size_t i = 0; i < count_; ++i)
      if (seen_[i].value == value && seen_[i].counted == counted) return false;
    if (count_ == seen_.size()) return false;
    seen_[count_++] = {value, counted};
    return true;
  }

  bool full() const { return count_ == seen_.size(); }

 private:
  struct Seen {
    Symbol value;
    std::size_t counted;
  };
  std::array<Symbol, counted_count> last_{};
  std::array<Seen, values_learned_max> seen_;
  std::size_t count_ = 0;
};

}  // namespace

Symbol country_value(std::array<char, 2> country) {
  return country[0] == 0 ? Symbol{} : symbol_of({country.data(), country.size()});
}

Symbol credential_value(CredentialKind kind) {
  static const auto symbols = [] {
    std::array<Symbol, credential_kind_names.size()> all;
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = symbol_of(credential_kind_names[i]);
    return all;
  }();
  if (kind == CredentialKind::unknown || kind == CredentialKind::none) return {};
  return symbols[static_cast<std::size_t>(kind)];
}

std::array<Symbol, counted_count> values_of(const Activity& activity) {
  if (activity.derived) return {activity.action, activity.resource};
  return {activity.action,    activity.resource,
          activity.network,   country_value(activity.country),
          activity.region,    activity.address == AddressKind::service ? Symbol{} : activity.agent,
          activity.delegator, credential_value(activity.credential_kind)};
}

HourRecord sum_up(std::span<const Activity> minute) {
  HourRecord sum;
  sum.hour = static_cast<std::uint32_t>(minute.front().time.hours());
  for (const Activity& activity : minute) {
    if (activity.derived) continue;
    ++sum.calls;
    if (activity.outcome == Outcome::denied) ++sum.denials;
    if (activity.bytes > 0) sum.bytes += static_cast<float>(activity.bytes);
    const std::uint64_t thing = activity.item != 0
                                    ? hash_combine(activity.resource.value, activity.item)
                                    : activity.resource.value;
    if (thing != 0) sum.distinct.add(thing >> 20 ^ thing);
    if (activity.classes.has(ActionClass::secret_read) && activity.outcome == Outcome::success)
      sum.secrets += activity.count;
  }
  sum.peak_minute_calls = sum.calls;
  return sum;
}

Profile::Profile(Symbol identity, GroupId group) : identity_(identity), group_(group) {
  check(group != tenant_group, "every identity belongs to a group below the tenant");
  exploring_.fill(65'535);
}

double Profile::elapsed_days() const {
  const double minutes = first_hour_ == 0 ? 0 : last_minute_ - first_hour_ * 60.0;
  return std::max(minutes, 60.0) / 1440;
}

double Profile::active_hours() const {
  return habits_ == nullptr ? young_count_ : habits_->tails[1].windows();
}

bool Profile::open_slice(const HourRecord& sum, std::uint32_t minute) {
  if (pace_ == nullptr) pace_ = std::make_unique<Pace>();
  const bool same_minute = minutes_ > 0 && minute == last_minute_;
  if (!same_minute) {
    saturating_increment(minutes_);
    pace_->minute_calls = pace_->minute_slices = pace_->minute_unpaused = 0;
  }
  saturating_increment(pace_->minute_slices);
  pace_->minute_calls += sum.calls;
  last_minute_ = std::max(last_minute_, minute);
  return std::has_single_bit(pace_->minute_slices);
}

void Profile::learn(std::span<const Activity> minute, PeerDelta& delta, const Lesson& lesson) {
  const auto minute_number = static_cast<std::uint32_t>(minute.front().time.minutes());
  const std::uint32_t hour_number = minute_number / 60;
  close_hour(hour_number, delta);
  if (first_hour_ == 0) first_hour_ = std::max(hour_number, 1U);

  HourRecord sum = sum_up(minute);
  // One in so many of the minutes out of character counts for what is known.
  const auto stride = static_cast<std::uint32_t>(1 / std::clamp(lesson.trust, 0.01, 1.0));
  const bool teaches = open_slice(sum, minute_number) && minute_number % stride == 0;
  open_trust_ =
      std::min(open_trust_, static_cast<std::uint8_t>(std::clamp(lesson.trust, 0.0, 1.0) * 255));
  sum.peak_minute_calls = pace_->minute_calls;
  if (open_.hour != hour_number)
    open_ = sum;
  else
    open_.add(sum);

  Taught taught;
  std::array<bool, counted_count> present{};
  for (const Activity& activity : minute) {
    saturating_increment(activities_);
    if (activity.outcome == Outcome::denied) saturating_increment(denied_);
    if (!activity.derived) pace_->learn(activity.time, activity.action);
    const auto values = values_of(activity);
    // A denied call is not something the identity does, it has only been tried; where it came from
    // is a habit like any other.
    const std::size_t from = activity.outcome == Outcome::denied ? 2 : 0;
    for (std::size_t i = 0; i < from; ++i) remember_tried(counted_facets[i].facet, values[i]);
    for (std::size_t i = from; i < counted_count; ++i) {
      if (!values[i]) continue;
      present[i] = true;
      const bool first = taught.first_time(i, values[i]);
      if (!first && taught.full()) remember(counted_facets[i].facet, values[i]);
      explore(i, first && learn_value(i, values[i], activity, teaches, delta, lesson));
    }
  }
  for (std::size_t i = 0; i < counted_count; ++i)
    if (present[i] && teaches && ++stats_[i].windows >= windows_max) age_facet(i);
}

void Profile::explore(std::size_t counted, bool found) {
  std::uint16_t& share = exploring_[counted];
  share = static_cast<std::uint16_t>(found ? share + (65'535 - share + 7) / 8
                                           : share - (share + 7) / 8);
}

void Profile::remember(Facet facet, Symbol value) {
  if (!value) return;
  if (seen_ == nullptr) seen_ = std::make_unique<sketch::SeenSet>();
  seen_->add(seen_key(facet, value));
}

bool Profile::seen(Facet facet, Symbol value) const {
  return seen_ != nullptr && seen_->has(seen_key(facet, value));
}

void Profile::remember_tried(Facet facet, Symbol value) {
  if (!value) return;
  if (seen_ == nullptr) seen_ = std::make_unique<sketch::SeenSet>();
  seen_->add(tried_key(facet, value));
}

bool Profile::tried(Facet facet, Symbol value) const {
  return seen_ != nullptr && seen_->has(tried_key(facet, value));
}

bool Profile::learn_value(std::size_t counted, Symbol value, const Activity& activity, bool teaches,
                          PeerDelta& delta, const Lesson& lesson) {
  FacetStats& stats = stats_[counted];
  const Facet facet = counted_facets[counted].facet;
  sketch::ValueSlot* slot = values_.find(static_cast<std::uint8_t>(facet), value.value);
  if (slot == nullptr) return learn_new_value(counted, value, day_of(activity), delta, lesson);
  if (slot->mark != 0 && is_held(facet, lesson)) return false;
  if (slot->mark != 0 && day_of(activity) > slot->last_day) saturating_increment(slot->mark);
  slot->last_day = std::max(slot->last_day, day_of(activity));
  if (slot->mark != 0) end_quarantine(counted, *slot, delta);
  if (!teaches || (slot->mark != 0 && !quarantine_allows(stats, *slot, lesson))) return false;
  if (slot->count == 1 && stats.once > 0)
    --stats.once, saturating_increment(stats.twice);
  else if (slot->count == 2 && stats.twice > 0)
    --stats.twice;
  saturating_increment(slot->count);
  // The peers hear of it each time its uses have doubled.
  if (slot->mark == 0 && std::has_single_bit(slot->count))
    delta.add_uses(facet, value, slot->count / 2U);
  return false;
}

// Until it has been there long enough a day of it moves little.
bool Profile::quarantine_allows(const FacetStats& stats, const sketch::ValueSlot& slot,
                                const Lesson& lesson) const {
  const unsigned a_day = std::max(1U, stats.windows / quarantine_share);
  return lesson.trust > 0 && slot.count < slot.mark * a_day;
}

void Profile::end_quarantine(std::size_t counted, sketch::ValueSlot& slot, PeerDelta& delta) {
  if (slot.mark < quarantine_days_min || slot.last_day - slot.first_day < quarantine_span_days)
    return;
  slot.mark = 0;
  const Facet facet = counted_facets[counted].facet;
  if (stats_[counted].distinct < values_told_max)
    delta.add_value(group_, facet, Symbol{slot.value}, false);
}

bool Profile::approve(Facet facet, Symbol value) {
  sketch::ValueSlot* slot = values_.find(static_cast<std::uint8_t>(facet), value.value);
  if (slot == nullptr || slot->mark == 0) return false;
  slot->mark = 0;
  return true;
}

std::size_t Profile::quarantined() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      values_.slots(), [](const sketch::ValueSlot& s) { return s.value != 0 && s.mark != 0; }));
}

bool Profile::learn_new_value(std::size_t counted, Symbol value, std::uint16_t day,
                              PeerDelta& delta, const Lesson& lesson) {
  FacetStats& stats = stats_[counted];
  const Facet facet = counted_facets[counted].facet;
  const auto family = static_cast<std::uint8_t>(facet);
  const bool known = seen(facet, value);
  if (stats.kept == counted_facets[counted].values_max) {
    remember(facet, Symbol{values_.evict_least(family)});
    --stats.kept;
  }
  const bool suspect = departed(facet, value, lesson) || is_held(facet, lesson);
  if (!known && stats.distinct < values_told_max)
    delta.add_value(group_, facet, value, stats.distinct == 0, suspect);
  if (!values_.insert(family, value.value, day)) return !known;
  if (suspect) values_.find(family, value.value)->mark = 1;
  ++stats.kept;
  if (known) {
    // It has been here before, so this is its second time at least.
    values_.find(family, value.value)->count = 2;
    saturating_increment(stats.twice);
    return false;
  }
  saturating_increment(stats.distinct);
  saturating_increment(stats.once);
  return true;
}

void Profile::age_facet(std::size_t counted) {
  FacetStats& stats = stats_[counted];
  const auto family = static_cast<std::uint8_t>(counted_facets[counted].facet);
  values_.age(family);
  stats.windows = static_cast<std::uint16_t>(stats.windows / 2);
  stats.kept = stats.once = stats.twice = 0;
  for (const sketch::ValueSlot& slot : values_.slots()) {
    if (slot.value == 0 || slot.family != family) continue;
    ++stats.kept;
    if (slot.count == 1) ++stats.once;
    if (slot.count == 2) ++stats.twice;
  }
  stats.distinct =
      std::max<std::uint16_t>(stats.kept, static_cast<std::uint16_t>(stats.distinct / 2));
}

void Profile::close_hour(std::uint32_t hour_now, PeerDelta& delta) {
  if (open_.hour == 0 || hour_now <= open_.hour) {
    end_day(hour_now, delta);
    return;
  }
  const std::uint32_t since = last_hour_ == 0 ? 1 : open_.hour - last_hour_;
  delta.add_hour(group_, open_, since, habit_of(open_.hour));
  if (since > 1) delta.add_gap(group_, since - 1);
  if (habits_ == nullptr && young_count_ < young_hours_max) {
    if (young_ == nullptr) young_ = std::make_unique<HourRecord[]>(young_hours_max);
    young_[young_count_++] = open_;
  } else {
    if (habits_ == nullptr) {
      habits_ = std::make_unique<Habits>();
      for (std::size_t i = 0; i < young_count_; ++i)
        teach(young_[i], i == 0 ? 0 : young_[i].hour - young_[i - 1].hour);
      young_.reset();
      young_count_ = 0;
    }
    teach(open_, since);
  }
  last_hour_ = open_.hour;
  open_ = {};
  open_trust_ = 255;
  end_day(hour_now, delta);
}

// Growth is told in the hour after the day that showed it, and what is told teaches the group an
// eighth.
void Profile::end_day(std::uint32_t hour_now, PeerDelta& delta) {
  if (habits_ == nullptr) return;
  const Drift::Closed closed = habits_->drift.close_day(hour_now / 24);
  if (!closed.day_ended) return;
  for (std::size_t i = 0; i < drift_count; ++i)
    if (closed.measured[i] && (!habits_->drift.telling(i) || hour_now / 24 % 8 == 0))
      delta.add_drift(group_, i, closed.octaves[i]);
}

// An hour out of character raises a record by an octave a day at most.
double Profile::taught_amount(std::size_t index, double amount, std::uint32_t day) {
  const double most = habits_->tails[index].most();
  if (open_trust_ == 255 || most == 0 || amount <= most) return amount;
  if (raised_day_ != static_cast<std::uint16_t>(day)) raised_ = 0;
  raised_day_ = static_cast<std::uint16_t>(day);
  const auto bit = static_cast<std::uint8_t>(1U << index);
  const double limit = (raised_ & bit) != 0 ? most : 2 * most;
  raised_ = static_cast<std::uint8_t>(raised_ | bit);
  return std::min(amount, limit);
}

HourHabit Profile::habit_of(std::uint32_t hour) const {
  if (habits_ == nullptr || active_hours() < habitual_hours_min) return HourHabit::unknown;
  for (std::uint32_t day = 0; day < 7; ++day)
    for (std::uint32_t h = hour + 23; h <= hour + 25; ++h)
      if (habits_->hours[day * 24 + h % 24] != 0) return HourHabit::habitual;
  return HourHabit::first_time;
}

void Profile::teach(const HourRecord& hour, std::uint32_t gap_hours) {
  const auto amounts = hour.amounts();
  for (std::size_t i = 0; i < amount_count; ++i)
    if (amounts[i] > 0)
      habits_->tails[i].add(taught_amount(i, amounts[i], hour.hour / 24), amount_scale(i));
  habits_->drift.told();
  habits_->drift.add(hour);
  if (gap_hours > 1) habits_->gaps.add(gap_hours - 1, {1, 2});
  saturating_increment(habits_->hours[(hour.hour + 72) % 168]);
  auto& day = habits_->daily[hour.hour / 24 % habits_->daily.size()];
  const std::uint32_t last_day = last_hour_ / 24, this_day = hour.hour / 24;
  for (std::uint32_t d = last_day + 1; d <= this_day && d <= last_day + habits_->daily.size(); ++d)
    habits_->daily[d % habits_->daily.size()] = 0;
  day = static_cast<std::uint16_t>(std::min<std::uint32_t>(day + hour.calls, 65'535));
}

std::uint32_t Profile::daily(std::uint32_t day) const {
  if (habits_ == nullptr || day > last_hour_ / 24 || day + habits_->daily.size() <= last_hour_ / 24)
    return 0;
  return habits_->daily[day % habits_->daily.size()];
}

std::size_t Profile::memory_bytes() const {
  return sizeof *this + values_.memory_bytes() + (habits_ ? sizeof *habits_ : 0) +
         (young_ ? young_hours_max * sizeof(HourRecord) : 0) + (pace_ ? sizeof *pace_ : 0) +
         (seen_ ? sizeof *seen_ : 0);
}

void Profile::save(ByteWriter& out) const {
  out.put(identity_);
  out.put(group_);
  values_.save(out);
  out.put(stats_);
  out.put(exploring_);
  out.put(static_cast<std::uint8_t>(pace_ != nullptr));
  if (pace_) out.put(*pace_);
  out.put(static_cast<std::uint8_t>(seen_ != nullptr));
  if (seen_) seen_->save(out);
  out.put(open_);
  for (const std::uint32_t number :
       {first_hour_, last_hour_, last_minute_, activities_, denied_, minutes_})
    out.put(number);
  out.put(open_trust_);
  out.put(raised_);
  out.put(raised_day_);
  out.put(young_count_);
  for (std::size_t i = 0; i < young_count_; ++i) out.put(young_[i]);
  out.put(static_cast<std::uint8_t>(habits_ != nullptr));
  if (habits_) out.put(*habits_);
}

Profile Profile::load(ByteReader& in) {
  const auto identity = in.get<Symbol>();
  const auto group = in.get<GroupId>();
  if (group == tenant_group || group >= groups_max) in.fail();
  Profile profile(identity, in.ok() ? group : GroupId{1});
  profile.values_.load(in);
  for (const sketch::ValueSlot& slot : profile.values_.slots())
    if (slot.family >= facet_count) in.fail();
  profile.stats_ = in.get<decltype(profile.stats_)>();
  profile.exploring_ = in.get<decltype(profile.exploring_)>();
  if (in.get<std::uint8_t>() != 0) profile.pace_ = std::make_unique<Pace>(in.get<Pace>());
  if (in.get<std::uint8_t>() != 0) {
    profile.seen_ = std::make_unique<sketch::SeenSet>();
    profile.seen_->load(in);
  }
  profile.open_ = in.get<HourRecord>();
  for (std::uint32_t* number : {&profile.first_hour_, &profile.last_hour_, &profile.last_minute_,
                                &profile.activities_, &profile.denied_, &profile.minutes_})
    *number = in.get<std::uint32_t>();
  profile.open_trust_ = in.get<std::uint8_t>();
  profile.raised_ = in.get<std::uint8_t>();
  profile.raised_day_ = in.get<std::uint16_t>();
  profile.young_count_ = in.get<std::uint8_t>();
  if (profile.young_count_ > young_hours_max) {
    in.fail();
    profile.young_count_ = 0;
  }
  if (profile.young_count_ > 0) profile.young_ = std::make_unique<HourRecord[]>(young_hours_max);
  for (std::size_t i = 0; i < profile.young_count_; ++i) profile.young_[i] = in.get<HourRecord>();
  if (in.get<std::uint8_t>() != 0) profile.habits_ = std::make_unique<Habits>(in.get<Habits>());
  return profile;
}

}  // namespace gait::profile
