#include "simulate/delivery.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "simulate/text.h"

namespace gait::simulate {
namespace {

constexpr std::int64_t start_s = 1'793'577'600;
constexpr std::int64_t records_count = 20'000;

// One record every three seconds, numbered by its event id.
std::vector<OutputFile> deliver(Delivery::Form form) {
  std::vector<OutputFile> files;
  const Write write = [&](OutputFile file) { files.push_back(std::move(file)); };
  Delivery delivery(1, form, write);
  for (std::int64_t i = 0; i < records_count; ++i) {
    const std::string id = std::to_string(i);
    const Timestamp time = Timestamp::from_seconds(start_s + i * 3);
    delivery.add({time, "111122223333", "us-east-1", id, R"({"eventID":)" + id + '}'});
    if (i % 1'000 == 0) delivery.flush(time);
  }
  delivery.flush(Timestamp::from_seconds(start_s + 86'400 * 2));
  return files;
}

std::int64_t stamp_s(const std::string& path) {
  const std::string stamp = path.substr(path.find("_us-east-1_") + 11, 14);
  Timestamp time;
  EXPECT_TRUE(parse_rfc3339(stamp.substr(0, 4) + '-' + stamp.substr(4, 2) + '-' +
                                stamp.substr(6, 5) + ':' + stamp.substr(11, 2) + ":00Z",
                            time))
      << path;
  return time.seconds();
}

nlohmann::json records_of(const OutputFile& file) {
  return nlohmann::json::parse(file.content).at("Records");
}

TEST(Delivery, IsAsLateAsARealTrail) {
  std::vector<std::int64_t> late_s(records_count, -1);
  for (const OutputFile& file : deliver(Delivery::Form::files)) {
    for (const auto& record : records_of(file)) {
      const auto id = record.at("eventID").get<std::size_t>();
      const std::int64_t late = stamp_s(file.path) - start_s - static_cast<std::int64_t>(id) * 3;
      if (late_s[id] < 0 || late < late_s[id]) late_s[id] = late;
    }
  }
  std::ranges::sort(late_s);
  EXPECT_GE(late_s.front(), 0) << "everything arrives, and after it happened";
  EXPECT_NEAR(static_cast<double>(late_s[records_count / 2]), 201, 30);
  EXPECT_NEAR(static_cast<double>(late_s[records_count * 95 / 100]), 425, 40);
  EXPECT_LE(late_s.back(), 594);
}

TEST(Delivery, HasNoOrderInsideAFile) {
  bool descends = false;
  for (const OutputFile& file : deliver(Delivery::Form::files)) {
    std::int64_t last = -1;
    for (const auto& record : records_of(file)) {
      descends |= record.at("eventID").get<std::int64_t>() < last;
      last = record.at("eventID").get<std::int64_t>();
    }
  }
  EXPECT_TRUE(descends);
}

TEST(Delivery, RepeatsAFewInAnotherFile) {
  std::multiset<std::int64_t> seen;
  for (const OutputFile& file : deliver(Delivery::Form::files)) {
    std::set<std::int64_t> here;
    for (const auto& record : records_of(file))
      EXPECT_TRUE(here.insert(record.at("eventID").get<std::int64_t>()).second) << file.path;
    seen.insert(here.begin(), here.end());
  }
  const std::int64_t repeated = static_cast<std::int64_t>(seen.size()) - records_count;
  EXPECT_NEAR(static_cast<double>(repeated), 0.003 * records_count, 25);
}

TEST(Delivery, WritesTheSameRecordsAsOneFileOfLines) {
  std::size_t lines = 0;
  for (const OutputFile& file : deliver(Delivery::Form::ndjson)) {
    EXPECT_EQ(file.path, "cloudtrail.ndjson");
    lines += static_cast<std::size_t>(std::ranges::count(file.content, '\n'));
  }
  EXPECT_GE(lines, static_cast<std::size_t>(records_count));
}

}  // namespace
}  // namespace gait::simulate
