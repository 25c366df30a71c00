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

// Silence is worth a look from here on; shorter pauses are everybody's.
constexpr std::uint32_t gap_hours_min = 12;

float bits_of(double p) { return static_cast<float>(-std::log2(std::clamp(p, 1e-30, 1.0))); }

// The day-and-hour bins that "when" is judged in: 24 hours of working days, 24 of weekends.
constexpr std::size_t day_bins = 48;
std::size_t day_bin(int hour_of_week) {
  return static_cast<std::size_t>(hour_of_week % 24 + (hour_of_week / 24 >= 5 ? 24 : 0));
}

struct HourPattern {
  std::array<double, day_bins> active{};   // active hours, smoothed over the neighbours
  std::array<double, day_bins> elapsed{};  // such hours that have gone by
  sketch::Novelty novelty;                 // of the bins as values
};

HourPattern hour_pattern(const Habits& habits, std::uint32_t first_hour, std::uint32_t now) {
  HourPattern pattern;
  std::array<double, day_bins> counts{};
  for (int h = 0; h < 168; ++h) counts[day_bin(h)] += habits.hours[static_cast<std::size_t>(h)];
  for (std::size_t half = 0; half < day_bins; half += 24) {
    for (std::size_t h = 0; h < 24; ++h)
      pattern.active[half + h] =
          (counts[half + (h + 23) % 24] + 2 * counts[half + h] + counts[half + (h + 1) % 24]) / 4;
  }
  for (const double count : counts) {
    pattern.novelty.windows += count;
    pattern.novelty.distinct += count > 0;
    pattern.novelty.once += count == 1;
    pattern.novelty.twice += count == 2;
  }
  const std::uint32_t hours = now - first_hour;
  for (auto& e : pattern.elapsed) e = 0;
  const double weeks = hours / 168;
  for (std::size_t bin = 0; bin < day_bins; ++bin)
    pattern.elapsed[bin] = weeks * (bin < 24 ? 5 : 2);
  for (std::uint32_t h = now - hours % 168; h < now; ++h)
    ++pattern.elapsed[day_bin(static_cast<int>((h + 72) % 168))];
  return pattern;
}

}  // namespace

// One judgement in progress.
class Judge {
 public:
  Judge(const Profile& profile, const Peers& peers, std::vector<Profile::Departure>& departures)
      : profile_(profile), peers_(peers), departures_(departures) {}

  void judge(std::span<const Activity> minute) {
    hour_ = static_cast<std::uint32_t>(minute.front().time.hours());
    for (std::size_t i = 0; i < minute.size(); ++i) judge_values(minute[i], i);
    const HourRecord sum = sum_up(minute);
    if (sum.calls == 0) return;  // only derived activities: nothing about when and how much
    judge_amounts(sum);
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
      judge_value(i, values[i], index);
    }
  }

  void judge_value(std::size_t counted, Symbol value, std::size_t index) {
    const FacetStats& stats = profile_.stats_[counted];
    const Facet facet = counted_facets[counted].facet;
    const sketch::ValueSlot* slot =
        profile_.values_.find(static_cast<std::uint8_t>(facet), value.value);
    // A value in one of eight windows or more is ordinary whatever the rest.
    if (slot != nullptr && slot->count * 8 >= stats.windows) return;

    const double fresh =
        sketch::novelty({static_cast<double>(stats.windows), static_cast<double>(stats.distinct),
                         static_cast<double>(stats.once), static_cast<double>(stats.twice)});
    double p = 0;
    if (slot == nullptr) {
      p = fresh * peers_.tail(profile_.group_, facet, value);
    } else {
      // All values at most as frequent as this one: at most `distinct` of them.
      p = fresh + static_cast<double>(slot->count) * stats.distinct / (stats.windows + 1.0);
    }
    // From a minute to an hour: as many chances as it usually has active minutes.
    const float bits = bits_of(p * minutes_per_hour());
    if (bits < Profile::bits_min || already(facet, value)) return;
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

  void judge_amount(std::size_t index, double amount) {
    static const sketch::AmountTail nothing;
    const sketch::AmountTail& own =
        profile_.habits_ == nullptr ? nothing : profile_.habits_->tails[index];
    const sketch::AmountScale scale = amount_scale(index);
    const double elapsed = profile_.first_hour_ == 0 ? 0 : hour_ - profile_.first_hour_;
    if (own.reached(own.bin_of(amount, scale)) * 16 > elapsed + peer_hours) return;  // ordinary
    const double prior = peers_.survival(profile_.group_, index, amount);
    const double p = sketch::survival(own, amount, scale, elapsed, prior, peer_hours);
    const float bits = bits_of(p);
    if (bits < Profile::bits_min) return;
    Deviation deviation = start(amount_facets[index], bits);
    deviation.amount = amount;
    deviation.amount_usual = own.quantile(0.5, scale);
    deviation.amount_high = own.most();
    deviation.elapsed_windows = elapsed;
    deviation.minutes = static_cast<float>(own.windows());
    deviation.once_in_days = once_in_days(p, 24);
    departures_.push_back({deviation, -1});
  }

  // Off schedule means both: few hours like this one have seen it active although many went by,
  // and its active hours keep to few places of the week.
  void judge_hour(Timestamp time) {
    if (profile_.habits_ == nullptr) return;
    const HourPattern pattern = hour_pattern(*profile_.habits_, profile_.first_hour_, hour_);
    const std::size_t now = day_bin(hour_of_week(time));
    double active = 0, elapsed = 0;
    for (std::size_t bin = 0; bin < day_bins; ++bin) {
      if (pattern.active[bin] > pattern.active[now]) continue;
      active += pattern.active[bin];
      elapsed += pattern.elapsed[bin];
    }
    const double by_clock = (active + 1) / (elapsed + 1);
    const double by_habit =
        sketch::novelty(pattern.novelty) + active / (pattern.novelty.windows + 1);
    const double p = std::min(1.0, std::max(by_clock, by_habit));
    const float bits = bits_of(p);
    if (bits < Profile::bits_min) return;
    Deviation deviation = start(Facet::hour, bits);
    deviation.amount = static_cast<double>(hour_of_week(time));
    deviation.value_minutes = static_cast<float>(active);
    deviation.minutes = static_cast<float>(pattern.novelty.windows);
    deviation.distinct = static_cast<std::uint16_t>(pattern.novelty.distinct);
    deviation.elapsed_windows = elapsed;
    deviation.once_in_days = once_in_days(p, 24);
    departures_.push_back({deviation, -1});
  }

  void judge_gap() {
    const std::uint32_t last = profile_.open_.hour != 0 ? profile_.open_.hour : profile_.last_hour_;
    if (profile_.habits_ == nullptr || last == 0 || hour_ < last + 1 + gap_hours_min) return;
    const double gap = hour_ - last - 1;
    const sketch::AmountTail& gaps = profile_.habits_->gaps;
    // Hours that followed the one before without a pause are gaps too, of length nothing.
    const double active = profile_.habits_->tails[1].windows();
    const double p = sketch::survival(gaps, gap, {1, 2}, active, 1, 1);
    const float bits = bits_of(p);
    if (bits < Profile::bits_min) return;
    Deviation deviation = start(Facet::gap, bits);
    deviation.amount = gap;
    deviation.amount_usual = gaps.quantile(0.5, {1, 2});
    deviation.amount_high = gaps.most();
    deviation.minutes = static_cast<float>(active);
    deviation.elapsed_windows = hour_ - profile_.first_hour_;
    deviation.once_in_days = once_in_days(p, active / profile_.elapsed_days());
    departures_.push_back({deviation, -1});
  }

  double minutes_per_hour() const {
    return std::max(1.0, profile_.minutes() / (profile_.active_hours() + 1));
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
  std::array<Symbol, counted_count> last_{};
  std::uint32_t hour_ = 0;
};

void Profile::judge(std::span<const Activity> minute, const Peers& peers,
                    std::vector<Departure>& departures) const {
  departures.clear();
  Judge(*this, peers, departures).judge(minute);
}

}  // namespace gait::profile
