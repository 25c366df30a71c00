#include "identity/changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "identity/change_window.h"

namespace gait::identity {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t noon_s = 1'795'262'400;

Timestamp minutes_after_noon(std::int64_t minutes) {
  return Timestamp::from_seconds(noon_s + 60 * minutes);
}

// A change of the feed, announced at noon with the usual window.
Change announced(std::string id, ChangeType type = ChangeType::other) {
  Change change;
  change.id = std::move(id);
  change.type = type;
  change.time = minutes_after_noon(0);
  const auto [start, end] = announced_window(type, change.time);
  change.window_start = start;
  change.window_end = end;
  return change;
}

ChangeQuery pay_in_prod(std::int64_t minutes) {
  return {.identity = "aws:1/role/pay",
          .service = "pay",
          .environment = "prod",
          .owner = "payments",
          .resource = "arn:aws:s3:::ledger",
          .time = minutes_after_noon(minutes)};
}

std::vector<std::string> answers(const ChangeBook& book, const ChangeQuery& query) {
  std::vector<std::string> said;
  for (const auto& [change, match] : book.near(query))
    said.push_back(change->id + " " +
                   std::string(change_match_names[static_cast<std::size_t>(match)]));
  return said;
}

TEST(ChangeBook, TellsHowWellEachChangeFitsBestFirst) {
  Change all = announced("all"), prod = announced("prod"), resource = announced("resource"),
         service = announced("service"), owner = announced("owner"), named = announced("named");
  prod.environment = "prod";
  resource.resource = "arn:aws:s3:::ledger";
  service.service = "pay";
  owner.service = "payments";
  named.identities = {"aws:1/role/pay"};
  named.environment = "staging";
  ChangeBook book({all, prod, resource, service, owner, named}, {}, {});

  EXPECT_THAT(answers(book, pay_in_prod(5)),
              ElementsAre("named named", "owner same_service", "service same_service",
                          "resource same_resource", "all same_environment_only",
                          "prod same_environment_only"));
}

TEST(ChangeBook, LeavesOutWhatIsAboutOthers) {
  Change service = announced("a"), identity = announced("b"), staging = announced("c"),
         resource = announced("d"), same_service_elsewhere = announced("e"), mine = announced("f");
  service.service = "search";
  identity.identities = {"aws:1/role/search"};
  identity.service = "pay";
  staging.environment = "staging";
  resource.resource = "arn:aws:s3:::other";
  same_service_elsewhere.service = "pay";
  same_service_elsewhere.environment = "staging";
  mine.service = "search";
  mine.by = "aws:1/role/pay";
  ChangeBook book({service, identity, staging, resource, same_service_elsewhere, mine}, {}, {});

  EXPECT_THAT(answers(book, pay_in_prod(5)), IsEmpty());
}

TEST(ChangeBook, HoldsToTheWindowBothEndsIncluded) {
  ChangeBook book({announced("all"), announced("gone", ChangeType::offboarding)}, {}, {});

  EXPECT_THAT(answers(book, pay_in_prod(-11)), IsEmpty());
  EXPECT_EQ(answers(book, pay_in_prod(-10)).size(), 2u);
  EXPECT_EQ(answers(book, pay_in_prod(120)).size(), 2u);
  EXPECT_THAT(answers(book, pay_in_prod(121)), ElementsAre("gone same_environment_only"));
  EXPECT_THAT(answers(book, pay_in_prod(1'000'000)), ElementsAre("gone same_environment_only"));
}

TEST(ChangeBook, OpensAWindowForWhatTheLogsShowDeployed) {
  SymbolTable symbols;
  ChangeEvidence deployed;
  deployed.event = EventId::from_text("0197aa00-0000-7000-8000-000000000001", symbols);
  deployed.time = minutes_after_noon(0);
  deployed.type = ChangeType::deployment;
  deployed.by = symbols.insert("aws:1/role/ci");
  deployed.action = symbols.insert("lambda:UpdateFunctionCode");
  deployed.resource = symbols.insert("arn:aws:lambda:eu-west-1:1:function:pay");
  ChangeBook book({}, {{deployed, deployed}}, symbols);

  ASSERT_EQ(book.changes().size(), 1u) << "told twice, happened once";
  EXPECT_EQ(book.changes().front().summary,
            "`lambda:UpdateFunctionCode` of `arn:aws:lambda:eu-west-1:1:function:pay`, by "
            "`aws:1/role/ci`");
  EXPECT_TRUE(book.changes().front().from_logs);
  const std::string id = "0197aa00-0000-7000-8000-000000000001 same_service";
  EXPECT_THAT(answers(book, pay_in_prod(30)), ElementsAre(id));
  EXPECT_THAT(answers(book, pay_in_prod(31)), IsEmpty());
  EXPECT_THAT(answers(book, pay_in_prod(-1)), IsEmpty()) << "no effect before its cause";
}

TEST(ChangeBook, NeverTakesALogForAChangeOfEverything) {
  SymbolTable symbols;
  ChangeEvidence vague;
  vague.event = EventId::from_text("e-1", symbols);
  vague.time = minutes_after_noon(0);
  vague.type = ChangeType::privilege_grant;
  vague.by = symbols.insert("aws:1/user/eve");
  ChangeEvidence about = vague;
  about.subject = symbols.insert("aws:1/role/pay");
  ChangeBook book({}, {{vague, about}}, symbols);

  EXPECT_THAT(answers(book, pay_in_prod(1)), ElementsAre("e-1 named"));
}

TEST(ChangeBook, AnswersAtMostSixteenAndTheLatest) {
  std::vector<Change> feed;
  for (int i = 0; i < 100; ++i) {
    feed.push_back(announced(std::to_string(i)));
    feed.back().time = minutes_after_noon(-i);
  }
  auto said = answers(ChangeBook(feed, {}, {}), pay_in_prod(0));
  ASSERT_EQ(said.size(), ChangeBook::matches_max);
  EXPECT_EQ(said.front(), "0 same_environment_only");
  EXPECT_EQ(said.back(), "15 same_environment_only");
}

// A feed of all kinds of changes at random.
std::vector<Change> random_feed(std::mt19937& random) {
  const std::vector<std::string> names{"", "a", "b"};
  auto pick = [&] { return names[random() % names.size()]; };
  std::vector<Change> feed;
  for (std::size_t i = random() % 30; i > 0; --i) {
    Change change = announced("c" + std::to_string(random() % 8));
    change.service = pick();
    change.environment = pick();
    change.resource = pick();
    if (random() % 3 == 0) change.identities = {"a", "b"};
    if (random() % 3 == 0) change.identities = {"b", "a"};
    change.window_start = minutes_after_noon(static_cast<std::int64_t>(random() % 50));
    change.window_end.ns =
        change.window_start.ns + static_cast<std::int64_t>(random() % 20) * 60'000'000'000;
    feed.push_back(change);
  }
  return feed;
}

TEST(ChangeBookProperty, AnyOrderOfInputGivesTheSameAnswers) {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    auto feed = random_feed(random);
    ChangeBook one(feed, {}, {});
    std::ranges::shuffle(feed, random);
    ChangeBook other(feed, {}, {});
    for (std::int64_t minute = 0; minute < 70; minute += 7) {
      const ChangeQuery query{"a", "b", "a", "a", "b", minutes_after_noon(minute)};
      ASSERT_EQ(answers(one, query), answers(other, query));
    }
  }
}

TEST(ChangeBookProperty, FindsWhatASlowSearchFinds) {
  std::mt19937 random(6);
  for (int round = 0; round < 200; ++round) {
    const auto feed = random_feed(random);
    ChangeBook book(feed, {}, {});
    const ChangeQuery query{"a", "b", "a",
                            "",  "b", minutes_after_noon(static_cast<std::int64_t>(random() % 70))};
    std::size_t expected = 0;
    for (const Change& c : book.changes()) {
      const bool open = c.window_start <= query.time && query.time <= c.window_end;
      const bool environment = c.environment.empty() || c.environment == "a";
      const bool wide = c.service.empty() && c.resource.empty();
      const bool fits =
          !c.identities.empty() || (environment && (c.service == "b" || c.resource == "b" || wide));
      expected += open && fits ? 1 : 0;
    }
    ASSERT_EQ(book.near(query).size(), std::min(expected, ChangeBook::matches_max));
  }
}

}  // namespace
}  // namespace gait::identity
