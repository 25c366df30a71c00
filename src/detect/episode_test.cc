#include "detect/episode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "detect/testing.h"

namespace gait::detect {
namespace {

using testing::activity_at;
using testing::at;
using testing::departure;
using ::testing::ElementsAre;

constexpr std::int64_t minute = 60;

// A minute whose departures come to so many bits in the baseline lane.
void add(Episodes& episodes, const std::vector<Activity>& activities,
         const std::vector<MinuteDeparture>& departures, double bits = 12) {
  episodes.add(activities, {3, 700}, departures, {bits, 0, 0}, {});
}

// A minute with one activity that departs.
void depart(Episodes& episodes, std::int64_t second, float bits = 12, Symbol identity = {1}) {
  add(episodes, {activity_at(second, identity)}, {departure(Facet::volume, bits)}, bits);
}

// A minute with one activity, as the lanes and the evidence have it.
void depart(Episodes& episodes, std::int64_t second, const LaneBits& lanes,
            const Accumulated& evidence) {
  episodes.add(std::vector{activity_at(second)}, {3, 700}, std::vector{departure(Facet::volume, 1)},
               lanes, evidence);
}

std::vector<Episode> closed(Episodes& episodes, std::int64_t second) {
  std::vector<Episode> all;
  episodes.close(at(second), all);
  std::ranges::sort(all, {}, &Episode::first);
  return all;
}

constexpr std::int64_t much_later = 1'000'000;

TEST(Episodes, MinutesLessThanAnHourApartAreOneEpisode) {
  Episodes episodes;
  depart(episodes, 0);
  depart(episodes, 59 * minute);
  const auto all = closed(episodes, much_later);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].first, at(0));
  EXPECT_EQ(all[0].last, at(59 * minute));
  EXPECT_EQ(all[0].activities, 2U);
  EXPECT_EQ(all[0].group, 3);
  EXPECT_EQ(all[0].group_hours, 700);
}

TEST(Episodes, MinutesMoreThanAnHourApartAreTwo) {
  Episodes episodes;
  depart(episodes, 0);
  depart(episodes, 61 * minute);
  EXPECT_EQ(closed(episodes, much_later).size(), 2U);
}

TEST(Episodes, EachIdentityHasItsOwn) {
  Episodes episodes;
  depart(episodes, 0, 12, Symbol{1});
  depart(episodes, 5 * minute, 12, Symbol{2});
  EXPECT_EQ(closed(episodes, much_later).size(), 2U);
}

TEST(Episodes, AreHandedOutOnceAndOnlyWhenNothingCanExtendThem) {
  Episodes episodes;
  depart(episodes, 0);
  EXPECT_TRUE(closed(episodes, 60 * minute).empty());
  EXPECT_EQ(closed(episodes, 61 * minute).size(), 1U);
  EXPECT_TRUE(closed(episodes, 61 * minute).empty());
}

TEST(Episodes, EndAfterADaySoThatSomebodyHearsOfThem) {
  Episodes episodes;
  for (std::int64_t second = 0; second < 3 * 86'400; second += 30 * minute)
    depart(episodes, second);
  const auto all = closed(episodes, much_later);
  EXPECT_GE(all.size(), 3U);
  for (const Episode& episode : all)
    EXPECT_LE(episode.last.seconds() - episode.first.seconds(), episode_length_seconds_max);
}

TEST(Episodes, AWeakMinuteOpensNoneButJoinsOne) {
  Episodes episodes;
  depart(episodes, 0, 5);
  EXPECT_TRUE(closed(episodes, much_later).empty());
  depart(episodes, 0);
  depart(episodes, 10 * minute, 5);
  const auto all = closed(episodes, much_later);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].activities, 2U);
}

TEST(Episodes, OpenAtSixBitsOfAnyLaneOrOfWhatHasAddedUp) {
  const auto opens = [](const LaneBits& lanes, double evidence) {
    Episodes episodes;
    depart(episodes, 0, lanes, {evidence, 3, at(0)});
    return !closed(episodes, much_later).empty();
  };
  for (std::size_t lane = 0; lane < lane_count; ++lane) {
    LaneBits just{}, nearly{};
    just[lane] = 6, nearly[lane] = 5.99;
    EXPECT_TRUE(opens(just, 0)) << lane_names[lane];
    EXPECT_FALSE(opens(nearly, 5.99)) << lane_names[lane];
  }
  EXPECT_TRUE(opens({}, 6));
}

TEST(Episodes, WithoutADepartureThereIsNothingToTell) {
  Episodes episodes;
  episodes.add(std::vector{activity_at(0)}, {3, 700}, {}, {20, 20, 20}, {20, 5, at(0)});
  EXPECT_TRUE(closed(episodes, much_later).empty());
}

TEST(Episodes, KeepTheMostThatEachLaneHasReached) {
  Episodes episodes;
  depart(episodes, 0, {7, 2, 9}, {8, 4, at(-7200)});
  depart(episodes, minute, {11, 1, 3}, {5, 9, at(-90'000)});
  const auto all = closed(episodes, much_later);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_THAT(all[0].lanes, ElementsAre(11, 2, 9));
  EXPECT_EQ(all[0].evidence.bits, 8);
  EXPECT_EQ(all[0].evidence.hours, 4U);
  EXPECT_EQ(all[0].evidence.since, at(-7200));
}

TEST(Episodes, TheLaneThatSaysMostDecidesAndEvidenceCountsAsBaseline) {
  Episode episode;
  episode.lanes = {3, 9, 4};
  EXPECT_EQ(episode.lane(), Lane::volume);
  EXPECT_EQ(episode.bits(), 9);
  episode.evidence.bits = 9.5;
  EXPECT_EQ(episode.lane(), Lane::baseline);
  EXPECT_EQ(episode.bits(), 9.5);
}

TEST(Episodes, KeepAtMostFiftyEventsAndCountTheRest) {
  Episodes episodes;
  std::vector<Activity> burst;
  for (int i = 0; i < 40; ++i) burst.push_back(activity_at(i));
  add(episodes, burst, {departure(Facet::rate, 12)});
  for (Activity& activity : burst) activity.time.ns += 60'000'000'000;
  add(episodes, burst, {departure(Facet::rate, 12)});
  const auto all = closed(episodes, much_later);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].events.size(), 50U);
  EXPECT_EQ(all[0].activities, 80U);
}

TEST(Episodes, KeepTheStrongestDepartureOfEachFacetAndNameTheOthers) {
  Episodes episodes;
  std::vector<Activity> acts(7, activity_at(0));
  std::vector<MinuteDeparture> departures;
  for (std::int32_t i = 0; i < 7; ++i)
    departures.push_back(departure(Facet::action, i == 2 ? 20.0F : 10.0F,
                                   Symbol{static_cast<std::uint64_t>(i) + 100}, i));
  acts[2].classes.add(ActionClass::persistence);
  acts[2].severity = 5;
  add(episodes, acts, departures);
  const auto all = closed(episodes, much_later);
  ASSERT_EQ(all.size(), 1U);
  const FacetEvidence& evidence = all[0].facets[static_cast<std::size_t>(Facet::action)];
  EXPECT_EQ(evidence.deviation.bits, 20);
  EXPECT_EQ(evidence.deviation.value, Symbol{102});
  EXPECT_TRUE(evidence.classes.has(ActionClass::persistence));
  EXPECT_EQ(evidence.severity, 5);
  EXPECT_EQ(evidence.others, 6U);
  EXPECT_THAT(evidence.values,
              ElementsAre(Symbol{100}, Symbol{101}, Symbol{102}, Symbol{103}, Symbol{104}));
}

TEST(Episodes, OnlyWhatIsOutOfCharacterMakesThemCritical) {
  Episodes episodes;
  std::vector<Activity> acts{activity_at(0), activity_at(1)};
  acts[0].severity = 5;  // its daily business
  acts[1].severity = 2;
  add(episodes, acts, {departure(Facet::action, 12, Symbol{9}, 1)});
  const auto all = closed(episodes, much_later);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].criticality, 2);
}

TEST(Episodes, ADeniedCallCountsHalf) {
  Episodes episodes;
  Activity denied = activity_at(0);
  denied.severity = 5;
  denied.outcome = Outcome::denied;
  add(episodes, {denied}, {departure(Facet::resource, 12, Symbol{9}, 0)});
  const auto all = closed(episodes, much_later);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].criticality, 2.5);
  EXPECT_EQ(all[0].denied, 1U);
}

TEST(Episodes, CarryTheCredentialOfTheActivityThatShowedTheDeparture) {
  Episodes episodes;
  std::vector<Activity> acts{activity_at(0), activity_at(1)};
  acts[0].credential = Symbol{50}, acts[1].credential = Symbol{51};
  acts[1].credential_kind = CredentialKind::long_lived;
  add(episodes, acts, {departure(Facet::network, 12, Symbol{9}, 1)});
  const auto all = closed(episodes, much_later);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].credential, Symbol{51});
  EXPECT_EQ(all[0].credential_kind, CredentialKind::long_lived);
}

TEST(Episodes, BitsOfAQuestionAreThoseOfItsStrongestFacet) {
  Episode episode = testing::episode_of({1}, 0, Facet::network, 9, {5});
  testing::evidence_of(episode, Facet::country).deviation =
      departure(Facet::country, 14, {6}).deviation;
  const QuestionBits bits = question_bits(episode.facet_bits());
  EXPECT_THAT(bits, ElementsAre(0, 0, 14, 0, 0));
}

// An episode of a new place and of a burst, as they are before anything explains them.
Episode place_and_burst() {
  Episode episode = testing::episode_of({1}, 0, Facet::country, 12, {5});
  testing::evidence_of(episode, Facet::burst).deviation = departure(Facet::burst, 16).deviation;
  episode.lanes = {10, 8, 14};
  episode.evidence = {9, 4, at(0)};
  return episode;
}

TEST(ScaleFrom, NothingTakenAwayLeavesTheLanesAsTheyAre) {
  Episode episode = place_and_burst();
  episode.scale_from(episode.facet_bits());
  EXPECT_THAT(episode.lanes, ElementsAre(10, 8, 14));
  EXPECT_EQ(episode.evidence.bits, 9);
}

TEST(ScaleFrom, AnExplainedBurstBringsDownTheVolumeLaneAlone) {
  Episode episode = place_and_burst();
  const FacetBits before = episode.facet_bits();
  testing::evidence_of(episode, Facet::burst).deviation.bits = 4;
  episode.scale_from(before);
  EXPECT_THAT(episode.lanes, ElementsAre(10, 2, 14));
  EXPECT_EQ(episode.evidence.bits, 9);
}

TEST(ScaleFrom, AnExplainedPlaceBringsDownWhatRestsOnIt) {
  Episode episode = place_and_burst();
  const FacetBits before = episode.facet_bits();
  testing::evidence_of(episode, Facet::country).deviation.bits = 6;
  episode.scale_from(before);
  const auto combined = [](double bits) {
    FacetBits facets{};
    facets[static_cast<std::size_t>(Facet::country)] = bits;
    return -std::log2(probability(question_bits(facets)));
  };
  const double share = combined(6) / combined(12);
  EXPECT_GT(share, 0.2);
  EXPECT_LT(share, 0.6);
  EXPECT_NEAR(episode.lanes[0], 10 * share, 1e-9);
  EXPECT_EQ(episode.lanes[1], 8);
  EXPECT_NEAR(episode.lanes[2], 14 * share, 1e-9);
  EXPECT_NEAR(episode.evidence.bits, 9 * share, 1e-9);
}

TEST(ScaleFrom, WhereAllIsExplainedNothingIsLeft) {
  Episode episode = place_and_burst();
  const FacetBits before = episode.facet_bits();
  episode.facets = {};
  episode.scale_from(before);
  EXPECT_EQ(episode.bits(), 0);
}

}  // namespace
}  // namespace gait::detect
