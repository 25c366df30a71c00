#include "detect/episode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "detect/testing.h"

namespace gait::detect {
namespace {

using testing::activity_at;
using testing::at;
using testing::departure;
using ::testing::ElementsAre;

constexpr std::int64_t minute = 60;

// A minute with one activity that departs.
void depart(Episodes& episodes, std::int64_t second, float bits = 12, Symbol identity = {1}) {
  episodes.add(std::vector{activity_at(second, identity)}, 3,
               std::vector{departure(Facet::volume, bits)});
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

TEST(Episodes, OpenAtAProbabilityOfOneIn64) {
  const auto opens = [](float bits) {
    Episodes episodes;
    depart(episodes, 0, bits);
    return !closed(episodes, much_later).empty();
  };
  float bits = 4;
  while (!opens(bits)) bits += 0.01F;
  QuestionBits just{}, nearly{};
  just[3] = bits, nearly[3] = bits - 0.01F;
  EXPECT_LE(probability(just), 1.0 / 64);
  EXPECT_GT(probability(nearly), 1.0 / 64);
}

TEST(Episodes, KeepAtMostFiftyEventsAndCountTheRest) {
  Episodes episodes;
  std::vector<Activity> burst;
  for (int i = 0; i < 40; ++i) burst.push_back(activity_at(i));
  episodes.add(burst, 1, std::vector{departure(Facet::rate, 12)});
  for (Activity& activity : burst) activity.time.ns += 60'000'000'000;
  episodes.add(burst, 1, std::vector{departure(Facet::rate, 12)});
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
  episodes.add(acts, 1, departures);
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
  episodes.add(acts, 1, std::vector{departure(Facet::action, 12, Symbol{9}, 1)});
  const auto all = closed(episodes, much_later);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].criticality, 2);
}

TEST(Episodes, ADeniedCallCountsHalf) {
  Episodes episodes;
  Activity denied = activity_at(0);
  denied.severity = 5;
  denied.outcome = Outcome::denied;
  episodes.add(std::vector{denied}, 1, std::vector{departure(Facet::resource, 12, Symbol{9}, 0)});
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
  episodes.add(acts, 1, std::vector{departure(Facet::network, 12, Symbol{9}, 1)});
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

}  // namespace
}  // namespace gait::detect
