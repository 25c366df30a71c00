// Engine::summarize: a profile as people see it.

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "engine/engine.h"
#include "engine/groups.h"

namespace gait::engine {
namespace {

constexpr std::size_t delegators_max = 8;

Timestamp day_start(std::uint16_t day) {
  return Timestamp::from_seconds(day * std::int64_t{86'400});
}

void fill_values(const profile::Profile& profile, const SymbolTable& symbols,
                 IdentitySummary& summary) {
  for (const sketch::ValueSlot& slot : profile.slots()) {
    if (slot.value == 0) continue;
    summary.values[slot.family].push_back({std::string(symbols.text(Symbol{slot.value})),
                                           static_cast<double>(slot.count),
                                           day_start(slot.first_day), day_start(slot.last_day)});
  }
  for (auto& values : summary.values) {
    std::ranges::sort(values, [](const ValueSummary& a, const ValueSummary& b) {
      return std::tuple(-a.minutes, std::string_view(a.value)) <
             std::tuple(-b.minutes, std::string_view(b.value));
    });
  }
}

// The closed hours and the open one, so that a scan that ends in mid-hour shows everything.
profile::Habits habits_of(const profile::Profile& profile) {
  profile::Habits habits;
  if (profile.habits() != nullptr) habits = *profile.habits();
  const auto add = [&](const profile::HourRecord& hour) {
    if (hour.hour == 0) return;
    const auto amounts = hour.amounts();
    for (std::size_t i = 0; i < amounts.size(); ++i)
      if (amounts[i] > 0) habits.tails[i].add(amounts[i], profile::amount_scale(i));
    auto& count = habits.hours[(hour.hour + 72) % 168];
    count = static_cast<std::uint8_t>(std::min(count + 1, 255));
  };
  for (const profile::HourRecord& hour : profile.young_hours()) add(hour);
  add(profile.open_hour());
  return habits;
}

void fill_amounts(const profile::Habits& habits, IdentitySummary& summary) {
  summary.hours = habits.hours;
  for (std::size_t i = 0; i < profile::amount_count; ++i) {
    const sketch::AmountTail& tail = habits.tails[i];
    const sketch::AmountScale scale = profile::amount_scale(i);
    if (tail.windows() == 0) continue;
    summary.amounts.push_back({profile::amount_facets[i], tail.quantile(0.5, scale),
                               tail.quantile(0.99, scale), tail.most(), tail.windows()});
  }
}

double quantile(std::vector<std::uint32_t> numbers, double q) {
  if (numbers.empty()) return 0;
  std::ranges::sort(numbers);
  return numbers[static_cast<std::size_t>(q * static_cast<double>(numbers.size() - 1))];
}

void fill_daily(const profile::Profile& profile, IdentitySummary& summary) {
  std::map<std::uint32_t, std::uint32_t> days;
  const auto last_day = static_cast<std::uint32_t>(summary.last.days());
  const auto first_day =
      std::max(static_cast<std::uint32_t>(summary.first.days()), last_day < 27 ? 0 : last_day - 27);
  for (std::uint32_t day = first_day; day <= last_day; ++day)
    days[day] = profile.habits() == nullptr ? 0 : profile.daily(day);
  const auto add = [&](const profile::HourRecord& hour) {
    if (const auto at = days.find(hour.hour / 24); hour.hour != 0 && at != days.end())
      at->second += hour.calls;
  };
  for (const profile::HourRecord& hour : profile.young_hours()) add(hour);
  add(profile.open_hour());
  for (const auto& [day, calls] : days) summary.daily.push_back(calls);
  summary.daily_last = day_start(static_cast<std::uint16_t>(last_day));
  summary.daily_low = quantile(summary.daily, 0.05);
  summary.daily_high = quantile(summary.daily, 0.95);
}

void fill_credentials(const identity::IdentityFacts& facts, IdentitySummary& summary) {
  for (const identity::CredentialFacts& known : facts.credentials) {
    CredentialSummary credential;
    credential.id = known.id;
    credential.kind = credential_kind_names[static_cast<std::size_t>(known.kind)];
    credential.first = known.first.value_or(Timestamp{});
    credential.last = known.last.value_or(Timestamp{});
    credential.age_days = known.age_days(summary.last);
    credential.rotated = known.rotated;
    summary.credentials.push_back(std::move(credential));
  }
}

}  // namespace

IdentitySummary Engine::summarize(const profile::Profile& profile) const {
  IdentitySummary summary;
  const identity::IdentityFacts facts = facts_of(profile);
  summary.key = symbols_.text(profile.identity());
  summary.identity_class = identity_class_names[static_cast<std::size_t>(facts.identity_class)];
  summary.class_reason = facts.class_reason;
  summary.type = principal_type_names[static_cast<std::size_t>(facts.type)];
  summary.human = human_names[static_cast<std::size_t>(facts.human)];
  summary.human_reason = facts.human_reason;
  summary.owner = facts.owner;
  summary.purpose = facts.purpose;
  summary.environment = facts.environment;
  summary.account = facts.account;
  summary.peer_group = group_name(profile.group());
  summary.peers = fold_.peers().members(profile.group(), Facet::action);
  summary.first = profile.first();
  summary.last = Timestamp::from_seconds(profile.last_minute() * std::int64_t{60});
  summary.activities = profile.activities();
  summary.denied = profile.denied();
  summary.learned_minutes = profile.minutes();
  // Half when it has as many active hours as the peers weigh: the rest is its own history.
  summary.confidence = profile.active_hours() / (profile.active_hours() + 24);
  summary.state_bytes = profile.memory_bytes();
  fill_values(profile, symbols_, summary);
  fill_amounts(habits_of(profile), summary);
  fill_daily(profile, summary);
  fill_credentials(facts, summary);
  for (const ValueSummary& delegator : summary.values[static_cast<std::size_t>(Facet::delegator)])
    if (summary.delegators.size() < delegators_max) summary.delegators.push_back(delegator.value);
  return summary;
}

}  // namespace gait::engine
