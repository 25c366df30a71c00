#include "simulate/long_tail.h"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "simulate/text.h"

namespace gait::simulate {
namespace {

TEST(LongTail, HasManyWhoHardlyEverAct) {
  World world;
  world.seed = 3;
  world.start = Timestamp::from_seconds(1'793'577'600);
  world.end = plus_seconds(world.start, 86'400 * 2);
  constexpr std::uint32_t identities = 1'500;
  const LongTail tail(world, identities);
  std::map<std::string, int> activities;
  for (Timestamp hour = world.start; hour < world.end; hour = plus_seconds(hour, 3'600)) {
    std::vector<Record> records;
    tail.act(world, hour, records);
    for (const Record& record : records) {
      EXPECT_TRUE(world.contains(record.time));
      const auto json = nlohmann::json::parse(record.json);
      if (!json.at("userIdentity").contains("invokedBy"))  // the caller's own calls only
        ++activities[json.at("userIdentity").at("arn").get<std::string>()];
    }
  }
  EXPECT_EQ(activities.size(), identities) << "everybody is there at least once";
  const auto share_up_to = [&](int most) {
    const auto few =
        std::ranges::count_if(activities, [&](const auto& one) { return one.second <= most; });
    return static_cast<double>(few) / identities;
  };
  EXPECT_NEAR(share_up_to(4), 0.66, 0.04);
  EXPECT_NEAR(share_up_to(16), 0.92, 0.03);
  EXPECT_NEAR(share_up_to(64), 0.98, 0.015);
  EXPECT_EQ(share_up_to(600), 1.0);
}

}  // namespace
}  // namespace gait::simulate
