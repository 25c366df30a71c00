// Profile::judge: how a minute departs from the profile. Facet by facet the question is the same:
// how likely is something at least this unusual, when nothing is wrong?

#include <algorithm>
#include <cmath>

#include "profile/profile.h"
#include "sketch/probability.h"

namespace gait::profile {
namespace {

// What the peers' habit weighs against the own history of amounts, in hours.
constexpr double peer_hours = 2;

// So many peers can say what is usual for an identity without a history.
constexpr std::uint32_t peers_min = 20;

constexpr std::size_t action_index = 0;  // in counted_facets
static_assert(counted_facets[action_index].facet == Facet::action);

// Silence is worth a look from here on; a weekend with a holiday is everybody's.
constexpr std::uint32_t gap_hours_min = 72;

// How much of what identities do for the first time is at least this grave, by severity 1 to 5: a
// prior, so that there is something to go by before anybody has a history. It can shift a first
// call by 4 bits and never speaks of a call that the identity has made before. Alone it stays below
// Profile::bits_min, so it counts only where weak departures do.
constexpr std::array<double, 6> first_calls_this_grave{1, 1, 0.5, 0.25, 0.1, 0.05};

// In its first hour an identity has no customs before it has been active so often.
constexpr std::uint16_t settled_windows_min = 30;

// A silence counts for somebody little known when it is so many times the longest before.
constexpr double steady_share = 4;

// So many pauses show a pace.
constexpr double pauses_min = 64;

// As far as the bins of pauses reach.
constexpr double pause_seconds_max = 24 * 60;

// An amount that half of its active windows reach is what it does whenever it is active: a job that
// runs once a day is no news every day.
constexpr double usual_windows_min = 5;

float bits_of(double p) { return static_cast<float>(-std::log2(std::clamp(p, 1e-30, 1.0))); }

// Active hours by hour of the day.
struct DayPattern {
  std::array<double, 24> active{};  // smoothed over the neighbours
  sketch::Novelty novelty;          // of the hours as values
};

DayPattern day_pattern(const Habits& habits) {
  std::array<double, 24> counts{};
  for (std::size_t h = 0; h < 168; ++h) counts[h % 24] += habits.hours[h];
  DayPattern pattern;
  for (std::size_t h = 0; h < 24; ++h) {
    pattern.active[h] = (counts[(h + 23) % 24] + 2 * counts[h] + counts[(h + 1) % 24]) / 4;
    pattern.novelty.windows += counts[h];
    pattern.novelty.distinct += counts[h] > 0;
    pattern.novelty.once += counts[h] == 1;
    pattern.novelty.twice += counts[h] == 2;
  }
  return pattern;
}

}  // namespace

// One judgement in progress.
class Judge {
 public:
  Judge(const Profile& profile, const Peers& peers, std::vector<Profile::Departure>& departures,
        const Profile::JudgeOptions& options)
      : profile_(profile), peers_(peers), departures_(departures), options_(options) {}

  void judge(std::span<const Activity> minute) {
    hour_ = static_cast<std::uint32_t>(minute.front().time.hours());
    for (std::size_t i = 0; i < minute.size(); ++i) judge_values(minute[i], i);
    judge_pauses(minute);
    HourRecord sum = sum_up(minute);
    if (profile_.pace_ != nullptr && minute.front().time.minutes() == profile_.last_minute_)
      sum.peak_minute_calls += profile_.pace_->minute_calls;
    if (sum.calls == 0) return;  // only derived activities: nothing about when and how much
    judge_amounts(sum);
    judge_drift();
    if (profile_.open_.hour != hour_) {
      judge_hour(minute.front().time);
      judge_gap();
    }
  }

 private:
  void judge_values(const Activity& activity, std::size_t index) {
    const auto values = values_of(activity);
    for (std::size_t i = 0; i < counted_count; ++i) {
      if (!values[i] || values[i] == last_[i]) continue;
      last_[i] = values[i];
      const double grave = i == action_index
                               ? first_calls_this_grave[std::min<std::size_t>(activity.severity, 5)]
                               : 1;
      judge_value(i, values[i], index, grave);
    }
  }

  void judge_value(std::size_t counted, Symbol value, std::size_t index, double grave) {
    const FacetStats& stats = profile_.stats_[counted];
    const Facet facet = counted_facets[counted].facet;
    // To be new is no departure: without a history it takes peers to say what is usual. Without
    // either there is only how grave a first call is.
    const bool blank = stats.windows == 0 && peers_.members(profile_.group_, facet) < peers_min;
    if (blank && grave >= 1) return;
    const sketch::ValueSlot* slot =
        profile_.values_.find(static_cast<std::uint8_t>(facet), value.value);
    // A value in one of eight windows or more is ordinary whatever the rest, unless it departed
    // when it came and nobody else has it.
    const bool quarantined = slot != nullptr && slot->mark != 0 && !trusted_by_peers(facet, value);
    if (slot != nullptr && !quarantined && slot->count * 8 >= stats.windows) return;
    if (departures_.size() >= Profile::departures_max) return;

    const bool known =
        slot != nullptr || profile_.seen(facet, value) || profile_.tried(facet, value);
    if (known && !settled(stats)) return;
    const double p = known   ? of_rare(stats, slot == nullptr ? 1 : slot->count)
                     : blank ? grave
                             : of_new(counted, value, grave);
    const float bits = bits_of(p * chances(profile_.minutes()));
    if (bits < options_.bits_min || already(facet, value)) return;
    Deviation deviation = start(facet, bits);
    deviation.value = value;
    deviation.usual = usual(facet);
    deviation.value_minutes = slot == nullptr ? 0 : slot->count;
    deviation.minutes = stats.windows;
    deviation.distinct = stats.distinct;
    deviation.peers_with = peers_.members_with(profile_.group_, facet, value);
    deviation.peers_total = peers_.members(profile_.group_, facet);
    deviation.once_in_days = once_in_days(p, stats.windows / profile_.elapsed_days());
    departures_.push_back({deviation, static_cast<std::int32_t>(index)});
  }

  bool trusted_by_peers(Facet facet, Symbol value) const {
    const std::uint32_t with = peers_.members_with(profile_.group_, facet, value);
    return with >= 2 || with * 5.0 >= std::max(1U, peers_.members(profile_.group_, facet));
  }

  static double fresh(const FacetStats& stats) {
    return sketch::novelty({static_cast<double>(stats.windows), static_cast<double>(stats.distinct),
                            static_cast<double>(stats.once), static_cast<double>(stats.twice)});
  }

  // All values at most as frequent as this one: at most `distinct` of them.
  static double of_rare(const FacetStats& stats, double count) {
    return fresh(stats) + count * stats.distinct / (stats.windows + 1.0);
  }

  bool settled(const FacetStats& stats) const {
    return stats.windows >= settled_windows_min || profile_.active_hours() >= 1;
  }

  // A new value surprises twice over: by its own history, how seldom it does anything new and how
  // few of its peers do this; and by the history of the value, which has had other users and no
  // need of one more. The second tells a swap of identities within minutes, when a newcomer's own
  // history is still too short to say anything; it says nothing of who is exploring.
  double of_new(std::size_t counted, Symbol value, double grave) const {
    const Facet facet = counted_facets[counted].facet;
    const double own =
        fresh(profile_.stats_[counted]) * peers_.tail(profile_.group_, facet, value) * grave;
    const double exploring = profile_.exploring(counted);
    const double company = std::pow(peers_.newcomer(facet, value), 1 - exploring);
    if (settled(profile_.stats_[counted])) return std::min(own, company);
    return std::min(company, grave);
  }

  // Pauses before each call, against its own.
  void judge_pauses(std::span<const Activity> minute) {
    if (profile_.pace_ == nullptr) return;
    Pace at = *profile_.pace_;
    for (std::size_t i = 0; i < minute.size(); ++i) {
      if (minute[i].derived) continue;
      const sketch::AmountTail& own = minute[i].action == at.last_action ? at.repeats : at.changes;
      if (at.last_ns != 0 && minute[i].time.ns > at.last_ns)
        judge_pause(minute[i], static_cast<std::int32_t>(i), own,
                    static_cast<double>(minute[i].time.ns - at.last_ns) * 1e-9);
      at.last_ns = std::max(at.last_ns, minute[i].time.ns);
      at.last_action = minute[i].action;
    }
  }

  void judge_pause(const Activity& activity, std::int32_t index, const sketch::AmountTail& own,
                   double pause) {
    const int bin = sketch::AmountTail::bin_of(pause, pause_scale);
    if (bin == 0 || own.windows() < pauses_min || departures_.size() >= Profile::departures_max)
      return;
    if (pause > pause_seconds_max) return;  // the business of `hour` and `gap`
    const double n = own.windows();
    if (own.reached(bin) * 8 > n) return;  // ordinary
    const double p = sketch::survival(own, pause, pause_scale, n, 0, 0, 1);
    const float bits = bits_of(p * chances(n));
    if (bits < options_.bits_min) return;
    Deviation deviation = start(Facet::cadence, bits);
    deviation.value = activity.action;
    deviation.amount = pause;
    deviation.amount_usual = own.quantile(0.5, pause_scale);
    deviation.amount_high = own.most();
    deviation.minutes = static_cast<float>(n);
    deviation.once_in_days = once_in_days(p, n / profile_.elapsed_days());
    departures_.push_back({deviation, index});
  }

  void judge_amounts(const HourRecord& minute) {
    HourRecord after = minute;
    std::array<double, amount_count> before{};
    if (profile_.open_.hour == hour_) {
      before = profile_.open_.amounts();
      after.add(profile_.open_);
    }
    const auto amounts = after.amounts();
    for (std::size_t i = 0; i < amount_count; ++i) {
      const sketch::AmountScale scale = amount_scale(i);
      const int bin = sketch::AmountTail::bin_of(amounts[i], scale);
      // Judged already in this hour, unless it has grown by a bin.
      if (bin == 0 || (before[i] > 0 && bin == sketch::AmountTail::bin_of(before[i], scale)))
        continue;
      judge_amount(i, amounts[i]);
    }
  }

  // Of an identity too young for habits, the tail of the few hours there are.
  sketch::AmountTail tail_of(std::size_t index) const {
    if (profile_.habits_ != nullptr) return profile_.habits_->tails[index];
    sketch::AmountTail tail;
    for (const HourRecord& hour : profile_.young_hours())
      if (const double amount = hour.amounts()[index]; amount > 0)
        tail.add(amount, amount_scale(index));
    return tail;
  }

  // Growth over the frozen reference, as the group grows. What departs is the identity's own amount
  // of an active day, against the same about a month ago: `minutes` is the days between.
  void judge_drift() {
    if (profile_.habits_ == nullptr) return;
    for (std::size_t i = 0; i < drift_count; ++i) {
      if (!profile_.habits_->drift.telling(i)) continue;
      const Drift::Growth growth = profile_.habits_->drift.growth(i);
      const double p = peers_.drift_survival(profile_.group_, i, growth.octaves);
      const float bits = bits_of(p);
      if (bits < options_.bits_min) continue;
      Deviation deviation = start(amount_facets[drift_amounts[i]], bits);
      deviation.value = drift_value();
      deviation.drift_days = static_cast<float>(growth.days);
      deviation.amount = growth.now;
      deviation.amount_usual = growth.then;
      deviation.amount_high = growth.then;
      deviation.minutes = static_cast<float>(growth.days);
      deviation.elapsed_windows = growth.days * 24;
      deviation.once_in_days = once_in_days(p, 1);
      departures_.push_back({deviation, -1});
    }
  }

  double elapsed_hours() const {
    const std::uint32_t own = profile_.first_hour_;
    return own == 0 ? 0 : hour_ - own;
  }

  bool is_awake_again() const {
    const std::uint32_t last = profile_.open_.hour != 0 ? profile_.open_.hour : profile_.last_hour_;
    return last != 0 && hour_ > last + gap_hours_min;
  }

  void judge_amount(std::size_t index, double amount) {
    const sketch::AmountTail own = tail_of(index);
    const sketch::AmountScale scale = amount_scale(index);
    const double elapsed = elapsed_hours();
    const double reached = own.reached(own.bin_of(amount, scale));
    if (reached * 16 > elapsed + peer_hours) return;  // ordinary
    if (reached >= usual_windows_min && reached * 2 >= own.windows() && !is_awake_again()) return;
    const double prior = peers_.survival(profile_.group_, index, amount);
    const double first = prior / peers_.survival(profile_.group_, index, scale.unit);
    const double p = sketch::survival(own, amount, scale, elapsed, prior, peer_hours, first);
    const float bits = bits_of(p);
    if (bits < options_.bits_min) return;
    Deviation deviation = start(amount_facets[index], bits);
    deviation.amount = amount;
    deviation.amount_usual = own.quantile(0.5, scale);
    deviation.amount_high = own.most();
    deviation.elapsed_windows = elapsed;
    deviation.minutes = static_cast<float>(own.windows());
    deviation.once_in_days = once_in_days(p, 24);
    departures_.push_back({deviation, -1});
  }

  // How likely is an active hour at a time of day no more usual than this? By its own hours, and
  // by how often its peers turn up at a time that is new to them: cron jobs never do, people often.
  void judge_hour(Timestamp time) {
    if (profile_.habits_ == nullptr) return;
    const DayPattern pattern = day_pattern(*profile_.habits_);
    const auto now = static_cast<std::size_t>(time.hours() % 24);
    double no_likelier = 0;
    for (const double active : pattern.active)
      if (active <= pattern.active[now]) no_likelier += active;
    const double n = pattern.novelty.windows;
    const double fresh = sketch::discount(pattern.novelty) * pattern.novelty.distinct +
                         peer_hours * peers_.new_hour_rate(profile_.group_);
    const double p = std::min(1.0, (fresh + no_likelier) / (n + peer_hours));
    const float bits = bits_of(p);
    if (bits < options_.bits_min) return;
    Deviation deviation = start(Facet::hour, bits);
    deviation.amount = static_cast<double>(hour_of_week(time));
    deviation.value_minutes = static_cast<float>(no_likelier);
    deviation.minutes = static_cast<float>(n);
    deviation.distinct = static_cast<std::uint16_t>(pattern.novelty.distinct);
    deviation.once_in_days = once_in_days(p, n / profile_.elapsed_days());
    departures_.push_back({deviation, -1});
  }

  // Whether the few hours it has shown lay close together: what comes once a week is no news a week
  // later.
  bool was_steady(double gap) const {
    const auto young = profile_.young_hours();
    if (young.size() < 2) return false;
    double longest = 0;
    for (std::size_t i = 1; i < young.size(); ++i)
      longest = std::max<double>(longest, young[i].hour - young[i - 1].hour);
    return longest * steady_share <= gap;
  }

  void judge_gap() {
    const std::uint32_t last = profile_.open_.hour != 0 ? profile_.open_.hour : profile_.last_hour_;
    if (last == 0 || hour_ < last + 1 + gap_hours_min) return;
    const double gap = hour_ - last - 1;
    // Nobody can have been silent for longer than there are logs.
    if (profile_.habits_ == nullptr && gap * 1.25 > hour_ - peers_.first_hour()) return;
    if (profile_.habits_ == nullptr && !was_steady(gap)) return;
    // Who has shown only a few hours is judged by the silences of its peers.
    const sketch::AmountTail gaps =
        profile_.habits_ == nullptr ? sketch::AmountTail{} : profile_.habits_->gaps;
    // Hours that followed the one before without a pause are gaps too, of length nothing.
    const double active = profile_.active_hours();
    const double p = profile_.habits_ == nullptr
                         ? peers_.gap_survival(profile_.group_, gap)
                         : sketch::survival(gaps, gap, gap_scale, active, 0, 0, 1);
    const float bits = bits_of(p);
    if (bits < options_.bits_min) return;
    Deviation deviation = start(Facet::gap, bits);
    deviation.amount = gap;
    deviation.amount_usual = gaps.quantile(0.5, gap_scale);
    deviation.amount_high = gaps.most();
    deviation.minutes = static_cast<float>(active);
    deviation.elapsed_windows = hour_ - profile_.first_hour_;
    deviation.once_in_days = once_in_days(p, active / profile_.elapsed_days());
    departures_.push_back({deviation, -1});
  }

  // What is judged often has many chances in an active hour.
  double chances(double times) const {
    if (options_.chances == Profile::Chances::of_one) return 1;
    return std::max(1.0, times / (profile_.active_hours() + 1));
  }

  Deviation start(Facet facet, float bits) const {
    Deviation deviation;
    deviation.facet = facet;
    deviation.bits = bits;
    deviation.since = profile_.first_hour_ == 0 ? Timestamp{} : profile_.first();
    return deviation;
  }

  bool already(Facet facet, Symbol value) const {
    return std::ranges::any_of(departures_, [&](const Profile::Departure& d) {
      return d.deviation.facet == facet && d.deviation.value == value;
    });
  }

  Symbol usual(Facet facet) const {
    const sketch::ValueSlot* most = nullptr;
    for (const sketch::ValueSlot& slot : profile_.values_.slots()) {
      if (slot.value == 0 || slot.family != static_cast<std::uint8_t>(facet)) continue;
      if (most == nullptr || slot.count > most->count ||
          (slot.count == most->count && slot.value < most->value))
        most = &slot;
    }
    return most == nullptr ? Symbol{} : Symbol{most->value};
  }

  static float once_in_days(double p, double windows_per_day) {
    return static_cast<float>(1 / std::max(p * std::max(windows_per_day, 1.0), 1e-9));
  }

  const Profile& profile_;
  const Peers& peers_;
  std::vector<Profile::Departure>& departures_;
  const Profile::JudgeOptions options_;
  std::array<Symbol, counted_count> last_{};
  std::uint32_t hour_ = 0;
};

Symbol drift_value() {
  static const Symbol value = symbol_of("against a month ago");
  return value;
}

void Profile::judge(std::span<const Activity> minute, const Peers& peers,
                    std::vector<Departure>& departures, const JudgeOptions& options) const {
  departures.clear();
  Judge(*this, peers, departures, options).judge(minute);
}

}  // namespace gait::profile
