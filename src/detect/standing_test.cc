#include "detect/standing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace gait::detect {
namespace {

constexpr std::int64_t day_seconds = 86'400;

Timestamp day(double days) {
  return Timestamp::from_seconds(1'794'787'200 +
                                 static_cast<std::int64_t>(days * double{day_seconds}));
}

Finding finding(std::string id, double risk, double last_day) {
  Finding made;
  made.id = std::move(id);
  made.identity = "role/a";
  made.title = "a title";
  made.kind = "first_seen_access";
  made.risk = risk;
  made.time = made.last = day(last_day);
  return made;
}

Finding marked(Finding finding, std::string_view mark, double mark_day) {
  finding.mark = mark;
  finding.marked = day(mark_day);
  return finding;
}

Standing standing(const std::vector<Finding>& findings, double now_day) {
  std::vector<const Finding*> pointers;
  for (const Finding& f : findings) pointers.push_back(&f);
  return standing_of(pointers, day(now_day));
}

double tenths_of_parts(const Standing& standing) {
  double sum = 0;
  for (const Contributor& part : standing.contributors) sum += std::round(part.share * 10);
  return sum;
}

TEST(Standing, OneNewFindingIsItsRisk) {
  const Standing s = standing({finding("f-1", 64, 3)}, 3);
  EXPECT_DOUBLE_EQ(s.score, 64);
  ASSERT_EQ(s.contributors.size(), 1U);
  EXPECT_EQ(s.contributors[0].finding, "f-1");
  EXPECT_DOUBLE_EQ(s.contributors[0].share, 64);
  EXPECT_DOUBLE_EQ(s.contributors[0].age_days, 0);
}

TEST(Standing, AWeekHalvesAFindingAndAMonthLeavesASixteenth) {
  EXPECT_DOUBLE_EQ(standing({finding("f-1", 64, 0)}, 7).score, 32);
  EXPECT_DOUBLE_EQ(standing({finding("f-1", 64, 0)}, 28).score, 4);
  EXPECT_DOUBLE_EQ(standing({finding("f-1", 64, 0)}, 365).score, 0);
  EXPECT_TRUE(standing({finding("f-1", 64, 0)}, 365).contributors.empty());
}

TEST(Standing, TwoFindingsWeighMoreThanOneAndLessThanTheirSum) {
  const Standing s = standing({finding("f-1", 50, 0), finding("f-2", 50, 0)}, 0);
  EXPECT_DOUBLE_EQ(s.score, 75);
  EXPECT_DOUBLE_EQ(s.contributors[0].share, 37.5);
  EXPECT_DOUBLE_EQ(s.contributors[1].share, 37.5);
}

TEST(Standing, ItStaysBelowAHundredWhateverComesTogether) {
  const Standing s = standing({finding("f-1", 100, 0), finding("f-2", 100, 0)}, 0);
  EXPECT_LE(s.score, 100);
  EXPECT_GT(s.score, 99.8);
  EXPECT_EQ(tenths_of_parts(s), std::round(s.score * 10));
}

// Over many mixes of risks and ages, to the printed digit.
TEST(Standing, ThePartsAddUpExactly) {
  for (int mix = 1; mix < 400; ++mix) {
    std::vector<Finding> findings;
    for (int i = 0; i < 1 + mix % 37; ++i)
      findings.push_back(
          finding("f-" + std::to_string(i), (mix * 31 + i * 17) % 99 + 1, (mix + i * 5) % 30));
    const Standing s = standing(findings, 30);
    ASSERT_EQ(tenths_of_parts(s), std::round(s.score * 10)) << mix;
    ASSERT_LE(s.contributors.size(), contributors_max);
    for (std::size_t i = 0; i + 2 < s.contributors.size(); ++i)
      ASSERT_GE(s.contributors[i].share, s.contributors[i + 1].share);
  }
}

TEST(Standing, PartsAreInProportionToTheSurprise) {
  const Standing s = standing({finding("f-1", 75, 0), finding("f-2", 50, 0)}, 0);
  // -ln(.25) is twice -ln(.5).
  EXPECT_NEAR(s.contributors[0].share, 2 * s.contributors[1].share, 0.11);
  EXPECT_EQ(s.contributors[0].finding, "f-1");
}

TEST(Standing, WhatIsExpectedOrBenignWeighsNothing) {
  EXPECT_DOUBLE_EQ(standing({marked(finding("f-1", 90, 0), "expected", 0)}, 0).score, 0);
  EXPECT_DOUBLE_EQ(standing({marked(finding("f-1", 90, 0), "benign", 0)}, 0).score, 0);
}

TEST(Standing, WhatIsConfirmedStaysForThirtyDaysAfterTheMarkAndDecaysThen) {
  const std::vector<Finding> one{marked(finding("f-1", 80, 0), "confirmed", 2)};
  EXPECT_DOUBLE_EQ(standing(one, 20).score, 80);
  EXPECT_DOUBLE_EQ(standing(one, 32).score, 80);
  EXPECT_DOUBLE_EQ(standing(one, 39).score, 40);
}

// Old logs are judged at their own time, and the mark was made today.
TEST(Standing, AMarkLaterThanTheLogsCountsAsMadeNow) {
  EXPECT_DOUBLE_EQ(standing({marked(finding("f-1", 80, 0), "confirmed", 300)}, 20).score, 80);
}

TEST(Standing, AGroupFindingWeighsOnItsMembersOnlyOnceConfirmed) {
  Finding group = finding("f-g", 40, 0);
  group.identity = "group:web";
  group.members = {"role/a", "role/b"};
  const std::vector<Finding> findings{group};
  EXPECT_EQ(standings(findings, day(0)).size(), 1U);
  const std::vector<Finding> confirmed{marked(group, "confirmed", 0)};
  const auto all = standings(confirmed, day(0));
  ASSERT_EQ(all.size(), 3U);
  EXPECT_DOUBLE_EQ(all.at("role/b").score, 40);
}

TEST(Standing, IdentitiesAreSortedByIt) {
  std::vector<IdentitySummary> identities(3);
  identities[0].key = "role/b";
  identities[1].key = "role/a";
  identities[2].key = "role/c";
  identities[2].risk = 10;
  put_standings(identities, std::vector<Finding>{finding("f-1", 30, 0)}, day(0));
  EXPECT_EQ(identities[0].key, "role/a");
  EXPECT_DOUBLE_EQ(identities[0].standing, 30);
  EXPECT_EQ(identities[1].key, "role/c");
  EXPECT_EQ(identities[2].key, "role/b");
}

}  // namespace
}  // namespace gait::detect
