#include "profile/store.h"

#include <gtest/gtest.h>

#include <string>

#include "profile/testing.h"

namespace gait::profile {
namespace {

Symbol name(int i) { return symbol_of("identity-" + std::to_string(i)); }

TEST(Store, KnowsNobodyAtFirst) {
  Store store;
  EXPECT_EQ(store.find(name(1)), nullptr);
  EXPECT_EQ(store.size(), 0U);
}

TEST(Store, FindsEverybodyWhoWasAddedAndNobodyElse) {
  Store store;
  for (int i = 0; i < 5000; ++i) store.add(Profile(name(i), 1));
  EXPECT_EQ(store.size(), 5000U);
  for (int i = 0; i < 5000; ++i) {
    ASSERT_NE(store.find(name(i)), nullptr);
    ASSERT_EQ(store.find(name(i))->identity(), name(i));
  }
  for (int i = 5000; i < 6000; ++i) ASSERT_EQ(store.find(name(i)), nullptr);
}

TEST(Store, FindsIdentitiesOfOneShardThatDifferOnlyHighUp) {
  Store store;
  for (std::uint64_t i = 1; i <= 1000; ++i) store.add(Profile(Symbol{i << 40 | 5}, 1));
  for (std::uint64_t i = 1; i <= 1000; ++i) {
    const Profile* found = store.find(Symbol{i << 40 | 5});
    ASSERT_NE(found, nullptr);
    ASSERT_EQ(found->identity().value, i << 40 | 5);
  }
}

TEST(Store, ProfilesNeverMoveAndComeInOrder) {
  Store store;
  std::vector<Profile*> places;
  for (int i = 0; i < 3000; ++i) places.push_back(&store.add(Profile(name(i), 1)));
  std::size_t at = 0;
  store.for_each([&](Profile& profile) { EXPECT_EQ(&profile, places[at++]); });
  EXPECT_EQ(at, places.size());
  for (int i = 0; i < 3000; ++i)
    EXPECT_EQ(store.find(name(i)), places[static_cast<std::size_t>(i)]);
}

TEST(Store, CountsTheMemoryOfItsProfiles) {
  Store store;
  const std::size_t empty = store.memory_bytes();
  Profile& profile = store.add(Profile(name(1), 1));
  const std::size_t before = store.memory_bytes();
  EXPECT_GE(before, empty + sizeof(Profile));
  const std::size_t profile_before = profile.memory_bytes();
  PeerDelta delta;
  profile.learn(std::vector{testing::call(testing::at(0, 1))}, delta);
  EXPECT_EQ(store.memory_bytes() - before, profile.memory_bytes() - profile_before);
}

}  // namespace
}  // namespace gait::profile
