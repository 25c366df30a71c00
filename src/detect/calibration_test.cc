#include "detect/calibration.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace gait::detect {
namespace {

constexpr std::uint16_t group = 4, other_group = 9, everybody = 0;

// Numbers that look random and are the same in every run.
double fraction(std::uint64_t i) {
  return static_cast<double>((i * 0x9e3779b97f4a7c15ULL) >> 40) / (1 << 24);
}

float& of(HourSample& hour, Facet facet) { return hour.facets[static_cast<std::size_t>(facet)]; }
float& of(HourSample& hour, Lane lane) { return hour.lanes[static_cast<std::size_t>(lane)]; }

// `weight`: stands for so many hours alike.
HourSample quiet(std::uint16_t who = group, float weight = 1) {
  HourSample hour;
  hour.group = who;
  hour.weight = weight;
  return hour;
}

// Hours of a group of which every fourth reaches ten bits in `action`, stated as one in 1,024.
std::vector<HourSample> restless(std::uint16_t who, std::size_t count, float weight = 1) {
  std::vector<HourSample> hours(count, quiet(who, weight));
  for (std::size_t i = 0; i < count; i += 4) of(hours[i], Facet::action) = 10;
  return hours;
}

std::string bytes_of(const Calibration& calibration) {
  ByteWriter out;
  calibration.save(out);
  return out.take();
}

TEST(Calibration, WhereNothingWasLearnedTheStatedBitsAreTakenAtTheirWord) {
  const Calibration fresh;
  for (const double raw : {0.5, 4.33, 13.0, 60.0}) {
    EXPECT_NEAR(fresh.facet_bits(group, Facet::action, raw), raw, 1e-9);
    EXPECT_NEAR(fresh.lane_bits(group, Lane::baseline, raw), raw, 1e-9);
  }
  EXPECT_EQ(fresh.facet_bits(group, Facet::action, 0), 0);
  EXPECT_EQ(fresh.lane_bits(group, Lane::chain, -1), 0);
  EXPECT_EQ(fresh.samples(group), 0);
}

TEST(Calibration, WhatAGroupShowsAllTheTimeSaysLittle) {
  Calibration calibration;
  calibration.add(restless(group, 400, 20));
  EXPECT_NEAR(calibration.facet_bits(group, Facet::action, 10), 2, 0.1);
  EXPECT_NEAR(calibration.facet_bits(group, Facet::country, 10), 10, 1e-6)
      << "facets are learned apart";
}

TEST(Calibration, AGroupOnlyEverTakesAwayFromAFacetAndMoreBitsNeverSayLess) {
  Calibration calibration;
  std::vector<HourSample> hours(1000, quiet());
  for (std::size_t i = 0; i < hours.size(); ++i)
    of(hours[i], Facet::network) = static_cast<float>(-3 * std::log2(1 - fraction(i)));
  calibration.add(hours);
  double last = 0;
  for (double raw = 0.1; raw < 80; raw += 0.1) {
    const double bits = calibration.facet_bits(group, Facet::network, raw);
    ASSERT_LE(bits, raw);
    ASSERT_GE(bits, last);
    last = bits;
  }
}

TEST(Calibration, AQuietGroupMakesALaneSayMoreButNeverAFacet) {
  Calibration calibration;
  calibration.add(std::vector(400, quiet(group, 20)));
  EXPECT_GT(calibration.lane_bits(group, Lane::baseline, 8), 9);
  EXPECT_EQ(calibration.facet_bits(group, Facet::action, 8), 8);
}

TEST(Calibration, ALaneIsTheShareOfHoursThatReachAsMuch) {
  Calibration calibration;
  std::vector<HourSample> hours(400, quiet(group, 16));
  // Below six bits, so that they do not count as one departure of all.
  for (std::size_t i = 0; i < hours.size(); i += 8) of(hours[i], Lane::baseline) = 5;
  calibration.add(hours);
  EXPECT_NEAR(calibration.lane_bits(group, Lane::baseline, 5), 3, 0.1);
}

TEST(Calibration, AGroupThatHasShownNothingIsJudgedByEverybody) {
  Calibration calibration;
  calibration.add(restless(group, 400, 20));
  EXPECT_EQ(calibration.samples(other_group), 0);
  EXPECT_EQ(calibration.samples(everybody), calibration.samples(group));
  EXPECT_NEAR(calibration.facet_bits(other_group, Facet::action, 10), 2, 0.1);
}

TEST(Calibration, AFewOddHoursOfAGroupDoNotSpeakLouderThanEverybody) {
  Calibration calibration;
  calibration.add(std::vector(400, quiet(group, 20)));
  calibration.add(restless(other_group, 8));
  EXPECT_EQ(calibration.samples(other_group), 8);
  EXPECT_GT(calibration.facet_bits(other_group, Facet::action, 10), 8);
}

TEST(Calibration, MembersThatDepartTogetherCountAsOne) {
  for (const bool burst : {false, true}) {
    Calibration calibration;
    std::vector<HourSample> failover(30, quiet());
    for (HourSample& hour : failover)
      (burst ? of(hour, Facet::burst) : of(hour, Lane::baseline)) = 8;
    calibration.add(failover);
    EXPECT_NEAR(calibration.samples(group), 1, 0.02);
    EXPECT_NEAR(calibration.samples(everybody), 1, 0.02);
  }
}

TEST(Calibration, ThoseWhoDoNotDepartOrNotTogetherCountInFull) {
  Calibration calibration;
  std::vector<HourSample> hours(30, quiet());
  of(hours[0], Lane::baseline) = 8;
  calibration.add(hours);
  EXPECT_EQ(calibration.samples(group), 30) << "one that departs alone is one";
  std::vector<HourSample> apart{quiet(group), quiet(other_group)};
  for (HourSample& hour : apart) of(hour, Lane::baseline) = 8;
  calibration.add(apart);
  EXPECT_EQ(calibration.samples(group), 31);
  EXPECT_EQ(calibration.samples(other_group), 1);
  EXPECT_EQ(calibration.samples(everybody), 32);
}

TEST(Calibration, TheOrderInWhichHoursComeDoesNotMatter) {
  std::vector<HourSample> hours;
  for (std::size_t i = 0; i < 600; ++i) {
    HourSample hour = quiet(static_cast<std::uint16_t>(1 + i % 5));
    hour.weight = static_cast<float>(0.125 + fraction(i));
    of(hour, Facet::action) = static_cast<float>(20 * fraction(i + 1000));
    of(hour, Lane::baseline) = static_cast<float>(9 * fraction(i + 2000));
    hours.push_back(hour);
  }
  Calibration forwards, backwards;
  forwards.add(hours);
  std::ranges::reverse(hours);
  backwards.add(hours);
  EXPECT_TRUE(bytes_of(forwards) == bytes_of(backwards));
}

TEST(Calibration, SavedAndLoadedItSaysTheSame) {
  Calibration calibration, loaded;
  calibration.add(restless(group, 500));
  calibration.add(std::vector(40, quiet(other_group)));
  const std::string bytes = bytes_of(calibration);
  ByteReader in(bytes);
  loaded.load(in);
  ASSERT_TRUE(in.ok());
  EXPECT_TRUE(bytes_of(loaded) == bytes);
  EXPECT_EQ(loaded.samples(group), calibration.samples(group));
  EXPECT_EQ(loaded.facet_bits(group, Facet::action, 10),
            calibration.facet_bits(group, Facet::action, 10));
  EXPECT_EQ(loaded.memory_bytes(), calibration.memory_bytes());
}

TEST(Calibration, RefusesBytesThatAreCutShortOrCannotBe) {
  Calibration calibration;
  calibration.add(restless(group, 500));
  const std::string bytes = bytes_of(calibration);
  Calibration cut, forged;
  ByteReader shorter(std::string_view(bytes).substr(0, bytes.size() / 2));
  cut.load(shorter);
  EXPECT_FALSE(shorter.ok());
  std::string more = bytes;  // more hours reach many bits than reach few
  more[more.find('\1') + 1 + 8] = '\x7f';
  ByteReader in(more);
  forged.load(in);
  EXPECT_FALSE(in.ok());
}

TEST(HourWeight, AnAlarmOfAnyLaneCountsAnEighth) {
  EXPECT_EQ(hour_weight(10, {12.9, 12.9, 12.9}), 1);
  EXPECT_EQ(hour_weight(10, {13, 0, 0}), 0.125F);
  EXPECT_EQ(hour_weight(10, {0, 13, 0}), 0.125F);
  EXPECT_EQ(hour_weight(10, {0, 0, 13}), 0.125F);
}

TEST(HourWeight, NobodyWritesTheGroupAlone) {
  double sum = 0;
  constexpr int year_hours = 8760;
  for (int hours = 0; hours < year_hours; ++hours) sum += hour_weight(hours, {});
  EXPECT_NEAR(sum, 168 * (1 + std::log(year_hours / 168.0)), 2);
}

TEST(HourJudgement, ReturnsWhatTheGroupBearsOutAndKeepsTheStrongestAsTheyCame) {
  Calibration calibration;
  calibration.add(restless(group, 400, 20));
  HourJudgement judgement(calibration, group);
  EXPECT_NEAR(judgement.add(Facet::action, 10), 2, 0.1);
  EXPECT_NEAR(judgement.add(Facet::action, 5), 2, 0.1);
  HourSample sample = judgement.sample(0.5F);
  EXPECT_EQ(of(sample, Facet::action), 10);
  EXPECT_EQ(sample.group, group);
  EXPECT_EQ(sample.weight, 0.5F);
}

TEST(HourJudgement, ABurstIsTheVolumeLaneAndNoPartOfTheBaseline) {
  const Calibration fresh;
  HourJudgement judgement(fresh, group);
  judgement.add(Facet::burst, 14);
  const LaneBits alone = judgement.combine(0);
  EXPECT_EQ(alone[static_cast<std::size_t>(Lane::baseline)], 0);
  EXPECT_NEAR(alone[static_cast<std::size_t>(Lane::volume)], 14, 1e-9);
  judgement.add(Facet::country, 14);
  const LaneBits both = judgement.combine(0);
  EXPECT_GT(both[static_cast<std::size_t>(Lane::baseline)], 8);
  EXPECT_NEAR(both[static_cast<std::size_t>(Lane::volume)], 14, 1e-9);
}

TEST(HourJudgement, AChainAddsUpOnlyWhereBothEndsAreOutOfCharacter) {
  const Calibration fresh;
  const auto chain = [&](Facet facet, double bits, double upstream) {
    HourJudgement judgement(fresh, group);
    judgement.add(facet, bits);
    return judgement.combine(upstream)[static_cast<std::size_t>(Lane::chain)];
  };
  HourJudgement alone(fresh, group);
  alone.add(Facet::country, 12);
  EXPECT_NEAR(chain(Facet::country, 12, 6), alone.conduct() + 6, 1e-5);
  EXPECT_EQ(chain(Facet::country, 12, 4.3), 0);
  EXPECT_EQ(chain(Facet::country, 4.3, 12), 0);
  EXPECT_EQ(chain(Facet::volume, 40, 12), 0) << "more work of a master is more of its servants";
  EXPECT_EQ(chain(Facet::hour, 40, 12), 0);
}

TEST(HourJudgement, AnHourIsAsStrangeAsItsStrangestMinute) {
  const Calibration fresh;
  HourJudgement judgement(fresh, group);
  judgement.add(Facet::country, 12);
  const LaneBits first = judgement.combine(6);
  judgement.add(Facet::region, 1);
  const LaneBits later = judgement.combine(0);
  EXPECT_GE(later[static_cast<std::size_t>(Lane::chain)],
            first[static_cast<std::size_t>(Lane::chain)]);
  HourSample sample = judgement.sample(1);
  EXPECT_GT(of(sample, Lane::chain), 12);
}

}  // namespace
}  // namespace gait::detect
