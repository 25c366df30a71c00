#include "profile/peers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "profile/testing.h"
#include "sketch/testing.h"

namespace gait::profile {
namespace {

Symbol value(std::uint64_t i) { return symbol_of("value-" + std::to_string(i)); }

// Member by member, the values 0 to its number: value 0 is the most popular.
PeerDelta staircase(GroupId group, std::uint64_t members) {
  PeerDelta delta;
  for (std::uint64_t member = 0; member < members; ++member)
    for (std::uint64_t v = 0; v <= member; ++v)
      delta.add_value(group, Facet::resource, value(v), v == 0);
  return delta;
}

HourRecord hour_of(std::uint32_t hour, std::uint32_t calls) {
  HourRecord record;
  record.hour = hour;
  record.calls = record.peak_minute_calls = calls;
  return record;
}

TEST(Peers, CountMembersAndThoseWithAValue) {
  Peers peers;
  peers.apply(staircase(2, 10));
  EXPECT_EQ(peers.members(2, Facet::resource), 10U);
  EXPECT_EQ(peers.members_with(2, Facet::resource, value(0)), 10U);
  EXPECT_EQ(peers.members_with(2, Facet::resource, value(9)), 1U);
  EXPECT_EQ(peers.members_with(2, Facet::resource, value(10)), 0U);
  EXPECT_EQ(peers.members_with(tenant_group, Facet::resource, value(9)), 1U);
  EXPECT_EQ(peers.members_with(3, Facet::resource, value(0)), 0U) << "another group";
  EXPECT_EQ(peers.members_with(2, Facet::action, value(0)), 0U) << "another facet";
}

TEST(Peers, APopularValueIsLikelierThanARareOneAndThatThanAnUnknownOne) {
  Peers peers;
  peers.apply(staircase(2, 60));
  double last = 1.0000001;
  for (const std::uint64_t v : {0U, 35U, 50U, 59U, 1000U}) {
    const double p = peers.tail(2, Facet::resource, value(v));
    EXPECT_LT(p, last) << v;
    EXPECT_GT(p, 0) << v;
    last = p;
  }
}

TEST(Peers, WhatTheTenantKnowsIsLikelierThanWhatNobodyKnows) {
  Peers peers;
  peers.apply(staircase(2, 20));
  PeerDelta other;
  for (int i = 0; i < 30; ++i) other.add_value(3, Facet::resource, value(500), true);
  peers.apply(other);
  EXPECT_GT(peers.tail(2, Facet::resource, value(500)), peers.tail(2, Facet::resource, value(600)));
}

TEST(Peers, AGroupThatSharesEverythingExpectsNothingNew) {
  PeerDelta shared, individual;
  for (std::uint64_t member = 0; member < 20; ++member) {
    for (std::uint64_t v = 0; v < 10; ++v) {
      shared.add_value(1, Facet::resource, value(v), v == 0);
      individual.add_value(1, Facet::resource, value(100 * member + v), v == 0);
    }
  }
  Peers conformists, individualists;
  conformists.apply(shared);
  individualists.apply(individual);
  EXPECT_LT(conformists.tail(tenant_group, Facet::resource, value(9999)), 0.015);
  EXPECT_GT(individualists.tail(tenant_group, Facet::resource, value(9999)), 0.5);
}

TEST(Peers, WithoutPeersNothingIsUnlikely) {
  const Peers peers;
  EXPECT_EQ(peers.tail(1, Facet::action, value(1)), 1);
  EXPECT_EQ(peers.survival(1, 1, 1000), 1);
}

TEST(Peers, AGreaterAmountIsNeverLikelier) {
  PeerDelta delta;
  for (std::uint32_t i = 1; i < 400; ++i)
    delta.add_hour(4, hour_of(1000 + i, 1 + i % 37), 3, HourHabit::unknown);
  Peers peers;
  peers.apply(delta);
  double last = 1;
  for (double amount = 0.5; amount < 1e5; amount *= 1.05) {
    const double p = peers.survival(4, 1, amount);
    ASSERT_LE(p, last + 1e-12) << amount;
    ASSERT_GT(p, 0);
    last = p;
  }
}

TEST(Peers, CronJobsMakeANewHourRarerThanPeopleDo) {
  PeerDelta cron, people;
  for (std::uint32_t i = 1; i < 100; ++i) {
    cron.add_hour(5, hour_of(i, 1), 1, HourHabit::habitual);
    people.add_hour(6, hour_of(i, 1), 1, i % 4 == 0 ? HourHabit::first_time : HourHabit::habitual);
  }
  Peers peers;
  peers.apply(cron);
  peers.apply(people);
  EXPECT_LT(peers.new_hour_rate(5), 0.01);
  EXPECT_NEAR(peers.new_hour_rate(6), 0.25, 0.02);
}

// What many shards have to tell after some hours.
std::vector<PeerDelta> many_deltas() {
  sketch::testing::Random random(31);
  std::vector<PeerDelta> deltas(40);
  for (PeerDelta& delta : deltas) {
    for (int i = 0; i < 60; ++i) {
      const auto group = static_cast<GroupId>(1 + random.below(4));
      delta.add_value(group, Facet::resource, value(random.below(300) * random.below(300)),
                      random.below(5) == 0);
      delta.add_hour(group,
                     hour_of(static_cast<std::uint32_t>(random.below(5000)),
                             static_cast<std::uint32_t>(1 + random.below(3000))),
                     static_cast<std::uint32_t>(random.below(50)),
                     static_cast<HourHabit>(random.below(3)));
    }
  }
  return deltas;
}

TEST(Peers, TheOrderInWhichShardsReportDoesNotMatter) {
  std::vector<PeerDelta> deltas = many_deltas();
  Peers in_order;
  for (const PeerDelta& delta : deltas) in_order.apply(delta);
  sketch::testing::Random random(7);
  for (int round = 0; round < 3; ++round) {
    for (std::size_t i = deltas.size(); i > 1; --i)
      std::swap(deltas[i - 1], deltas[random.below(i)]);
    Peers shuffled;
    for (const PeerDelta& delta : deltas) shuffled.apply(delta);
    ASSERT_TRUE(testing::bytes_of(shuffled) == testing::bytes_of(in_order));
  }
}

TEST(Peers, AnswerTheSameWhenSavedAndLoaded) {
  Peers peers, loaded;
  for (const PeerDelta& delta : many_deltas()) peers.apply(delta);
  peers.apply(staircase(9, 120));
  const std::string bytes = testing::bytes_of(peers);
  ByteReader in(bytes);
  loaded.load(in);
  ASSERT_TRUE(in.ok());
  EXPECT_EQ(in.left(), 0U);
  for (std::uint64_t v = 0; v < 400; ++v)
    ASSERT_EQ(loaded.tail(2, Facet::resource, value(v)), peers.tail(2, Facet::resource, value(v)));
  EXPECT_EQ(loaded.survival(3, 1, 77), peers.survival(3, 1, 77));
  EXPECT_TRUE(testing::bytes_of(loaded) == bytes);
}

TEST(Peers, GrowWithoutForgetting) {
  Peers peers;
  PeerDelta delta;
  for (std::uint64_t v = 0; v < 20'000; ++v) delta.add_value(1, Facet::resource, value(v), v == 0);
  const std::size_t before = peers.memory_bytes();
  peers.apply(delta);
  EXPECT_GT(peers.memory_bytes(), before);
  for (std::uint64_t v = 0; v < 20'000; ++v)
    ASSERT_EQ(peers.members_with(1, Facet::resource, value(v)), 1U);
}

TEST(Peers, RefuseDamagedBytes) {
  Peers peers;
  peers.apply(staircase(2, 10));
  const std::string bytes = testing::bytes_of(peers);
  for (const std::size_t size : {bytes.size() - 1, bytes.size() / 2, std::size_t{0}}) {
    ByteReader in(std::string_view(bytes).substr(0, size));
    Peers loaded;
    loaded.load(in);
    EXPECT_FALSE(in.ok()) << size;
  }
}

}  // namespace
}  // namespace gait::profile
