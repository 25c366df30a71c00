#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "simulate/simulate.h"

namespace gait::simulate {
namespace {

using Json = nlohmann::json;

struct Told {
  std::vector<Json> records;
  Json label;
  std::string changes;
};

Told play(const std::string& scenario, int days) {
  FleetOptions options;
  options.identities = 40;
  options.activity_scale = 0.1;
  options.days = days;
  options.scenarios = {scenario};
  options.ndjson = true;
  Told told;
  std::string logs;
  const Status done = simulate(options, [&](const OutputFile& file) {
    if (file.path.ends_with("cloudtrail.ndjson")) logs += file.content;
    if (file.path.ends_with("labels.ndjson")) told.label = Json::parse(file.content);
    if (file.path.ends_with("changes.ndjson")) told.changes = file.content;
  });
  EXPECT_TRUE(static_cast<bool>(done));
  std::set<std::string> wanted;
  for (const Json& event : told.label.at("events")) wanted.insert(event.get<std::string>());
  std::istringstream in(logs);
  constexpr std::string_view key = R"("eventID":")";
  // A record that was delivered twice is told once; the others are not even parsed.
  for (std::string line; std::getline(in, line);)
    if (const std::size_t at = line.find(key); at != std::string::npos)
      if (wanted.erase(line.substr(at + key.size(), 36)) == 1)
        told.records.push_back(Json::parse(line));
  return told;
}

// Reads of objects or secrets by day.
std::map<std::string, double> daily(const Told& told, const std::string& action) {
  std::map<std::string, double> days;
  for (const Json& record : told.records)
    if (record.at("eventName") == action)
      days[record.at("eventTime").get<std::string>().substr(0, 10)] += 1;
  return days;
}

TEST(Stresses, ARampGrowsSlowlyAndEndsWithFiftyTimesAsMuch) {
  const auto days = daily(play("ramp_export_5", 62), "GetObject");
  ASSERT_EQ(days.size(), 60U);
  const auto first = days.begin()->second;
  EXPECT_NEAR(std::next(days.begin(), 40)->second / first, 7.4, 3);  // 1.05 ^ 41
  EXPECT_GT(days.rbegin()->second / first, 25);
  EXPECT_LT(days.rbegin()->second / first, 100);
}

TEST(Stresses, AJumpIsOneDayLong) {
  EXPECT_EQ(daily(play("jump_secrets", 62), "GetSecretValue").size(), 1U);
}

TEST(Stresses, AStormChangesAThousandIdentitiesAlike) {
  const Told told = play("deploy_storm", 1);
  EXPECT_EQ(told.label.at("identities").size(), 1'000U);
  std::set<std::string> callers, agents;
  for (const Json& record : told.records) {
    if (record.at("eventName") != "Query") continue;
    callers.insert(record.at("userIdentity").at("arn").get<std::string>());
    agents.insert(record.at("userAgent").get<std::string>());
  }
  EXPECT_GT(callers.size(), 900U);
  ASSERT_EQ(agents.size(), 1U);
  EXPECT_TRUE(agents.begin()->starts_with("aws-sdk-go-v2/1.31"));
  EXPECT_NE(told.changes.find("relay 7"), std::string::npos);
}

TEST(Stresses, NobodyAnnouncesTheOtherStorm) {
  EXPECT_EQ(play("deploy_storm_unannounced", 1).changes, "");
}

}  // namespace
}  // namespace gait::simulate
