// How a profile learns, what it costs and how it is saved.

#include "profile/profile.h"

#include <gtest/gtest.h>

#include <numeric>

#include "profile/testing.h"

namespace gait::profile {
namespace {

using testing::at;
using testing::bytes_of;
using testing::call;
using testing::calls;
using testing::Life;

const sketch::ValueSlot* slot_of(const Profile& profile, Facet facet, std::string_view value) {
  for (const sketch::ValueSlot& slot : profile.slots())
    if (slot.value == symbol_of(value).value && slot.family == static_cast<std::uint8_t>(facet))
      return &slot;
  return nullptr;
}

TEST(Profile, ABurstOfTenThousandCallsTeachesItsValuesAsMuchAsOne) {
  Life one, burst;
  one.learn(call(at(0, 1)));
  burst.learn(calls(10'000, at(0, 1)));
  EXPECT_EQ(slot_of(burst.profile, Facet::action, "s3:GetObject")->count, 1);
  for (std::size_t i = 0; i < counted_count; ++i) {
    EXPECT_EQ(burst.profile.stats(i).windows, one.profile.stats(i).windows) << i;
    EXPECT_EQ(burst.profile.stats(i).distinct, one.profile.stats(i).distinct) << i;
  }
  EXPECT_EQ(burst.profile.minutes(), 1);
  EXPECT_EQ(burst.profile.activities(), 10'000U);
  EXPECT_EQ(burst.profile.open_hour().calls, 10'000U);
}

// What has been counted, wherever it lies.
std::vector<std::array<std::uint64_t, 3>> counts_of(const Profile& profile) {
  std::vector<std::array<std::uint64_t, 3>> counts;
  for (const sketch::ValueSlot& slot : profile.slots())
    if (slot.value != 0) counts.push_back({slot.family, slot.value, slot.count});
  std::ranges::sort(counts);
  return counts;
}

TEST(Profile, TheOrderInsideAMinuteChangesNoCount) {
  std::vector<Activity> minute{
      call(at(0, 1, 0, 1), "s3:GetObject", "aws:bucket/a"),
      call(at(0, 1, 0, 2), "s3:PutObject", "aws:bucket/b"),
      call(at(0, 1, 0, 3), "kms:Decrypt", "aws:key/1"),
      call(at(0, 1, 0, 4), "s3:GetObject", "aws:bucket/c"),
  };
  minute[2].outcome = Outcome::denied;
  minute[3].agent = symbol_of("boto3");
  std::vector<std::size_t> order{0, 1, 2, 3};
  std::vector<std::array<std::uint64_t, 3>> expected;
  do {
    std::vector<Activity> shuffled;
    for (const std::size_t i : order) shuffled.push_back(minute[i]);
    Life life;
    testing::live_by_the_hour(life, -1, 0);
    life.learn(shuffled);
    if (expected.empty()) expected = counts_of(life.profile);
    ASSERT_EQ(counts_of(life.profile), expected);
    ASSERT_EQ(
        life.profile.open_hour().amounts(),
        (std::array<double, amount_count>{4, 4, 0, life.profile.open_hour().amounts()[3], 0, 1}));
  } while (std::ranges::next_permutation(order).found);
}

TEST(Profile, ADeniedCallTeachesWhereItCameFromButNotWhatItDoes) {
  Life life;
  Activity denied = call(at(0, 1), "iam:CreateUser", "aws:user/eve");
  denied.outcome = Outcome::denied;
  for (int minute = 0; minute < 50; ++minute) {
    denied.time = at(0, 1, minute);
    life.learn(denied);
  }
  EXPECT_EQ(slot_of(life.profile, Facet::action, "iam:CreateUser"), nullptr);
  EXPECT_EQ(slot_of(life.profile, Facet::resource, "aws:user/eve"), nullptr);
  ASSERT_NE(slot_of(life.profile, Facet::network, "AS64500 Home"), nullptr);
  EXPECT_EQ(slot_of(life.profile, Facet::network, "AS64500 Home")->count, 50);
  EXPECT_EQ(life.profile.denied(), 50U);
  EXPECT_EQ(life.profile.open_hour().denials, 50U);
}

TEST(Profile, DerivedActivitiesTeachNoPlaceAndNoRate) {
  Life life;
  std::vector<Activity> derived = calls(30, at(0, 1));
  for (Activity& activity : derived) activity.derived = true;
  life.learn(derived);
  EXPECT_NE(slot_of(life.profile, Facet::action, "s3:GetObject"), nullptr);
  for (const Facet facet : {Facet::network, Facet::country, Facet::region, Facet::agent})
    for (const sketch::ValueSlot& slot : life.profile.slots())
      EXPECT_FALSE(slot.value != 0 && slot.family == static_cast<std::uint8_t>(facet));
  EXPECT_EQ(life.profile.open_hour().calls, 0U);
  EXPECT_EQ(life.profile.open_hour().peak_minute_calls, 0U);
}

TEST(Profile, ACloudServiceHasNoClientSoftware) {
  Activity activity = call(at(0, 1));
  activity.address = AddressKind::service;
  EXPECT_EQ(values_of(activity)[5], Symbol{});
  EXPECT_EQ(values_of(call(at(0, 1)))[5], symbol_of("aws-cli"));
}

TEST(Profile, AnHourIsSummedOverItsMinutes) {
  Life life;
  for (int minute = 0; minute < 10; ++minute) {
    auto some = calls(static_cast<std::size_t>(minute) + 1, at(0, 1, minute));
    for (Activity& activity : some) activity.bytes = 100;
    some[0].classes.add(ActionClass::secret_read);
    some[0].count = 3;
    life.learn(some);
  }
  const HourRecord& hour = life.profile.open_hour();
  EXPECT_EQ(hour.calls, 55U);
  EXPECT_EQ(hour.peak_minute_calls, 10U);
  EXPECT_EQ(hour.bytes, 5500);
  EXPECT_EQ(hour.secrets, 30U);
  EXPECT_NEAR(hour.distinct.estimate(), 1, 0.1);
}

TEST(Profile, DistinctItemsOfOneResourceCountInTheFanOut) {
  std::vector<Activity> minute = calls(50, at(0, 1));
  for (std::size_t i = 0; i < minute.size(); ++i)
    minute[i].item = static_cast<std::uint32_t>(symbol_of(std::to_string(i)).value);
  EXPECT_NEAR(sum_up(minute).distinct.estimate(), 50, 12);
}

TEST(Profile, RemembersItsCallsByDay) {
  Life life;
  for (int day = 0; day < 60; ++day)
    life.learn(calls(static_cast<std::size_t>(day) + 1, at(day, 5)));
  life.profile.close_hour(static_cast<std::uint32_t>(at(60, 0).hours()), life.delta);
  const auto day_number = [](int day) { return static_cast<std::uint32_t>(at(day, 0).days()); };
  for (int day = 32; day < 60; ++day)
    EXPECT_EQ(life.profile.daily(day_number(day)), static_cast<std::uint32_t>(day) + 1) << day;
  EXPECT_EQ(life.profile.daily(day_number(31)), 0U) << "28 days are kept";
  EXPECT_EQ(life.profile.daily(day_number(60)), 0U);
}

TEST(Profile, AnIdleDayIsADayOfNothing) {
  Life life;
  for (int day = 0; day < 50; ++day)
    if (day % 3 != 0) life.learn(calls(7, at(day, 5)));
  life.profile.close_hour(static_cast<std::uint32_t>(at(51, 0).hours()), life.delta);
  for (int day = 25; day < 50; ++day)
    EXPECT_EQ(life.profile.daily(static_cast<std::uint32_t>(at(day, 0).days())),
              day % 3 == 0 ? 0U : 7U)
        << day;
}

TEST(Profile, StaysWithinFourKibibytesWhateverItIsTold) {
  Life life;
  std::size_t most = 0;
  for (int i = 0; i < 5000; ++i) {
    const std::string name = std::to_string(i);
    std::vector<Activity> minute;
    for (int k = 0; k < 4; ++k)
      minute.push_back(call(at(0, i / 10, i % 10), "x:" + name + char('a' + k), "r" + name + "k"));
    for (Activity& activity : minute) {
      activity.network = activity.region = activity.agent = activity.delegator = activity.action;
      activity.country = {static_cast<char>('A' + i % 26), static_cast<char>('A' + i / 26 % 26)};
      activity.credential_kind = static_cast<CredentialKind>(i % 5);
    }
    life.learn(minute);
    life.delta.clear();
    most = std::max(most, life.profile.memory_bytes());
  }
  EXPECT_LE(most, 4096U);
  for (std::size_t i = 0; i < counted_count; ++i) {
    EXPECT_LE(life.profile.stats(i).kept, counted_facets[i].values_max);
    EXPECT_EQ(life.profile.stats(i).windows > 0, true);
  }
}

TEST(Profile, AValueUsedForWeeksOutlivesAFloodOfNewOnes) {
  Life life;
  testing::live_by_the_hour(life, 0, 7);
  for (int i = 0; i < 5000; ++i)
    life.learn(call(at(7, 0, i), "x:" + std::to_string(i), "aws:thing/" + std::to_string(i)));
  EXPECT_NE(slot_of(life.profile, Facet::action, "s3:GetObject"), nullptr);
}

TEST(Profile, FewActivitiesCostLittle) {
  Life life;
  for (int hour = 0; hour < 3; ++hour) life.learn(call(at(0, hour)));
  EXPECT_LE(life.profile.memory_bytes(), 640U);
  EXPECT_LE(sizeof(Profile), 256U);
}

TEST(Profile, OldCountsAreHalvedSoThatHabitsMayChange) {
  Life life;
  for (int minute = 0; minute < 30'000; ++minute) life.learn(call(at(0, 0, minute)));
  EXPECT_LT(life.profile.stats(0).windows, 20'000);
  EXPECT_EQ(life.profile.stats(0).distinct, 1);
  EXPECT_EQ(slot_of(life.profile, Facet::action, "s3:GetObject")->count,
            life.profile.stats(0).windows);
}

// A life with everything in it: many values, denials, gaps, weeks of hours.
Life eventful_life(int days) {
  Life life;
  for (int day = 0; day < days; ++day) {
    for (int hour = 8; hour < 18; hour += 1 + day % 3) {
      std::vector<Activity> minute =
          calls(static_cast<std::size_t>(hour + day), at(day, hour, day));
      for (std::size_t i = 0; i < minute.size(); i += 3)
        minute[i].resource =
            symbol_of("aws:bucket/" + std::to_string(i * static_cast<std::size_t>(hour)));
      minute[1].outcome = Outcome::denied;
      minute[0].bytes = 1000.0F * static_cast<float>(day);
      life.learn(minute);
    }
  }
  return life;
}

TEST(Profile, SavedAndLoadedItIsTheSameAndJudgesTheSame) {
  for (const int days : {0, 1, 2, 20}) {
    const Life life = eventful_life(days);
    const std::string bytes = bytes_of(life.profile);
    ByteReader in(bytes);
    Life twin;
    twin.profile = Profile::load(in);
    ASSERT_TRUE(in.ok());
    EXPECT_EQ(in.left(), 0U);
    EXPECT_EQ(bytes_of(twin.profile), bytes) << days;

    std::vector<Activity> strange = calls(900, at(days + 9, 3));
    strange[0].action = symbol_of("iam:CreateUser");
    const auto expected = life.judge(strange), found = twin.judge(strange);
    ASSERT_EQ(found.size(), expected.size()) << days;
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(found[i].deviation.facet, expected[i].deviation.facet);
      EXPECT_EQ(found[i].deviation.bits, expected[i].deviation.bits);
    }
  }
}

TEST(Profile, LearningOnAfterLoadingIsLearningOn) {
  Life life = eventful_life(10), twin;
  const std::string bytes = bytes_of(life.profile);
  ByteReader in(bytes);
  twin.profile = Profile::load(in);
  for (Life* each : {&life, &twin}) testing::live_by_the_hour(*each, 11, 25);
  EXPECT_EQ(bytes_of(life.profile), bytes_of(twin.profile));
}

TEST(Profile, RefusesEveryBeginningOfItsBytes) {
  const std::string bytes = bytes_of(eventful_life(3).profile);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ByteReader in(std::string_view(bytes).substr(0, size));
    Profile::load(in);
    ASSERT_FALSE(in.ok()) << size;
  }
}

}  // namespace
}  // namespace gait::profile
