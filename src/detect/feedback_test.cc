#include "detect/feedback.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "detect/testing.h"

namespace gait::detect {
namespace {

using testing::episode_of;
using testing::evidence_of;
using ::testing::HasSubstr;

constexpr std::int64_t day_seconds = 86'400;
const Symbol deploy = symbol_of("role/deploy");

Finding finding_with(std::vector<Reason> reasons, std::string id = "f-1") {
  Finding finding;
  finding.id = std::move(id);
  finding.identity = "role/deploy";
  finding.deviations = std::move(reasons);
  return finding;
}

Reason with_values(std::string facet, std::vector<std::string> values) {
  Reason reason;
  reason.facet = std::move(facet);
  reason.values = std::move(values);
  return reason;
}

Reason with_amount(std::string facet, double amount) {
  Reason reason;
  reason.facet = std::move(facet);
  reason.amount = amount;
  return reason;
}

// An act made on the first day of the tests.
FeedbackAct act(const Finding& finding, Mark mark) {
  return act_on(finding, mark, testing::at(0), "ana", "we moved");
}

Finding new_secret() { return finding_with({with_values("resource", {"prod/db"})}); }

Episode touches(std::string_view resource, std::int64_t second = 0, Symbol identity = deploy) {
  return episode_of(identity, second, Facet::resource, 16, symbol_of(resource));
}

Episode amount_of(Facet facet, double amount, double usual) {
  Episode episode = episode_of(deploy, 0, facet, 16);
  evidence_of(episode, facet).deviation.amount = amount;
  evidence_of(episode, facet).deviation.amount_usual = usual;
  return episode;
}

// Bits that are left of the facet.
float left(const Feedback& feedback, Episode episode, Facet facet = Facet::resource) {
  (void)feedback.weigh(episode);
  return evidence_of(episode, facet).deviation.bits;
}

TEST(Feedback, AnActTakesAllItNeedsFromTheFinding) {
  const FeedbackAct made =
      act_on(finding_with({with_values("resource", {"a", "b"}), with_amount("volume", 340),
                           with_values("of a newer version", {"c"}), with_values("action", {})}),
             Mark::expected, testing::at(5), "ana", "why");
  EXPECT_EQ(made.finding, "f-1");
  EXPECT_EQ(made.identities, std::vector<std::string>{"role/deploy"});
  ASSERT_EQ(made.facets.size(), 2U);
  EXPECT_EQ(made.facets[0].values, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(made.facets[1].facet, Facet::volume);
  EXPECT_EQ(made.facets[1].amount, 340);
}

TEST(Feedback, AnActOnAGroupFindingConcernsItsMembers) {
  Finding group = new_secret();
  group.members = {"role/a", "role/b"};
  const Feedback feedback(std::vector{act(group, Mark::expected)});
  EXPECT_EQ(left(feedback, touches("prod/db", 0, symbol_of("role/b"))), 0);
  EXPECT_EQ(left(feedback, touches("prod/db", 0, deploy)), 16);
}

TEST(Feedback, ExpectedApprovesTheSameValueOfTheSameFacetAndIdentityOnly) {
  const Feedback feedback(std::vector{act(new_secret(), Mark::expected)});
  EXPECT_EQ(left(feedback, touches("prod/db")), 0);
  EXPECT_EQ(left(feedback, touches("prod/db", 400 * day_seconds)), 0);
  EXPECT_EQ(left(feedback, touches("prod/other")), 16);
  EXPECT_EQ(left(feedback, touches("prod/db", 0, symbol_of("role/else"))), 16);
  EXPECT_EQ(
      left(feedback, episode_of(deploy, 0, Facet::action, 16, symbol_of("prod/db")), Facet::action),
      16);
}

TEST(Feedback, WhatIsNewBesideTheApprovedStays) {
  const Feedback feedback(std::vector{act(new_secret(), Mark::expected)});
  Episode episode = touches("prod/db");
  evidence_of(episode, Facet::resource).values.push_back(symbol_of("prod/other"));
  (void)feedback.weigh(episode);
  EXPECT_EQ(evidence_of(episode, Facet::resource).deviation.bits, 16);
  EXPECT_EQ(evidence_of(episode, Facet::resource).deviation.value, symbol_of("prod/other"));
  EXPECT_EQ(evidence_of(episode, Facet::resource).values,
            std::vector<Symbol>{symbol_of("prod/other")});
}

// The sixth value of a full list would be approved unseen.
TEST(Feedback, AFullListOfValuesIsNotApproved) {
  const Finding five = finding_with({with_values("resource", {"a", "b", "c", "d", "e"})});
  const Feedback feedback(std::vector{act(five, Mark::expected)});
  Episode episode = touches("a");
  for (const char* value : {"b", "c", "d"})
    evidence_of(episode, Facet::resource).values.push_back(symbol_of(value));
  EXPECT_EQ(left(feedback, episode), 0);
  evidence_of(episode, Facet::resource).values.push_back(symbol_of("e"));
  EXPECT_EQ(left(feedback, episode), 16);
}

TEST(Feedback, AmountsAreApprovedUpToTheAmountSeen) {
  const Feedback feedback(
      std::vector{act(finding_with({with_amount("volume", 340)}), Mark::expected)});
  EXPECT_EQ(left(feedback, amount_of(Facet::volume, 340, 20), Facet::volume), 0);
  EXPECT_EQ(left(feedback, amount_of(Facet::volume, 100, 20), Facet::volume), 0);
  EXPECT_EQ(left(feedback, amount_of(Facet::volume, 341, 20), Facet::volume), 16);
  // What is usual has grown past what was approved: that says nothing about a burst.
  EXPECT_EQ(left(feedback, amount_of(Facet::volume, 9000, 500), Facet::volume), 16);
}

TEST(Feedback, WhatComesTooEarlyIsApprovedDownToWhatWasSeen) {
  const Feedback feedback(
      std::vector{act(finding_with({with_amount("cadence", 30)}), Mark::expected)});
  EXPECT_EQ(left(feedback, amount_of(Facet::cadence, 30, 300), Facet::cadence), 0);
  EXPECT_EQ(left(feedback, amount_of(Facet::cadence, 5, 300), Facet::cadence), 16);
  EXPECT_EQ(left(feedback, amount_of(Facet::cadence, 9000, 300), Facet::cadence), 16);
}

TEST(Feedback, AnHourIsApprovedOnEveryDay) {
  const Feedback feedback(
      std::vector{act(finding_with({with_amount("hour", 26)}), Mark::expected)});
  EXPECT_EQ(left(feedback, amount_of(Facet::hour, 50, 0), Facet::hour), 0);
  EXPECT_EQ(left(feedback, amount_of(Facet::hour, 27, 0), Facet::hour), 16);
}

TEST(Feedback, BenignHalvesForThirtyDays) {
  const Feedback feedback(std::vector{act(new_secret(), Mark::benign)});
  EXPECT_EQ(left(feedback, touches("prod/db")), 8);
  EXPECT_EQ(left(feedback, touches("prod/db", 30 * day_seconds - 1)), 8);
  EXPECT_EQ(left(feedback, touches("prod/db", 30 * day_seconds)), 16);
  EXPECT_FALSE(feedback.may_learn(deploy, Facet::resource, symbol_of("prod/db")));
}

TEST(Feedback, ConfirmedTakesNothingAwayAndIsCertainWhenItComesAgain) {
  const Feedback feedback(std::vector{act(new_secret(), Mark::confirmed)});
  EXPECT_EQ(left(feedback, touches("prod/db")), 16);
  const Approval* again = feedback.recurrence(touches("prod/db", 500 * day_seconds));
  ASSERT_NE(again, nullptr);
  EXPECT_EQ(again->finding, "f-1");
  EXPECT_EQ(again->by, "ana");
  EXPECT_EQ(feedback.recurrence(touches("prod/other")), nullptr);
  EXPECT_TRUE(feedback.never_learn(deploy, Facet::resource, symbol_of("prod/db")));
  EXPECT_FALSE(feedback.never_learn(deploy, Facet::resource, symbol_of("prod/other")));
}

TEST(Feedback, WhatWentWithAConfirmedValueIsNoProofByItself) {
  const Feedback feedback(std::vector{
      act(finding_with({with_values("resource", {"prod/db"}), with_amount("volume", 100)}),
          Mark::confirmed)});
  EXPECT_EQ(feedback.recurrence(amount_of(Facet::volume, 200, 10)), nullptr);
  const Feedback amounts_alone(
      std::vector{act(finding_with({with_amount("volume", 100)}), Mark::confirmed)});
  EXPECT_NE(amounts_alone.recurrence(amount_of(Facet::volume, 200, 10)), nullptr);
  EXPECT_EQ(amounts_alone.recurrence(amount_of(Facet::volume, 99, 10)), nullptr);
}

TEST(Feedback, TheLastActOnAFindingCounts) {
  const FeedbackAct expected = act(new_secret(), Mark::expected);
  const FeedbackAct benign = act(new_secret(), Mark::benign);
  EXPECT_EQ(left(Feedback(std::vector{benign, expected}), touches("prod/db")), 0);
  EXPECT_EQ(left(Feedback(std::vector{expected, benign}), touches("prod/db")), 8);
}

TEST(Feedback, TakenBackItIsAsIfNeverMade) {
  const Feedback feedback(
      std::vector{act(new_secret(), Mark::expected), act(new_secret(), Mark::none)});
  EXPECT_EQ(left(feedback, touches("prod/db")), 16);
  EXPECT_FALSE(feedback.may_learn(deploy, Facet::resource, symbol_of("prod/db")));
  EXPECT_EQ(feedback.size(), 0U);
}

TEST(Feedback, NoOtherFindingApprovesByTheWayWhatOneConfirmed) {
  Finding other = new_secret();
  other.id = "f-2";
  const Feedback feedback(
      std::vector{act(new_secret(), Mark::confirmed), act(other, Mark::expected)});
  EXPECT_EQ(left(feedback, touches("prod/db")), 16);
  EXPECT_FALSE(feedback.may_learn(deploy, Facet::resource, symbol_of("prod/db")));
  const Feedback taken_back(std::vector{act(new_secret(), Mark::confirmed),
                                        act(other, Mark::expected), act(new_secret(), Mark::none)});
  EXPECT_EQ(left(taken_back, touches("prod/db")), 0);
  EXPECT_TRUE(taken_back.may_learn(deploy, Facet::resource, symbol_of("prod/db")));
}

TEST(Feedback, SaysWhoMarkedWhatWhenAndWhatItDid) {
  const Feedback feedback(std::vector{act(new_secret(), Mark::expected)});
  Episode episode = touches("prod/db");
  const auto lines = feedback.weigh(episode);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].id, "f-1");
  EXPECT_EQ(lines[0].type, "feedback");
  EXPECT_EQ(lines[0].summary, "f-1 was marked expected by ana on 2026-11-16: we moved");
  EXPECT_EQ(lines[0].effect, "approves resource: -16.0 bits");
  Episode other = touches("prod/other");
  EXPECT_TRUE(feedback.weigh(other).empty());
}

TEST(Feedback, MarksAreWrittenIntoFindingsAndTakenOutAgain) {
  std::vector<Finding> findings{new_secret()};
  Feedback(std::vector{act(new_secret(), Mark::benign)}).put_marks(findings);
  EXPECT_EQ(findings[0].mark, "benign");
  EXPECT_EQ(findings[0].marked_by, "ana");
  EXPECT_EQ(findings[0].mark_reason, "we moved");
  EXPECT_EQ(findings[0].marked, testing::at(0));
  Feedback().put_marks(findings);
  EXPECT_EQ(findings[0].mark, "");
  EXPECT_EQ(findings[0].marked.ns, 0);
}

}  // namespace
}  // namespace gait::detect
