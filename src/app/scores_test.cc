#include "app/scores.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "detect/score.h"

namespace gait::app {
namespace {

class ScoresTest : public ::testing::Test {
 protected:
  Activity activity(std::int64_t second, std::uint64_t event) {
    Activity made;
    made.event = {1, event};
    made.time = Timestamp::from_seconds(1'800'000'000 + second);
    made.identity = symbols_.insert("aws:1/role/a");
    made.action = symbols_.insert("s3:GetObject");
    made.severity = 3;
    return made;
  }
  static detect::MinuteDeparture departure(Facet facet, float bits, Symbol value,
                                           std::int32_t first) {
    detect::MinuteDeparture made;
    made.deviation.facet = facet;
    made.deviation.bits = bits;
    made.deviation.value = value;
    made.first = first;
    return made;
  }
  std::vector<nlohmann::json> lines() {
    std::vector<nlohmann::json> all;
    const std::string text = scores_.take();
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find('\n', at);
      all.push_back(nlohmann::json::parse(text.substr(at, end - at)));
      at = end + 1;
    }
    return all;
  }
  // A minute of a group of which nothing has been learned.
  void hear(std::size_t shard, const std::vector<Activity>& activities,
            const std::vector<detect::MinuteDeparture>& departures = {}) {
    engine::JudgedMinute minute;
    minute.activities = activities;
    minute.departures = departures;
    minute.group = 3;
    minute.calibration = &calibration_;
    scores_.witness()(shard, minute);
  }
  detect::Calibration calibration_;
  SymbolTable symbols_;
  Scores scores_{symbols_};
};

TEST_F(ScoresTest, AnOrdinaryActivityHasNoRisk) {
  hear(0, {activity(0, 1)});
  const auto all = lines();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0]["event_id"], "00000000-0000-0001-0000-000000000001");
  EXPECT_EQ(all[0]["identity"], "aws:1/role/a");
  EXPECT_EQ(all[0]["risk"], 0);
  EXPECT_EQ(all[0]["probability"], 1);
  EXPECT_TRUE(all[0]["bits"].empty());
}

TEST_F(ScoresTest, ADepartureIsThatOfTheActivitiesThatShowIt) {
  const std::vector departures{departure(Facet::action, 14, symbol_of("iam:CreateUser"), 1),
                               departure(Facet::volume, 9, {}, -1)};
  Activity strange = activity(1, 2);
  strange.action = symbol_of("iam:CreateUser");
  hear(0, {activity(0, 1), strange}, departures);
  const auto all = lines();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0]["bits"], nlohmann::json({{"volume", 9.0}}));
  EXPECT_EQ(all[1]["bits"], nlohmann::json({{"action", 14.0}, {"volume", 9.0}}));
  EXPECT_GT(all[1]["risk"], all[0]["risk"]);
  const double p = detect::probability(detect::QuestionBits{14, 0, 0, 9, 0});
  EXPECT_NEAR(all[1]["probability"], p, p * 1e-5);
  EXPECT_NEAR(all[1]["risk"], detect::risk(p, 3), 0.051);
}

TEST_F(ScoresTest, ABurstIsNotMixedIntoTheOthers) {
  hear(0, {activity(0, 1)},
       {departure(Facet::burst, 12, {}, -1), departure(Facet::volume, 9, {}, -1)});
  const auto all = lines();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0]["bits"], nlohmann::json({{"burst", 12.0}, {"volume", 9.0}}));
  EXPECT_NEAR(all[0]["probability"], 1.0 / 4096, 1e-8);
}

TEST_F(ScoresTest, LinesComeInOrderOfTimeWhateverTheShard) {
  hear(9, {activity(2, 1)});
  hear(3, {activity(1, 3)});
  hear(60, {activity(1, 2)});
  const auto all = lines();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0]["event_id"], "00000000-0000-0001-0000-000000000002");
  EXPECT_EQ(all[1]["event_id"], "00000000-0000-0001-0000-000000000003");
  EXPECT_EQ(all[2]["event_id"], "00000000-0000-0001-0000-000000000001");
  EXPECT_TRUE(lines().empty()) << "what was taken is gone";
}

}  // namespace
}  // namespace gait::app
