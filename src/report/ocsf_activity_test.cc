#include "report/ocsf_activity.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace gait::report {
namespace {

using Json = nlohmann::json;

TEST(OcsfActivity, HasEveryAttributeThatItsClassRequires) {
  ActivityWords words;
  words.identity = "k8s:prod/sa/shop/cart";
  words.action = "get core/secrets";
  words.access = Access::read;
  words.time = Timestamp::from_seconds(1'795'161'600);
  words.address = "10.0.0.1";
  for (const ActivityWords& activity : {words, ActivityWords{}}) {
    const Json json = Json::parse(ocsf_activity_json(activity, "0.1"));
    for (const char* name : {"api", "actor", "activity_id", "category_uid", "class_uid", "metadata",
                             "severity_id", "time", "type_uid", "src_endpoint"})
      EXPECT_TRUE(json.contains(name)) << name;
    EXPECT_EQ(json["type_uid"],
              json["class_uid"].get<int>() * 100 + json["activity_id"].get<int>());
    EXPECT_EQ(json["class_uid"].get<int>() / 1000, json["category_uid"]);
  }
  const Json json = Json::parse(ocsf_activity_json(words, "0.1"));
  EXPECT_EQ(json["activity_id"], 2);
  EXPECT_EQ(json["status_id"], 1);
  EXPECT_EQ(json["src_endpoint"]["ip"], "10.0.0.1");
  EXPECT_EQ(json["time"], 1'795'161'600'000);
}

TEST(OcsfActivity, CallsAServiceByItsNameAndNoAddress) {
  ActivityWords words;
  words.address = "ec2.amazonaws.com";
  const Json json = Json::parse(ocsf_activity_json(words, "0.1"));
  EXPECT_EQ(json["src_endpoint"]["svc_name"], "ec2.amazonaws.com");
  EXPECT_FALSE(json["src_endpoint"].contains("ip"));
}

}  // namespace
}  // namespace gait::report
