#include "app/labels.h"

#include <gtest/gtest.h>

namespace gait::app {
namespace {

Timestamp at(std::int64_t minute) { return Timestamp::from_seconds(1'800'000'000 + minute * 60); }

Finding finding(std::string identity, std::int64_t minute, Severity severity = Severity::high) {
  Finding made;
  made.identity = std::move(identity);
  made.time = made.last = at(minute);
  made.severity = severity;
  return made;
}

Label label(std::string identity, bool attack = true) {
  Label made;
  made.attack = attack;
  made.identities = {std::move(identity)};
  made.start = at(0);
  made.end = at(100);
  return made;
}

TEST(Labels, AreReadLineByLine) {
  const auto labels =
      read_labels(R"({"scenario":"a1","kind":"attack","description":"d","identities":["x","y"],)"
                  R"("events":["e1"],"start":"2026-11-21T10:00:00Z","end":"2026-11-21T11:00:00Z"})"
                  "\n\n"
                  R"({"scenario":"c1","kind":"confounder","identities":[],"events":[],)"
                  R"("start":"2026-11-21T10:00:00Z","end":"2026-11-21T11:00:00Z"})");
  ASSERT_TRUE(labels);
  ASSERT_EQ(labels->size(), 2U);
  EXPECT_TRUE((*labels)[0].attack);
  EXPECT_EQ((*labels)[0].scenario, "a1");
  EXPECT_EQ((*labels)[0].identities, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ((*labels)[0].end.seconds() - (*labels)[0].start.seconds(), 3600);
  EXPECT_FALSE((*labels)[1].attack);
  EXPECT_EQ((*labels)[1].description, "");
}

TEST(Labels, ThatCannotBeReadNameTheirLine) {
  const std::string good = R"({"scenario":"a1","kind":"attack","identities":[],"events":[],)"
                           R"("start":"2026-11-21T10:00:00Z","end":"2026-11-21T11:00:00Z"})"
                           "\n";
  for (const std::string bad :
       {"no json", "[]", "{}", R"({"scenario":1})",
        R"({"scenario":"a","kind":"attack","identities":"x","events":[],"start":"","end":""})",
        R"({"scenario":"a","kind":"attack","identities":[],"events":[],"start":"x","end":"y"})"}) {
    const auto labels = read_labels(good + bad);
    ASSERT_FALSE(labels) << bad;
    EXPECT_EQ(labels.error().message.find("line 2 of the labels: "), 0U) << labels.error().message;
  }
}

TEST(LabelScore, AnAttackIsFoundByAFindingOfItsIdentityInItsTime) {
  const std::vector<Finding> findings{finding("x", 50)};
  const Score found = score({label("x"), label("y")}, findings);
  EXPECT_EQ(found.attacks, 2U);
  EXPECT_EQ(found.attacks_found, 1U);
  EXPECT_EQ(found.labels[0].findings, std::vector{&findings[0]});
  EXPECT_TRUE(found.labels[1].findings.empty());
  EXPECT_TRUE(found.unlabelled.empty());
}

TEST(LabelScore, AnHourBeforeAndAfterStillCounts) {
  const auto finds = [](std::int64_t minute) {
    return score({label("x")}, {finding("x", minute)}).attacks_found == 1;
  };
  EXPECT_TRUE(finds(-60));
  EXPECT_FALSE(finds(-61));
  EXPECT_TRUE(finds(160));
  EXPECT_FALSE(finds(161));
}

TEST(LabelScore, AFindingThatSpansTheLabelIsAboutIt) {
  Finding wide = finding("x", -500);
  wide.last = at(500);
  EXPECT_EQ(score({label("x")}, {wide}).attacks_found, 1U);
}

TEST(LabelScore, AMemberOfAGroupFindingCounts) {
  Finding group = finding("group:owner payments", 50);
  group.members = {"w", "x"};
  EXPECT_EQ(score({label("x")}, {group}).attacks_found, 1U);
}

TEST(LabelScore, AConfounderIsOnlyWorseWhenItsFindingIsHigh) {
  EXPECT_EQ(score({label("x", false)}, {finding("x", 50, Severity::medium)}).confounders_high, 0U);
  EXPECT_EQ(score({label("x", false)}, {finding("x", 50, Severity::high)}).confounders_high, 1U);
  const std::vector<Finding> twice{finding("x", 50), finding("x", 60, Severity::critical)};
  const Score found = score({label("x", false)}, twice);
  EXPECT_EQ(found.confounders_high, 1U);
  EXPECT_EQ(found.confounders, 1U);
  EXPECT_EQ(found.attacks, 0U);
  EXPECT_TRUE(found.unlabelled.empty());
}

TEST(LabelScore, WhatNoLabelExplainsIsAFalseAlert) {
  const std::vector<Finding> findings{finding("x", 5000), finding("z", 50), finding("x", 50)};
  const Score found = score({label("x")}, findings);
  EXPECT_EQ(found.unlabelled, (std::vector{&findings[0], &findings[1]}));
}

}  // namespace
}  // namespace gait::app
