#include "detect/group_shift.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "detect/make_group_finding.h"
#include "detect/testing.h"

namespace gait::detect {
namespace {

using ::testing::ElementsAre;
using testing::episode_of;
using testing::evidence_of;

constexpr Symbol region{77};
constexpr std::int64_t hour = 3600;

// `count` identities that come to the region, `step` seconds after each other.
std::vector<Episode> arrivals(std::uint64_t count, std::int64_t step, Symbol value = region) {
  std::vector<Episode> episodes;
  for (std::uint64_t i = 0; i < count; ++i)
    episodes.push_back(
        episode_of(Symbol{i + 1}, static_cast<std::int64_t>(i) * step, Facet::region, 12, value));
  return episodes;
}

std::vector<GroupShift> shifts(const std::vector<Episode>& episodes,
                               const std::vector<Grouping>& of_each) {
  return find_group_shifts(episodes, std::vector(episodes.size(), of_each));
}

TEST(GroupShift, ThreeOfTenAtOnceAreAShift) {
  const auto found = shifts(arrivals(3, 60), {{"class batch_job", 10}});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].group, "class batch_job");
  EXPECT_EQ(found[0].members, 10U);
  ASSERT_EQ(found[0].moves.size(), 1U);
  EXPECT_EQ(found[0].moves[0].facet, Facet::region);
  EXPECT_EQ(found[0].moves[0].value, region);
  EXPECT_THAT(found[0].episodes, ElementsAre(0, 1, 2));
  EXPECT_THAT(found[0].identities, ElementsAre(Symbol{1}, Symbol{2}, Symbol{3}));
}

TEST(GroupShift, TwoAreTooFewHoweverSmallTheGroup) {
  EXPECT_TRUE(shifts(arrivals(2, 60), {{"g", 4}}).empty());
  EXPECT_TRUE(shifts(arrivals(2, 60), {{"g", 2}}).empty());
}

TEST(GroupShift, AFewOfManyAreNone) {
  EXPECT_TRUE(shifts(arrivals(3, 60), {{"g", 11}}).empty());
  EXPECT_FALSE(shifts(arrivals(30, 60), {{"g", 100}}).empty());
}

TEST(GroupShift, SpreadOverADayTheyAreNone) {
  EXPECT_TRUE(shifts(arrivals(3, 8 * hour), {{"g", 3}}).empty());
}

TEST(GroupShift, OneIdentityThreeTimesIsNoGroup) {
  auto episodes = arrivals(3, 60);
  for (Episode& episode : episodes) episode.identity = Symbol{1};
  EXPECT_TRUE(shifts(episodes, {{"g", 3}}).empty());
}

TEST(GroupShift, DifferentValuesAreDifferentMatters) {
  auto episodes = arrivals(3, 60);
  evidence_of(episodes[1], Facet::region).values = {Symbol{78}};
  EXPECT_TRUE(shifts(episodes, {{"g", 3}}).empty());
}

TEST(GroupShift, AStragglerBeforeDoesNotHideTheShift) {
  auto episodes = arrivals(4, 60);
  for (std::size_t i = 1; i < 4; ++i) episodes[i].first = testing::at(5 * hour + 60 * 3);
  const auto found = shifts(episodes, {{"g", 10}});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].episodes, ElementsAre(1, 2, 3));
}

TEST(GroupShift, SeenThroughTwoGroupingsItIsOneAndTheLargerShareWins) {
  const auto found = shifts(arrivals(3, 60), {{"class web_workload", 10}, {"owner payments", 4}});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].group, "owner payments");
}

TEST(GroupShift, TheSameMembersMovingInTwoWaysAreOneShift) {
  auto episodes = arrivals(3, 60);
  for (Episode& episode : episodes) {
    FacetEvidence& agent = evidence_of(episode, Facet::agent);
    agent.deviation = testing::departure(Facet::agent, 12, Symbol{55}).deviation;
    agent.values = {Symbol{55}};
  }
  const auto found = shifts(episodes, {{"g", 3}});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].moves.size(), 2U);
}

TEST(GroupShift, TwoShiftsOnTwoDaysAreTwo) {
  auto episodes = arrivals(6, 60);
  for (std::size_t i = 3; i < 6; ++i) {
    episodes[i].first = testing::at(30 * hour);
    episodes[i].identity = Symbol{i - 2};
  }
  EXPECT_EQ(shifts(episodes, {{"g", 10}}).size(), 2U);
}

TEST(GroupShift, IsTakenOutOfTheEpisodesThatTookPart) {
  auto episodes = arrivals(3, 60);
  const auto found = shifts(episodes, {{"g", 3}});
  ASSERT_EQ(found.size(), 1U);
  evidence_of(episodes[1], Facet::action).deviation =
      testing::departure(Facet::action, 9, Symbol{5}).deviation;
  remove_shift(found[0], episodes);
  for (Episode& episode : episodes) {
    EXPECT_EQ(evidence_of(episode, Facet::region).deviation.bits, 0);
    EXPECT_TRUE(evidence_of(episode, Facet::region).values.empty());
  }
  EXPECT_EQ(evidence_of(episodes[1], Facet::action).deviation.bits, 9);
}

TEST(GroupShift, WhatElseAMemberDidInThatFacetStays) {
  auto episodes = arrivals(3, 60);
  FacetEvidence& evidence = evidence_of(episodes[1], Facet::region);
  evidence.values.push_back(Symbol{99});
  evidence.deviation.value = Symbol{99};
  evidence.deviation.bits = 25;
  const auto found = shifts(episodes, {{"g", 3}});
  ASSERT_EQ(found.size(), 1U);
  remove_shift(found[0], episodes);
  EXPECT_EQ(evidence_of(episodes[1], Facet::region).deviation.bits, 25);
}

TEST(GroupShift, WhatIsLeftOfAnEpisodeIsNoMoreThanWhatTheMemberDidBesides) {
  auto episodes = arrivals(3, 60);
  evidence_of(episodes[1], Facet::action).deviation =
      testing::departure(Facet::action, 20, Symbol{5}).deviation;
  evidence_of(episodes[2], Facet::burst).deviation = testing::departure(Facet::burst, 8).deviation;
  for (Episode& episode : episodes) {
    episode = testing::with_lanes(episode);
    episode.evidence = {9, 3, testing::at(0)};
  }
  const auto found = shifts(episodes, {{"g", 3}});
  ASSERT_EQ(found.size(), 1U);
  remove_shift(found[0], episodes);
  EXPECT_EQ(episodes[0].bits(), 0);
  EXPECT_GT(episodes[1].bits(), 12);
  EXPECT_EQ(episodes[1].evidence.bits, 0) << "it had added up by the same move";
  EXPECT_EQ(episodes[2].bits(), 0) << "a little more work is part of a move";
}

TEST(GroupShift, WhatIsCertainIsNoMoveOfAGroup) {
  auto episodes = arrivals(3, 60);
  episodes[1].certain = true;
  for (Episode& episode : episodes) episode = testing::with_lanes(episode);
  const auto found = shifts(episodes, {{"g", 3}});
  ASSERT_EQ(found.size(), 1U);
  remove_shift(found[0], episodes);
  EXPECT_EQ(episodes[0].bits(), 0);
  EXPECT_GT(episodes[1].bits(), 6);
}

class GroupFinding : public ::testing::Test {
 protected:
  Finding find(float bits, std::uint32_t members) {
    std::vector<Episode> episodes;
    for (const std::string_view name : {"aws:1/role/c", "aws:1/role/a", "aws:1/role/b"}) {
      episodes.push_back(episode_of(words_(name), static_cast<std::int64_t>(episodes.size()) * 60,
                                    Facet::region, bits, words_("eu-west-1")));
      evidence_of(episodes.back(), Facet::region).severity = 5;
      episodes.back() = testing::with_lanes(episodes.back());
    }
    const auto found = shifts(episodes, {{"owner payments", members}});
    EXPECT_EQ(found.size(), 1U);
    return make_group_finding(found.at(0), episodes, {}, words_.names(), words_.table());
  }
  testing::Words words_;
};

TEST_F(GroupFinding, IsAtMostMediumAndAtLeastLow) {
  const Finding strong = find(90, 3), weak = find(8, 10);
  EXPECT_EQ(strong.severity, Severity::medium);
  EXPECT_LE(strong.risk, 64);
  EXPECT_EQ(weak.severity, Severity::low);
}

TEST_F(GroupFinding, NamesEverybodyAndWhatTheyDid) {
  const Finding finding = find(20, 10);
  EXPECT_EQ(finding.kind, "group_shift");
  EXPECT_EQ(finding.identity, "group:owner payments");
  EXPECT_EQ(finding.title,
            "3 of 10 identities of owner payments at once: first time in region `eu-west-1`");
  EXPECT_THAT(finding.members, ElementsAre("aws:1/role/a", "aws:1/role/b", "aws:1/role/c"));
  EXPECT_EQ(finding.activities.size(), 3U);
  EXPECT_EQ(finding.activities_total, 3U);
  EXPECT_EQ(finding.time, testing::at(0));
  EXPECT_EQ(finding.last, testing::at(120));
}

TEST_F(GroupFinding, TheMoreOfTheGroupMovedTheMoreItTakesToBeRare) {
  EXPECT_LT(find(12, 10).deviations.at(0).bits, find(12, 3).deviations.at(0).bits);
}

}  // namespace
}  // namespace gait::detect
