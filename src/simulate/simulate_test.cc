#include "simulate/simulate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/hash.h"
#include "simulate/networks.h"

namespace gait::simulate {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;

using Files = std::map<std::string, std::string>;

Files run(const FleetOptions& options) {
  Files files;
  const Status status =
      simulate(options, [&](OutputFile file) { files[file.path] += file.content; });
  EXPECT_TRUE(status) << (status ? "" : status.error().message);
  return files;
}

std::vector<Json> lines(const std::string& text) {
  std::vector<Json> parsed;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) parsed.push_back(Json::parse(line));
  return parsed;
}

// Two weeks of everything that can happen, with little background.
FleetOptions quiet_fleet() {
  FleetOptions options;
  options.identities = 40;
  options.activity_scale = 0.05;
  options.scenarios = {"default"};
  options.ndjson = true;
  return options;
}

// Made once; every test only looks.
const Files& fleet() {
  static const Files files = run(quiet_fleet());
  return files;
}

const std::vector<Json>& records() {
  static const std::vector<Json> parsed = lines(fleet().at("cloudtrail.ndjson"));
  return parsed;
}

const std::vector<Json>& labels() {
  static const std::vector<Json> parsed = lines(fleet().at("labels.ndjson"));
  return parsed;
}

// The records of one scenario, by event id so that a repeated delivery counts once.
std::vector<Json> story(const std::string& scenario) {
  std::set<std::string> wanted;
  for (const Json& label : labels())
    if (label.at("scenario") == scenario)
      for (const Json& event : label.at("events")) wanted.insert(event.get<std::string>());
  std::vector<Json> found;
  for (const Json& record : records())
    if (wanted.erase(record.at("eventID").get<std::string>()) == 1) found.push_back(record);
  EXPECT_TRUE(wanted.empty()) << scenario << " names events that were never delivered";
  return found;
}

std::uint64_t hash_of(const Files& files) {
  std::uint64_t hash = 0;
  for (const auto& [path, content] : files)
    hash = hash_combine(hash_combine(hash, hash64(path)), hash64(content));
  return hash;
}

std::size_t count_of(const std::vector<Json>& in, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::count_if(
      in, [&](const Json& record) { return record.at("eventName") == name; }));
}

TEST(Simulate, MakesTheSameBytesOfTheSameSeedAndOthersOfAnother) {
  FleetOptions options = quiet_fleet();
  options.days = 3;
  options.ndjson = false;
  const std::uint64_t first = hash_of(run(options));
  EXPECT_EQ(first, hash_of(run(options)));
  options.seed = 2;
  EXPECT_NE(first, hash_of(run(options)));
}

TEST(Simulate, DoesNotChangeTheBackgroundWhenAScenarioIsAdded) {
  FleetOptions options = quiet_fleet();
  options.days = 3;
  options.scenarios = {};
  const auto ids_of = [](const Files& files) {
    std::set<std::string> ids;
    for (const Json& record : lines(files.at("cloudtrail.ndjson")))
      ids.insert(record.at("eventID").get<std::string>());
    return ids;
  };
  const std::set<std::string> before = ids_of(run(options));
  options.scenarios = {"secret_burst_by_ci"};
  const std::set<std::string> after = ids_of(run(options));
  EXPECT_TRUE(std::ranges::includes(after, before));
  EXPECT_GT(after.size(), before.size());
}

TEST(Simulate, WritesRecordsThatLookLikeCloudTrail) {
  ASSERT_GT(records().size(), 5'000U);
  for (const Json& record : records()) {
    for (const char* field :
         {"eventVersion", "userIdentity", "eventTime", "eventSource", "eventName", "awsRegion",
          "sourceIPAddress", "userAgent", "requestParameters", "responseElements", "requestID",
          "eventID", "readOnly", "eventType", "managementEvent", "recipientAccountId",
          "eventCategory"})
      ASSERT_TRUE(record.contains(field)) << field << " in " << record;
    ASSERT_TRUE(record.at("userIdentity").contains("type")) << record;
    ASSERT_EQ(record.dump().find('$'), record.dump().find("$LATEST")) << record;
    Timestamp time;
    ASSERT_TRUE(parse_rfc3339(record.at("eventTime").get<std::string>(), time));
  }
}

// The names of fields are what parsers depend on, so they are held to those of real records.
TEST(Simulate, UsesOnlyFieldsThatRealRecordsHave) {
  const std::filesystem::path samples =
      std::filesystem::path(GAIT_SOURCE_DIR) / "../shared/samples/aws_cloudtrail";
  if (!std::filesystem::exists(samples)) GTEST_SKIP() << "no samples in " << samples;
  std::set<std::string> real, real_identity;
  for (const auto& entry : std::filesystem::directory_iterator(samples)) {
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      const Json record = Json::parse(line);
      for (const auto& [name, value] : record.items()) real.insert(name);
      if (!record.contains("userIdentity")) continue;
      for (const auto& [name, value] : record.at("userIdentity").items())
        real_identity.insert(name);
    }
  }
  for (const Json& record : records()) {
    for (const auto& [name, value] : record.items()) ASSERT_TRUE(real.contains(name)) << name;
    for (const auto& [name, value] : record.at("userIdentity").items())
      ASSERT_TRUE(real_identity.contains(name)) << name;
  }
}

TEST(Simulate, MintsTheCredentialsThatItsSessionsUse) {
  std::set<std::string> minted, used;
  for (const Json& record : records()) {
    const Json& response = record.at("responseElements");
    if (response.is_object() && response.contains("credentials"))
      minted.insert(response.at("credentials").at("accessKeyId").get<std::string>());
    const std::string key = record.at("userIdentity").value("accessKeyId", "");
    if (key.starts_with("ASIA")) used.insert(key);
  }
  const auto strangers =
      std::ranges::count_if(used, [&](const std::string& key) { return !minted.contains(key); });
  EXPECT_LT(strangers, 100) << "only sessions that were open at the start";
  EXPECT_GT(used.size(), 1'000U);
}

TEST(Simulate, TellsTheSameStoryInBothAccountsUnderOneSharedId) {
  std::map<std::string, std::set<std::string>> accounts;
  for (const Json& record : records())
    if (record.contains("sharedEventID"))
      accounts[record.at("sharedEventID").get<std::string>()].insert(
          record.at("recipientAccountId").get<std::string>());
  const auto pairs =
      std::ranges::count_if(accounts, [](const auto& one) { return one.second.size() == 2; });
  EXPECT_GT(pairs, 5);
}

TEST(Simulate, LabelsEveryDefaultScenarioOnceOnIdentitiesOfItsOwn) {
  std::map<std::string, int> played;
  std::set<std::string> identities;
  for (const Json& label : labels()) {
    ++played[label.at("scenario").get<std::string>()];
    EXPECT_FALSE(label.at("events").empty()) << label.at("scenario");
    EXPECT_LE(label.at("start"), label.at("end"));
    for (const Json& identity : label.at("identities"))
      EXPECT_TRUE(identities.insert(identity.get<std::string>()).second) << identity;
  }
  ASSERT_EQ(std::ranges::count_if(scenarios(), &ScenarioInfo::in_default), 16);
  for (const ScenarioInfo& info : scenarios()) {
    if (!info.in_default) {
      EXPECT_EQ(played.count(std::string(info.name)), 0U) << info.name;
      continue;
    }
    EXPECT_EQ(played[std::string(info.name)], 1) << info.name;
    EXPECT_FALSE(story(std::string(info.name)).empty()) << info.name;
  }
}

TEST(Simulate, LabelsOnlyWhatHappenedInTheWindowOfTheLabel) {
  for (const Json& label : labels())
    for (const Json& record : story(label.at("scenario").get<std::string>())) {
      EXPECT_GE(record.at("eventTime"), label.at("start"));
      EXPECT_LE(record.at("eventTime"), label.at("end"));
    }
}

TEST(Simulate, AttacksAreOfRealisticSize) {
  const std::size_t burst = count_of(story("secret_burst_by_ci"), "GetSecretValue");
  EXPECT_GE(burst, 15U);
  EXPECT_LE(burst, 40U);
  const std::vector<Json> escalation = story("privilege_escalation");
  const auto denied = std::ranges::count_if(
      escalation, [](const Json& record) { return record.contains("errorCode"); });
  EXPECT_GE(denied, 3);
  EXPECT_EQ(count_of(escalation, "CreateAccessKey"), 1U);
  std::int64_t exported = 0;
  for (const Json& record : story("batch_to_bulk_export"))
    if (record.at("eventName") == "GetObject")
      exported += record.at("additionalEventData").at("bytesTransferredOut").get<std::int64_t>();
  EXPECT_GT(exported, std::int64_t{10'000'000'000});
}

TEST(Simulate, ADormantIdentityIsSilentForMoreThanAWeekBeforeItWakes) {
  std::string last_before, first_after;
  for (const Json& label : labels()) {
    if (label.at("scenario") != "dormant_identity_awake") continue;
    const std::string key = label.at("identities").at(0).get<std::string>();
    const std::string name = key.substr(key.rfind('/') + 1);
    first_after = label.at("start").get<std::string>();
    for (const Json& record : records()) {
      const std::string time = record.at("eventTime").get<std::string>();
      if (record.at("userIdentity").value("userName", "") == name && time < first_after)
        last_before = std::max(last_before, time);
    }
  }
  Timestamp slept, woke;
  ASSERT_TRUE(parse_rfc3339(last_before, slept)) << "it was active before";
  ASSERT_TRUE(parse_rfc3339(first_after, woke));
  EXPECT_GE(woke.days() - slept.days(), 8);
}

TEST(Simulate, AnAnnouncedReleaseIsInTheChangesAndAutoscalingIsNot) {
  const std::string& changes = fleet().at("context/changes.ndjson");
  EXPECT_THAT(changes, HasSubstr("\"deployment\""));
  EXPECT_THAT(changes, HasSubstr("\"failover\""));
  for (const Json& label : labels()) {
    if (label.at("scenario") != "autoscaling") continue;
    EXPECT_EQ(changes.find(label.at("identities").at(0).get<std::string>()), std::string::npos);
  }
  EXPECT_GE(count_of(story("release"), "UpdateService"), 1U);
}

TEST(Simulate, ARotationUsesTheNewKeyAfterwardsAndNeverTheOld) {
  std::string created, deleted, retired_at;
  for (const Json& record : story("rotation")) {
    if (record.at("eventName") == "CreateAccessKey")
      created = record.at("responseElements").at("accessKey").at("accessKeyId");
    if (record.at("eventName") == "UpdateAccessKey") retired_at = record.at("eventTime");
    if (record.at("eventName") == "DeleteAccessKey")
      deleted = record.at("requestParameters").at("accessKeyId");
  }
  int used = 0;
  for (const Json& record : records()) {
    const std::string key = record.at("userIdentity").value("accessKeyId", "");
    used += key == created ? 1 : 0;
    if (key == deleted) {
      EXPECT_LT(record.at("eventTime"), retired_at);
    }
  }
  EXPECT_GT(used, 5);
}

TEST(Simulate, ListsItsWorkloadsInTheInventory) {
  const std::string& inventory = fleet().at("context/inventory.csv");
  EXPECT_TRUE(inventory.starts_with(
      "identity,class,owner,purpose,environment,account,secret_created,secret_rotated\n"));
  EXPECT_THAT(inventory, HasSubstr("aws:111122223333/user/svc-"));
  EXPECT_THAT(inventory, HasSubstr(",batch_job,"));
}

TEST(Simulate, CallsOnlyFromNetworksThatTheDatabaseKnows) {
  std::set<std::string> heads;
  for (const NetworkInfo& network : network_table())
    heads.insert(std::string(network.prefix.substr(0, network.prefix.rfind('.'))));
  for (const Json& record : records()) {
    const std::string address = record.at("sourceIPAddress").get<std::string>();
    if (address.ends_with(".com") || address.starts_with("10.")) continue;
    ASSERT_TRUE(heads.contains(address.substr(0, address.rfind('.')))) << address;
  }
}

TEST(Simulate, PlaysEachScenarioAloneAndInAShortTime) {
  for (const ScenarioInfo& info : scenarios()) {
    FleetOptions options = quiet_fleet();
    options.activity_scale = 0.01;
    options.days = 1;
    options.scenarios = {std::string(info.name)};
    const std::vector<Json> told = lines(run(options).at("labels.ndjson"));
    ASSERT_EQ(told.size(), 1U) << info.name;
    EXPECT_EQ(told[0].at("kind"), std::string(info.kind));
  }
}

TEST(Simulate, SaysWhatItCannotDo) {
  const auto failure = [](FleetOptions options) {
    int written = 0;
    const Status status = simulate(options, [&](const OutputFile&) { ++written; });
    EXPECT_EQ(written, 0);
    return status ? std::string() : status.error().message;
  };
  FleetOptions options;
  options.scenarios = {"relase"};
  EXPECT_THAT(failure(options), HasSubstr("there is no scenario `relase`; choose from default,"));
  options.scenarios.assign(9, "rotation_reads_more_secrets");
  EXPECT_THAT(failure(options), HasSubstr("no identity is left for the scenario"));
  options = {};
  options.identities = 2'000'000;
  EXPECT_THAT(failure(options), HasSubstr("`2000000` identities"));
  options = {};
  options.days = 0;
  EXPECT_THAT(failure(options), HasSubstr("`0` days"));
  options = {};
  options.activity_scale = 0;
  EXPECT_THAT(failure(options), HasSubstr("activity scale of `0`"));
}

}  // namespace
}  // namespace gait::simulate
