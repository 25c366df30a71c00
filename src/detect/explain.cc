#include "detect/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace gait::detect {
namespace {

constexpr std::size_t name_length_max = 80;

// How a value of each counted facet is spoken of: "first call of `x`", "called in 3 of 900
// minutes".
struct Phrases {
  std::string_view first, rare, peers;
};
Phrases phrases(Facet facet) {
  switch (facet) {
    case Facet::action:
      return {"first call of", "called", "make it"};
    case Facet::resource:
      return {"first use of", "used", "use it"};
    case Facet::network:
      return {"first time from network", "came from it", "come from it"};
    case Facet::country:
      return {"first time from country", "came from it", "come from it"};
    case Facet::region:
      return {"first time in region", "worked there", "work there"};
    case Facet::agent:
      return {"first time with client", "used it", "use it"};
    case Facet::delegator:
      return {"first time on behalf of", "acted for it", "act for it"};
    case Facet::credential:
      return {"first time with a credential that is", "had one", "have one"};
    case Facet::argument:
      return {"first time with argument", "given it", "give it"};
    case Facet::flow:
      return {"first time with a value from", "came from there", "take it from there"};
    case Facet::order:
    case Facet::cadence:
    case Facet::burst:
    case Facet::purpose:
    case Facet::hour:
    case Facet::gap:
    case Facet::rate:
    case Facet::volume:
    case Facet::bytes:
    case Facet::fan_out:
    case Facet::secrets:
    case Facet::denials:
      break;
  }
  return {"first", "had it", "have it"};
}

std::string amount_text(Facet facet, double amount) {
  return facet == Facet::bytes ? bytes_text(amount) : count_text(amount);
}

std::string plural(double n, std::string_view noun) {
  return fmt::format("{} {}{}", count_text(n), noun, n == 1 ? "" : "s");
}

void explain_value(const FacetEvidence& evidence, const Names& names, Reason& reason) {
  const Deviation& d = evidence.deviation;
  const Phrases say = phrases(d.facet);
  const std::string value = short_name(names(d.value));
  const auto noun = info(d.facet).noun;
  if (d.value_minutes == 0) {
    reason.seen = fmt::format("{} `{}`", say.first, value);
  } else {
    reason.seen = fmt::format("`{}`: {} in {} of {} minutes", value, say.rare,
                              count_text(d.value_minutes), count_text(d.minutes));
  }
  std::string others;
  std::size_t count = 0;
  for (const Symbol other : evidence.values) {
    if (other == d.value) continue;
    others += (count++ == 0 ? "`" : ", `") + short_name(names(other)) + "`";
  }
  if (count > 0) reason.seen += fmt::format(", and {} more out of character: {}", count, others);
  if (d.minutes == 0) {
    reason.expected = "nothing yet: it is new, so this is judged by its peers";
  } else if (d.distinct <= 1) {
    reason.expected = fmt::format("always `{}`", short_name(names(d.usual)));
  } else {
    reason.expected = fmt::format("one of its {}, most often `{}`", plural(d.distinct, noun),
                                  short_name(names(d.usual)));
  }
  reason.n = d.minutes;
  reason.peers = d.peers_total == 0
                     ? "no peers yet"
                     : fmt::format("{} of {} peers {}", d.peers_with, d.peers_total, say.peers);
}

// What grew slowly: a day now against a day of a month ago.
void explain_drift(const Deviation& d, Reason& reason) {
  const double times = d.amount / std::max(d.amount_usual, 1.0);
  const double growth = std::pow(times, 1 / std::max<double>(d.drift_days, 1)) - 1;
  reason.seen = fmt::format(
      "{} a day of what is counted as {}, {:.1f} times as many as {} days ago",
      amount_text(d.facet, d.amount), info(d.facet).name, times, count_text(d.drift_days));
  reason.expected = fmt::format("{} a day; it grew by {:.0f} % a day",
                                amount_text(d.facet, d.amount_usual), growth * 100);
  reason.n = d.drift_days;
}

void explain_burst(const Deviation& d, Reason& reason) {
  reason.seen = fmt::format("{} calls within minutes", count_text(std::round(d.amount)));
  reason.expected = fmt::format("a mean of {:.2g} in the {} minutes that anybody was watched",
                                d.amount_usual, count_text(d.elapsed_windows));
  reason.n = d.elapsed_windows;
}

void explain_pause(const Deviation& d, Reason& reason) {
  reason.seen = fmt::format("a pause of {} s between calls", count_text(std::round(d.amount)));
  reason.expected =
      fmt::format("usually {} s, at most {} s so far", count_text(std::round(d.amount_usual)),
                  count_text(std::round(d.amount_high)));
  reason.n = d.minutes;
}

void explain_amount(const Deviation& d, Reason& reason) {
  if (d.drift_days > 0) return explain_drift(d, reason);
  if (d.facet == Facet::burst) return explain_burst(d, reason);
  if (d.facet == Facet::cadence) return explain_pause(d, reason);
  const std::string_view noun = d.facet == Facet::bytes ? "in an hour" : info(d.facet).noun;
  reason.seen = fmt::format("{} {}", amount_text(d.facet, d.amount), noun);
  reason.expected = d.amount_high == 0 ? fmt::format("none in the {} hours since it was first seen",
                                                     count_text(d.elapsed_windows))
                                       : fmt::format("usually {}, at most {} so far",
                                                     amount_text(d.facet, d.amount_usual),
                                                     amount_text(d.facet, d.amount_high));
  reason.n = d.elapsed_windows;
  reason.peers = "";
}

void explain_hour(const Deviation& d, Reason& reason) {
  reason.seen = fmt::format("active on {} UTC", hour_text(static_cast<int>(d.amount)));
  reason.expected = fmt::format(
      "at this time of day or a rarer one in {} of its {} active hours; they keep to {} of the day",
      count_text(std::round(d.value_minutes)), count_text(d.minutes), plural(d.distinct, "hour"));
  reason.n = d.minutes;
}

void explain_gap(const Deviation& d, Reason& reason) {
  reason.seen = fmt::format("awake after {} of silence",
                            to_duration_text(static_cast<std::int64_t>(d.amount * 3600)));
  reason.expected =
      d.amount_high == 0
          ? "no pause longer than an hour so far"
          : fmt::format("its longest pause so far was {}",
                        to_duration_text(static_cast<std::int64_t>(d.amount_high * 3600)));
  reason.n = d.minutes;
}

// What the sentences above shorten or leave out.
void add_raw(const FacetEvidence& evidence, const Names& names, Reason& reason) {
  const auto add = [&](Symbol value) {
    const std::string_view name = names(value);
    if (!name.empty()) reason.values.emplace_back(name);
  };
  const Symbol strongest = evidence.deviation.value;
  add(strongest);
  for (const Symbol value : evidence.values)
    if (value != strongest) add(value);
  if (reason.values.empty()) reason.amount = evidence.deviation.amount;
}

}  // namespace

Reason explain(const FacetEvidence& evidence, Timestamp at, const Names& names) {
  const Deviation& d = evidence.deviation;
  Reason reason;
  reason.facet = info(d.facet).name;
  reason.question = question_names[static_cast<std::size_t>(info(d.facet).question)];
  if (d.facet == Facet::hour)
    explain_hour(d, reason);
  else if (d.facet == Facet::gap)
    explain_gap(d, reason);
  else if (info(d.facet).is_amount)
    explain_amount(d, reason);
  else
    explain_value(evidence, names, reason);
  const bool known = d.since.ns != 0 && at > d.since;
  reason.window = known ? to_duration_text(at.seconds() - d.since.seconds()) : "none yet";
  reason.rarity = rarity_text(d.once_in_days);
  reason.bits = d.bits;
  add_raw(evidence, names, reason);
  return reason;
}

std::string rarity_text(double once_in_days) {
  if (once_in_days >= 2 * 365) {
    const double years = once_in_days / 365;
    return years > 1000 ? "less than once in 1,000 years"
                        : fmt::format("once in {:.0f} years", years);
  }
  if (once_in_days >= 2) return fmt::format("once in {:.0f} days", once_in_days);
  if (once_in_days * 24 >= 2) return fmt::format("once in {:.0f} h", once_in_days * 24);
  return fmt::format("once in {:.0f} min", std::max(1.0, once_in_days * 1440));
}

std::string count_text(double number) {
  if (number >= 1e9) return fmt::format("{:.1f} G", number / 1e9);
  if (number >= 999'999.5) return fmt::format("{:.1f} M", number / 1e6);
  const auto whole = static_cast<std::uint64_t>(std::llround(std::max(number, 0.0)));
  return whole < 1000 ? fmt::format("{}", whole)
                      : fmt::format("{},{:03}", whole / 1000, whole % 1000);
}

std::string bytes_text(double bytes) {
  constexpr std::array<std::string_view, 5> units{"B", "KiB", "MiB", "GiB", "TiB"};
  std::size_t unit = 0;
  while (bytes >= 1024 && unit + 1 < units.size()) bytes /= 1024, ++unit;
  return unit == 0 ? fmt::format("{:.0f} B", bytes) : fmt::format("{:.1f} {}", bytes, units[unit]);
}

std::string hour_text(int hour_of_week) {
  constexpr std::array<std::string_view, 7> days{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                 "Friday", "Saturday", "Sunday"};
  const int hour = std::clamp(hour_of_week, 0, 167);
  return fmt::format("{} {:02}:00", days[static_cast<std::size_t>(hour / 24)], hour % 24);
}

std::string short_name(std::string_view name) {
  if (name.empty()) return "?";
  if (name.size() <= name_length_max) return std::string(name);
  // Neither end may begin or stop inside a character of UTF-8.
  const auto inside = [&](std::size_t at) {
    return (static_cast<unsigned char>(name[at]) & 0xC0U) == 0x80U;
  };
  std::size_t left = (name_length_max - 3) / 2, right = name.size() - left;
  while (left > 0 && inside(left)) --left;
  while (right < name.size() && inside(right)) ++right;
  return std::string(name.substr(0, left)) + "..." + std::string(name.substr(right));
}

}  // namespace gait::detect
