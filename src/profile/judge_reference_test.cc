// What a departure says about the past, against a slow witness that forgets nothing: every value
// of every minute in maps and sets, no sketch, no bound. How unlikely it is may be disputed; what
// it rests on must be true, because people are shown it.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "profile/testing.h"

namespace gait::profile {
namespace {

// splitmix64 (Steele, Lea, Flood 2014).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t below(std::uint64_t limit) {
    std::uint64_t x = state_ += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return (x ^ (x >> 31)) % limit;
  }
  bool once_in(std::uint64_t times) { return below(times) == 0; }
  // 0 to limit - 1, small ones far more often, so that some values come late for the first time.
  std::uint64_t few_of(std::uint64_t limit) {
    const double u = static_cast<double>(below(1 << 20)) / (1 << 20);
    return static_cast<std::uint64_t>(static_cast<double>(limit) * std::pow(u, 16));
  }

 private:
  std::uint64_t state_;
};

struct Hour {
  std::uint32_t hour = 0;
  double calls = 0, peak = 0, bytes = 0, secrets = 0, denials = 0;
  std::set<std::uint64_t> things;

  double amount(Facet facet) const {
    const std::array<double, amount_count> amounts{
        peak, calls, bytes, static_cast<double>(things.size()), secrets, denials};
    return amounts[static_cast<std::size_t>(std::ranges::find(amount_facets, facet) -
                                            amount_facets.begin())];
  }
  void add(const std::vector<Activity>& minute) {
    for (const Activity& activity : minute) {
      bytes += std::max(0.0, static_cast<double>(activity.bytes));
      secrets += activity.classes.has(ActionClass::secret_read) ? activity.count : 0;
      things.insert(activity.resource.value);
    }
    calls += static_cast<double>(minute.size());
    peak = std::max(peak, static_cast<double>(minute.size()));
  }
};

struct Exact {
  std::array<std::map<Symbol, int>, counted_count> minutes_of;  // minutes with each value
  std::array<int, counted_count> minutes{};
  std::vector<Hour> closed;
  Hour open;
  std::uint32_t first_hour = 0;
  std::array<std::set<Symbol>, counted_count> told;  // known to the peers

  void learn(const std::vector<Activity>& minute) {
    const auto hour = static_cast<std::uint32_t>(minute.front().time.hours());
    if (first_hour == 0) first_hour = hour;
    if (open.hour != hour) {
      if (open.hour != 0) closed.push_back(open);
      open = {};
      open.hour = hour;
    }
    open.add(minute);
    for (std::size_t i = 0; i < counted_count; ++i) {
      std::set<Symbol> values;
      for (const Activity& activity : minute) values.insert(values_of(activity)[i]);
      values.erase(Symbol{});
      minutes[i] += !values.empty();
      for (const Symbol value : values) ++minutes_of[i][value];
    }
  }
  void tell() {
    for (std::size_t i = 0; i < counted_count; ++i)
      for (const auto& [value, count] : minutes_of[i]) told[i].insert(value);
  }
  std::vector<double> amounts(Facet facet) const {
    std::vector<double> amounts;
    for (const Hour& hour : closed)
      if (const double amount = hour.amount(facet); amount > 0) amounts.push_back(amount);
    std::ranges::sort(amounts);
    return amounts;
  }
};

constexpr std::size_t robots = 8;
GroupId group_of(std::size_t robot) { return static_cast<GroupId>(1 + robot % 2); }

struct Robot {
  explicit Robot(std::size_t number)
      : profile(symbol_of("robot-" + std::to_string(number)), group_of(number)) {}
  Profile profile;
  Exact exact;
};

using Fleet = std::vector<Robot>;

// Every numbered value stays within what a profile keeps, so that nothing has to be forgotten.
std::vector<Activity> random_minute(Random& random, Timestamp time, std::size_t robot) {
  std::vector<Activity> minute;
  const auto named = [&](const char* what, std::uint64_t limit) {
    return symbol_of(std::string(what) + std::to_string((random.few_of(limit) + robot) % limit));
  };
  for (std::size_t i = 1 + random.below(4); i > 0; --i) {
    Activity activity = testing::call(time);
    activity.identity = symbol_of("robot-" + std::to_string(robot));
    activity.action = named("action-", 30);
    activity.resource = named("resource-", 38);
    activity.network = named("network-", 7);
    activity.region = named("region-", 5);
    activity.agent = named("agent-", 7);
    if (random.once_in(3)) activity.delegator = named("delegator-", 7);
    if (random.once_in(4)) activity.bytes = static_cast<float>(random.below(1 << 24));
    if (random.once_in(20)) activity.classes.add(ActionClass::secret_read);
    minute.insert(minute.end(), random.once_in(60) ? 40 + random.below(100) : 1, activity);
  }
  return minute;
}

std::size_t counted_index(Facet facet) {
  for (std::size_t i = 0; i < counted_count; ++i)
    if (counted_facets[i].facet == facet) return i;
  return counted_count;
}

void check_value(const Deviation& said, const Fleet& fleet, std::size_t robot) {
  const Exact& exact = fleet[robot].exact;
  const std::size_t i = counted_index(said.facet);
  const auto own = exact.minutes_of[i].find(said.value);
  EXPECT_EQ(said.value_minutes, own == exact.minutes_of[i].end() ? 0 : own->second);
  EXPECT_EQ(said.minutes, exact.minutes[i]);
  EXPECT_EQ(said.distinct, exact.minutes_of[i].size());
  EXPECT_LT(said.value_minutes * 8, std::max(1, exact.minutes[i])) << "an ordinary value";

  std::uint32_t with = 0, any = 0;
  for (std::size_t other = 0; other < fleet.size(); ++other) {
    if (group_of(other) != group_of(robot)) continue;
    with += fleet[other].exact.told[i].contains(said.value);
    any += !fleet[other].exact.told[i].empty();
  }
  EXPECT_EQ(said.peers_with, with);
  EXPECT_EQ(said.peers_total, any);

  int most = 0;
  for (const auto& [value, count] : exact.minutes_of[i]) most = std::max(most, count);
  const auto usual = exact.minutes_of[i].find(said.usual);
  ASSERT_EQ(usual == exact.minutes_of[i].end(), most == 0);
  if (most > 0) {
    EXPECT_EQ(usual->second, most);
  }
}

void check_amount(const Deviation& said, const Exact& exact, const std::vector<Activity>& minute) {
  if (said.value == drift_value()) return;  // of a day against a month ago, not of an hour
  Hour now = exact.open;
  const auto hour = static_cast<std::uint32_t>(minute.front().time.hours());
  if (now.hour != hour) now = {};
  now.add(minute);
  const std::vector<double> past = exact.amounts(said.facet);
  EXPECT_EQ(said.minutes, static_cast<float>(past.size()));
  EXPECT_EQ(said.elapsed_windows, exact.first_hour == 0 ? 0 : hour - exact.first_hour);
  // Different things are counted in 64 bits, and the least of a bin stands for the bin.
  const double most = past.empty() ? 0 : past.back();
  const double counting = said.facet == Facet::fan_out ? 1.6 : 1 + 1e-5;
  EXPECT_LE(said.amount, now.amount(said.facet) * counting);
  EXPECT_GE(said.amount, now.amount(said.facet) / counting);
  EXPECT_LE(said.amount_high, most * counting);
  EXPECT_GE(said.amount_high, most / counting);
  if (past.empty()) return;
  const double step = said.facet == Facet::bytes ? 2.001 : 1.4143;
  const double middle = past[(past.size() + 1) / 2 - 1];
  EXPECT_LE(said.amount_usual, std::max(middle * step * counting, 16'384.0));
  EXPECT_GE(said.amount_usual, middle / counting / (said.facet == Facet::fan_out ? step : 1));
}

void check_time(const Deviation& said, const Exact& exact, Timestamp time) {
  const auto hour = static_cast<std::uint32_t>(time.hours());
  if (said.facet == Facet::hour) {
    EXPECT_EQ(said.amount, hour_of_week(time));
    EXPECT_EQ(said.minutes, static_cast<float>(exact.closed.size()));
  }
  if (said.facet != Facet::gap) return;
  EXPECT_EQ(said.amount, hour - exact.open.hour - 1);
  double longest = 0;
  for (std::size_t i = 1; i < exact.closed.size(); ++i)
    longest = std::max<double>(longest, exact.closed[i].hour - exact.closed[i - 1].hour - 1);
  EXPECT_NEAR(said.amount_high, longest, 1e-3);
}

struct Checked {
  int values = 0, amounts = 0, hours = 0, gaps = 0;
};

void check_departures(const std::vector<Profile::Departure>& departures, const Fleet& fleet,
                      std::size_t robot, const std::vector<Activity>& minute, Checked& checked) {
  const Exact& exact = fleet[robot].exact;
  for (const auto& [said, first] : departures) {
    SCOPED_TRACE(std::string(info(said.facet).name) + " at " + to_rfc3339(minute.front().time));
    EXPECT_EQ(said.since.hours(), exact.first_hour);
    EXPECT_GE(said.bits, Profile::bits_min);
    if (const std::size_t i = counted_index(said.facet); i < counted_count) {
      ASSERT_GE(first, 0);
      EXPECT_EQ(values_of(minute[static_cast<std::size_t>(first)])[i], said.value);
      check_value(said, fleet, robot);
      ++checked.values;
    } else if (std::ranges::find(amount_facets, said.facet) != amount_facets.end()) {
      check_amount(said, exact, minute);
      ++checked.amounts;
    } else {
      check_time(said, exact, minute.front().time);
      checked.hours += said.facet == Facet::hour;
      checked.gaps += said.facet == Facet::gap;
    }
  }
}

// Around the clock or in office hours, and away for seven days of 19.
bool is_active(Random& random, std::size_t robot, std::int64_t day, std::int64_t hour) {
  const bool away = (day + static_cast<std::int64_t>(robot) * 5) % 19 < 7;
  if (away) return false;
  if (random.once_in(200)) return true;
  return robot % 4 == 0 ? random.once_in(2) : hour >= 8 && hour < 17 && random.once_in(2);
}

TEST(JudgeReference, WhatADepartureSaysOfThePastIsTrue) {
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    Random random(seed);
    Fleet fleet;
    for (std::size_t robot = 0; robot < robots; ++robot) fleet.emplace_back(robot);
    Peers peers;
    PeerDelta delta;
    Checked checked;
    std::vector<Profile::Departure> departures;
    for (std::int64_t hour = 0; hour < 24 * 60; ++hour) {
      for (std::size_t robot = 0; robot < robots; ++robot) {
        if (!is_active(random, robot, hour / 24, hour % 24)) continue;
        for (std::int64_t minute = 0; minute < 60; minute += 7 + 20 * random.once_in(2)) {
          const auto now = random_minute(random, testing::at(hour / 24, hour % 24, minute), robot);
          fleet[robot].profile.judge(now, peers, departures);
          check_departures(departures, fleet, robot, now, checked);
          if (HasFailure()) return;
          fleet[robot].profile.learn(now, delta);
          fleet[robot].exact.learn(now);
        }
      }
      peers.apply(delta);
      delta.clear();
      for (Robot& robot : fleet) robot.exact.tell();
    }
    EXPECT_GT(checked.values, 50);
    EXPECT_GT(checked.amounts, 300);
    EXPECT_GT(checked.hours, 10);
    EXPECT_GT(checked.gaps, 5);
  }
}

}  // namespace
}  // namespace gait::profile
