#include "identity/changes_ndjson.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "identity/change_window.h"

namespace gait::identity {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Change only(std::string_view line) {
  auto file = parse_changes_ndjson(line);
  EXPECT_THAT(file.problems, IsEmpty()) << line;
  EXPECT_EQ(file.changes.size(), 1u) << line;
  return file.changes.empty() ? Change{} : file.changes.front();
}

std::string window(const Change& change) {
  return to_rfc3339(change.window_start) + " to " + to_rfc3339(change.window_end);
}

TEST(ChangesNdjson, ReadsEveryField) {
  auto change = only(
      R"({"id":"CHG-7","time":"2026-11-21T10:00:00Z","type":"deployment","service":"pay",)"
      R"("environment":"prod","by":"anna","version":"1.4","summary":"new SDK","extra":{"a":[1]},)"
      R"("window_start":"2026-11-21T11:00:00+01:00","window_end":"2026-11-21T10:20:00Z",)"
      R"("identities":["aws:1/role/pay","aws:1/role/pay-worker"]})");

  EXPECT_EQ(change.id, "CHG-7");
  EXPECT_EQ(change.type, ChangeType::deployment);
  EXPECT_EQ(change.service, "pay");
  EXPECT_EQ(change.environment, "prod");
  EXPECT_EQ(change.by, "anna");
  EXPECT_EQ(change.version, "1.4");
  EXPECT_EQ(change.summary, "new SDK");
  EXPECT_EQ(window(change), "2026-11-21T10:00:00Z to 2026-11-21T10:20:00Z");
  EXPECT_THAT(change.identities, ElementsAre("aws:1/role/pay", "aws:1/role/pay-worker"));
  EXPECT_FALSE(change.from_logs);
}

TEST(ChangesNdjson, NeedsOnlyTheTime) {
  auto change = only(R"({"time":"2026-11-21T10:00:00Z","service":null})");
  EXPECT_EQ(change.type, ChangeType::other);
  EXPECT_EQ(window(change), "2026-11-21T09:50:00Z to 2026-11-21T12:00:00Z");
  EXPECT_THAT(change.id, testing::StartsWith("change-"));
  EXPECT_EQ(only(R"({"time":"2026-11-21T10:00:00Z","id":42,"type":"merger"})").id, "42");
}

TEST(ChangesNdjson, GivesEachTypeItsUsualWindow) {
  EXPECT_EQ(window(only(R"({"time":"2026-11-21T10:00:00Z","type":"announcement"})")),
            "2026-11-21T09:50:00Z to 2026-11-22T10:00:00Z");
  EXPECT_EQ(only(R"({"time":"2026-11-21T10:00:00Z","type":"offboarding"})").window_end, far_future);
}

TEST(ChangesNdjson, CompletesHalfAWindow) {
  EXPECT_EQ(window(only(R"({"time":"2026-11-21T10:00:00Z",)"
                        R"("window_start":"2026-11-28T20:00:00Z"})")),
            "2026-11-28T20:00:00Z to 2026-11-28T22:00:00Z");
  EXPECT_EQ(window(only(R"({"time":"2026-11-21T10:00:00Z",)"
                        R"("window_end":"2026-11-21T08:00:00Z"})")),
            "2026-11-21T08:00:00Z to 2026-11-21T08:00:00Z");
}

TEST(ChangesNdjson, NamesTheLineOfWhatIsWrongAndReadsTheRest) {
  auto file = parse_changes_ndjson(
      "\xEF\xBB\xBF{\"time\":\"2026-11-21T10:00:00Z\",\"id\":\"first\"}\r\n"
      "\n"
      "not json\n"
      "[1]\n"
      "{\"id\":\"x\"}\n"
      "{\"time\":\"noon\"}\n"
      "{\"time\":\"2026-11-21T10:00:00Z\",\"service\":[\"a\"]}\n"
      "{\"time\":\"2026-11-21T10:00:00Z\",\"identities\":[1]}\n"
      "{\"time\":\"2026-11-21T10:00:00Z\",\"window_start\":\"2026-11-21T10:00:00Z\","
      "\"window_end\":\"2026-11-21T09:00:00Z\"}\n"
      "{\"time\":\"2026-11-21T10:00:00Z\",\"id\":\"last\"}");

  EXPECT_THAT(file.changes, ElementsAre(testing::Field(&Change::id, "first"),
                                        testing::Field(&Change::id, "last")));
  std::vector<std::string> said;
  for (const auto& [line, message] : file.problems)
    said.push_back(std::to_string(line) + " " + message);
  EXPECT_THAT(
      said,
      ElementsAre(HasSubstr("3 not JSON: "), "4 not a JSON object; the line is skipped",
                  "5 no `time`; the line is skipped",
                  "6 `noon` of `time` is not a time; write it as 2026-11-21T10:00:00Z; the line is "
                  "skipped",
                  "7 `service` is not a text; the line is skipped",
                  "8 `identities` holds something that is not the key of an identity; the line is "
                  "skipped",
                  "9 `window_end` is before `window_start`; the line is skipped"));
}

TEST(ChangesNdjson, SurvivesAnyBytesAndDepth) {
  EXPECT_EQ(parse_changes_ndjson(std::string(100'000, '[')).problems.size(), 1u);
  EXPECT_EQ(parse_changes_ndjson(std::string(2'000'000, 'x')).problems.size(), 1u);
  const std::string good = R"({"time":"2026-11-21T10:00:00Z","id":"a","identities":["b"],)"
                           R"("window_end":"2262-01-01T00:00:00Z"})";
  std::mt19937 random(3);
  for (int round = 0; round < 2000; ++round) {
    std::string text = good;
    for (int i = 0; i < 3; ++i) text[random() % text.size()] = static_cast<char>(random() % 256);
    for (const Change& change : parse_changes_ndjson(text).changes)
      ASSERT_LE(change.window_start, change.window_end) << text;
  }
}

}  // namespace
}  // namespace gait::identity
