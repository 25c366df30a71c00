#include "detect/hold_budget.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace gait::detect {
namespace {

using ::testing::ElementsAre;

constexpr std::int64_t start_hour = 480'000;
constexpr std::uint64_t identities = 200;

// The hours of so many days, in each of which everybody was judged.
std::vector<TestedCount> hours_of(std::int64_t hours, std::int64_t from = start_hour) {
  std::vector<TestedCount> all;
  for (std::int64_t i = 0; i < hours; ++i) all.push_back({from + i, identities, identities});
  return all;
}

Claim claim(std::int64_t hour, double bits, std::string id = "f", double criticality = 3) {
  Claim made;
  made.finding.id = std::move(id);
  made.finding.lane = "baseline";
  made.finding.probability = std::exp2(-bits);
  made.finding.severity = Severity::medium;
  made.identity = Symbol{1};
  made.hour = hour;
  made.criticality = criticality;
  made.group_hours = 1e6;
  made.bits_before = bits;
  return made;
}

// A claim that a change has explained down to `bits`.
Claim explained(double bits_before, double bits) {
  Claim made = claim(start_hour, bits);
  made.bits_before = bits_before;
  made.finding.changes_considered = {{"c-1", "deployment", "release 7", "names it"}};
  return made;
}

std::vector<std::string> ids(const std::vector<Finding>& findings) {
  std::vector<std::string> all;
  for (const Finding& finding : findings) all.push_back(finding.id);
  return all;
}

// What becomes of claims in one hour of an established tenant.
std::vector<Finding> told(std::vector<Claim> claims) {
  sketch::AlertBudget budget;
  return hold_budget(std::move(claims), hours_of(1), budget);
}

TEST(WeightBits, MostHoursDoNothingGraverThanReading) {
  EXPECT_LT(weight_bits(1), 0);
  EXPECT_LT(weight_bits(2), 0);
  EXPECT_EQ(weight_bits(3), 0);
  EXPECT_GT(weight_bits(4), 1);
  EXPECT_GT(weight_bits(5), weight_bits(4));
  EXPECT_EQ(weight_bits(2.5), weight_bits(2)) << "a denied call is no graver than what it counts";
  EXPECT_EQ(weight_bits(-3), weight_bits(0));
  EXPECT_EQ(weight_bits(99), weight_bits(5));
}

TEST(HoldBudget, TellsWhatIsImprobableEnoughAndNotWhatIsOrdinary) {
  EXPECT_EQ(told({claim(start_hour, 40)}).size(), 1U);
  EXPECT_EQ(told({claim(start_hour, 7)}).size(), 0U);
}

TEST(HoldBudget, OfTwoThatAreEquallyImprobableTheGraverOneIsTold) {
  // The least that is told, when it is an ordinary write.
  double bits = 8;
  while (told({claim(start_hour, bits)}).empty()) bits += 0.05;
  ASSERT_LT(bits, 20);
  EXPECT_EQ(told({claim(start_hour, bits + 0.3, "f", 1)}).size(), 0U);
  EXPECT_EQ(told({claim(start_hour, bits + 0.5, "f", 1)}).size(), 1U);
  EXPECT_EQ(told({claim(start_hour, bits - 2.2, "f", 5)}).size(), 1U);
}

TEST(HoldBudget, WhatAChangeExplainsIsToldAsInfo) {
  const auto findings = told({explained(40, 5)});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Severity::info);
}

TEST(HoldBudget, WhatWouldNotHaveBeenToldAnywayIsNotToldForTheChange) {
  EXPECT_TRUE(told({explained(7, 2)}).empty());
  Claim without = explained(40, 5);
  without.finding.changes_considered.clear();
  EXPECT_TRUE(told({without}).empty());
}

TEST(HoldBudget, WhatIsGraveInSpiteOfAChangeKeepsItsSeverity) {
  const auto findings = told({explained(60, 40)});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Severity::medium);
}

TEST(HoldBudget, ExplainedOnesAreBesideTheBudget) {
  sketch::AlertBudget budget;
  const auto findings = hold_budget(std::vector(100, explained(40, 5)), hours_of(1), budget);
  EXPECT_EQ(findings.size(), 100U);
  EXPECT_EQ(budget_stats(budget).findings, 0U);
}

TEST(HoldBudget, WhatIsCertainIsToldWhateverTheBudget) {
  sketch::AlertBudget nothing({.findings_per_day = 0, .findings_per_day_per_1000 = 0});
  Claim certain = claim(start_hour, 0, "canary");
  certain.finding.certain = true;
  certain.group_hours = 0;
  const auto findings = hold_budget({claim(start_hour, 9, "odd"), certain}, hours_of(1), nothing);
  EXPECT_THAT(ids(findings), ElementsAre("canary"));
  EXPECT_EQ(findings[0].severity, Severity::medium);
  EXPECT_EQ(budget_stats(nothing).certain, 1U);
  EXPECT_EQ(budget_stats(nothing).findings, 0U);
}

TEST(HoldBudget, HoursAreJudgedInOrderHoweverTheClaimsCome) {
  std::vector<Claim> claims;
  for (std::int64_t i = 0; i < 60; ++i)
    claims.push_back(claim(start_hour + i * 7 % 48, 14 + static_cast<double>(i % 9) / 4,
                           "f" + std::to_string(i)));
  sketch::AlertBudget one, two;
  auto expected = hold_budget(claims, hours_of(48), one);
  std::ranges::reverse(claims);
  auto found = hold_budget(claims, hours_of(48), two);
  EXPECT_FALSE(expected.empty());
  std::ranges::sort(expected, {}, &Finding::id);
  std::ranges::sort(found, {}, &Finding::id);
  EXPECT_EQ(ids(found), ids(expected));
}

TEST(HoldBudget, ADayAtATimeIsTheSameAsAllAtOnce) {
  std::vector<Claim> claims, first, second;
  for (std::int64_t i = 0; i < 48; ++i) {
    claims.push_back(
        claim(start_hour + i, 13 + static_cast<double>(i % 5), "f" + std::to_string(i)));
    (i < 24 ? first : second).push_back(claims.back());
  }
  sketch::AlertBudget whole, daily;
  const auto at_once = hold_budget(claims, hours_of(48), whole);
  auto by_day = hold_budget(first, hours_of(24), daily);
  std::ranges::move(hold_budget(second, hours_of(24, start_hour + 24), daily),
                    std::back_inserter(by_day));
  EXPECT_EQ(ids(by_day), ids(at_once));
}

TEST(HoldBudget, ClaimsBetweenJudgedHoursAreNotLost) {
  sketch::AlertBudget budget;
  const std::vector<TestedCount> hours{{start_hour, identities, identities},
                                       {start_hour + 10, identities, identities}};
  const auto findings =
      hold_budget({claim(start_hour - 3, 40, "before"), claim(start_hour + 5, 40, "between"),
                   claim(start_hour + 12, 40, "after")},
                  hours, budget);
  EXPECT_THAT(ids(findings), ElementsAre("before", "between", "after"));
}

TEST(HoldBudget, AFloodIsHeldToTheBudgetAndTheRestIsCounted) {
  sketch::AlertBudget budget;
  constexpr std::int64_t days = 20;
  std::vector<Claim> flood;
  for (std::int64_t hour = 0; hour < days * 24; ++hour)
    for (int i = 0; i < 5; ++i) flood.push_back(claim(start_hour + hour, 15));
  const std::size_t offered = flood.size();
  const auto findings = hold_budget(std::move(flood), hours_of(days * 24), budget);
  const BudgetStats stats = budget_stats(budget);
  EXPECT_EQ(stats.findings, findings.size());
  EXPECT_EQ(stats.requested_per_day, 10);
  EXPECT_LE(stats.realised_per_day, 10 * 1.15);
  EXPECT_GT(stats.realised_per_day, 3);
  EXPECT_GT(stats.held_back, 0U);
  EXPECT_LE(stats.held_back, offered - findings.size());
}

TEST(HoldBudget, AGroupThatIsHardlyKnownHasToBringMore) {
  double bits = 8;
  while (told({claim(start_hour, bits)}).empty()) bits += 0.05;
  Claim young = claim(start_hour, bits + 0.3);
  EXPECT_EQ(told({young}).size(), 1U);
  young.group_hours = 20;
  EXPECT_EQ(told({young}).size(), 0U);
  sketch::AlertBudget budget;
  (void)hold_budget({young}, hours_of(1), budget);
  EXPECT_EQ(budget_stats(budget).held_back, 1U);
}

TEST(HoldBudget, LanesHaveSharesOfTheirOwn) {
  sketch::AlertBudget budget;
  std::vector<Claim> flood;
  for (std::int64_t hour = 0; hour < 240; ++hour)
    for (int i = 0; i < 5; ++i) {
      flood.push_back(claim(start_hour + hour, 15));
      flood.back().finding.lane = "volume";
    }
  flood.push_back(claim(start_hour + 239, 16, "quiet lane"));
  const auto findings = hold_budget(std::move(flood), hours_of(240), budget);
  const auto found = ids(findings);
  EXPECT_NE(std::ranges::find(found, "quiet lane"), found.end());
  const BudgetStats stats = budget_stats(budget);
  EXPECT_EQ(stats.lanes[0].name, "baseline");
  EXPECT_EQ(stats.lanes[1].name, "volume");
  EXPECT_EQ(stats.lanes[2].name, "chain");
  EXPECT_GT(stats.lanes[1].realised_per_day, stats.lanes[0].realised_per_day);
  EXPECT_EQ(stats.lanes[2].realised_per_day, 0);
}

TEST(TellAll, TellsEverythingFromTheFloorOnAndWhatIsCertain) {
  Claim certain = claim(start_hour, 0, "canary");
  certain.finding.certain = true;
  const auto findings = tell_all({claim(start_hour, 8.9, "ordinary"), claim(start_hour, 9.1, "odd"),
                                  certain, claim(start_hour, 40, "grave")});
  EXPECT_THAT(ids(findings), ElementsAre("odd", "canary", "grave"));
}

TEST(BudgetStats, OfNothingJudgedAreNothing) {
  const BudgetStats stats = budget_stats(sketch::AlertBudget{});
  EXPECT_EQ(stats.days, 0);
  EXPECT_EQ(stats.findings, 0U);
  EXPECT_EQ(stats.realised_per_day, 0);
}

}  // namespace
}  // namespace gait::detect
