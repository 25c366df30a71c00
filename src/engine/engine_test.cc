#include "engine/engine.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <thread>

#include "base/hash.h"
#include "engine/testing.h"

namespace gait::engine {
namespace {

using testing::at;
using testing::World;

const ActionCatalogue& catalogue() {
  static const ActionCatalogue empty;
  return empty;
}

Engine engine() { return Engine({}, catalogue()); }

void take(Engine& engine, const World& world, const std::vector<Activity>& activities) {
  engine.take(testing::one_lane(activities), testing::copy_of(world.symbols), {}, {},
              one_after_another);
}

std::string text_of(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& f : findings)
    text += fmt::format("{} {} {} {:.6f} {}\n", f.id, f.identity, f.kind, f.risk, f.title);
  return text;
}

World stolen_key() {
  World world;
  world.live(20, 0, 100);
  world.steal(7, at(99, 30));
  return world;
}

// What a record says besides the activity, one of each per machine.
Batch rest_of(World& world) {
  Batch batch;
  for (std::size_t i = 0; i < 12; ++i) {
    Principal principal;
    principal.identity = world.machine(i);
    principal.account = world.symbols.insert("111122223333");
    principal.reason = world.symbols.insert("it is a role");
    principal.type = PrincipalType::role;
    principal.weight = static_cast<std::uint8_t>(10 + i);
    batch.principals.push_back(principal);
    Mint mint;
    mint.child_credential = world.symbols.insert("ASIA" + std::to_string(i));
    mint.parent_identity = world.machine(i + 1);
    mint.time = at(static_cast<std::int64_t>(i));
    batch.mints.push_back(mint);
    ChangeEvidence change;
    change.event = {2, i};
    change.time = at(static_cast<std::int64_t>(i));
    change.type = ChangeType::rotation;
    change.by = world.machine(i);
    batch.changes.push_back(change);
  }
  return batch;
}

TEST(Engine, FindsTheStolenKeyAndNothingElse) {
  const World world = stolen_key();
  Engine engine = engine::engine();
  take(engine, world, world.activities);
  const auto findings = engine.findings(testing::end_of_time);
  ASSERT_EQ(findings.size(), 1U) << text_of(findings);
  EXPECT_EQ(findings[0].identity, "aws:111122223333/role/machine-7");
  EXPECT_GE(findings[0].severity, Severity::high);
  EXPECT_EQ(findings[0].time.minutes(), at(99, 30).minutes());
  EXPECT_GE(findings[0].activities_total, 40U);
}

TEST(Engine, TheOrderOfLanesAndActivitiesChangesNothing) {
  World world = stolen_key();
  const Batch rest = rest_of(world);
  std::string findings, state;
  for (std::size_t lanes = 1; lanes < 5; ++lanes) {
    std::rotate(world.activities.begin(), world.activities.begin() + 1234, world.activities.end());
    auto delivered =
        testing::lanes_of(world.activities, lanes, [&](std::size_t i) { return i * i % lanes; });
    for (std::size_t i = 0; i < rest.principals.size(); ++i) {
      Batch batch;
      batch.principals = {rest.principals[i]};
      batch.mints = {rest.mints[i]};
      batch.changes = {rest.changes[i]};
      delivered[i * 7 % lanes].take(batch);
    }
    Engine engine = engine::engine();
    engine.take(std::move(delivered), testing::copy_of(world.symbols), {}, {},
                testing::in_disorder(lanes));
    const std::string text = text_of(engine.findings(testing::end_of_time));
    if (lanes == 1) {
      findings = text, state = engine.save();
      EXPECT_FALSE(findings.empty());
    }
    EXPECT_EQ(text, findings) << lanes;
    EXPECT_TRUE(engine.save() == state) << lanes;
  }
}

// The same value, in memory whose padding is not clean.
template <class T, class Fill>
T in_dirty_memory(int dirt, Fill fill) {
  static_assert(std::is_trivially_copyable_v<T>);
  T value;
  std::memset(static_cast<void*>(&value), dirt, sizeof value);
  fill(value);
  return value;
}

TEST(Engine, NothingButTheStateIsInTheSavedBytes) {
  std::vector<std::string> saved;
  for (const int dirt : {0, 0xAA}) {
    Batch batch;
    batch.principals.push_back(in_dirty_memory<Principal>(dirt, [](Principal& p) {
      p.identity = Symbol{5}, p.account = p.reason = Symbol{};
      p.type = PrincipalType::role, p.human = Human::no, p.weight = 9;
    }));
    batch.mints.push_back(in_dirty_memory<Mint>(dirt, [](Mint& m) {
      m.child_credential = Symbol{6};
      m.child_identity = m.parent_credential = m.parent_identity = m.subject = Symbol{7};
      m.time = m.expires = at(0), m.long_lived = false;
    }));
    batch.changes.push_back(in_dirty_memory<ChangeEvidence>(dirt, [](ChangeEvidence& c) {
      c.event = {1, 2}, c.time = at(0), c.type = ChangeType::rotation;
      c.by = c.action = c.resource = c.subject = c.credential = Symbol{};
    }));
    std::vector<Inlet> lanes(1);
    lanes[0].take(batch);
    Engine engine = engine::engine();
    engine.take(std::move(lanes), SymbolTable{}, {}, {}, one_after_another);
    saved.push_back(engine.save());
  }
  EXPECT_TRUE(saved[0] == saved[1]);
}

TEST(Engine, SavedAndLoadedItKnowsTheSameAndGoesOnTheSame) {
  World world = stolen_key();
  std::vector<Activity> first;
  std::ranges::copy_if(world.activities, std::back_inserter(first),
                       [](const Activity& a) { return a.time < at(90); });
  Engine one = engine::engine(), two = engine::engine();
  Batch rest = rest_of(world);
  std::vector<Inlet> lanes = testing::one_lane(first);
  lanes[0].take(rest);
  one.take(std::move(lanes), testing::copy_of(world.symbols), {}, {}, one_after_another);
  EXPECT_TRUE(one.findings(testing::end_of_time).empty()) << "a scan is saved when it has told";
  const std::string bytes = one.save();
  ASSERT_TRUE(two.load(bytes));
  EXPECT_TRUE(two.save() == bytes);
  EXPECT_EQ(two.identities({}).size(), 20U);
  const auto summary = two.identity("aws:111122223333/role/machine-7");
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->type, "role");
  EXPECT_EQ(summary->activities, 900U);

  take(one, world, world.activities);
  take(two, world, world.activities);
  EXPECT_EQ(two.stats().already_learned, first.size());
  const std::string found = text_of(one.findings(testing::end_of_time));
  EXPECT_FALSE(found.empty());
  EXPECT_EQ(text_of(two.findings(testing::end_of_time)), found);
  EXPECT_TRUE(two.save() == one.save());
}

class EngineState : public ::testing::Test {
 protected:
  EngineState() {
    World world;
    world.live(3, 0, 30);
    Engine engine = engine::engine();
    take(engine, world, world.activities);
    bytes_ = engine.save();
  }
  // The refusal, after which the engine is as it was.
  static Error refusal(const std::string& bytes) {
    Engine engine = engine::engine();
    const std::string before = engine.save();
    auto status = engine.load(bytes);
    EXPECT_FALSE(status);
    EXPECT_TRUE(engine.save() == before);
    return status ? Error{} : status.error();
  }
  // With a checksum that fits, as a forger would.
  static void sign(std::string& bytes) {
    const std::uint64_t sum = hash64(std::string_view(bytes).substr(header_bytes));
    std::memcpy(bytes.data() + checksum_at, &sum, sizeof sum);
  }
  static constexpr std::size_t version_at = 8, checksum_at = 12, header_bytes = 20;
  std::string bytes_;
};

TEST_F(EngineState, OfSomethingElseIsRefused) {
  EXPECT_EQ(refusal("").message, "this is not a state of Gait");
  EXPECT_EQ(refusal("{\"Records\": []}").message, "this is not a state of Gait");
}

TEST_F(EngineState, OfAnotherVersionIsRefused) {
  ++bytes_[version_at];
  const Error error = refusal(bytes_);
  EXPECT_EQ(error.code, Error::Code::invalid);
  EXPECT_NE(error.message.find("another version of Gait"), std::string::npos);
}

TEST_F(EngineState, WithADamagedByteIsRefused) {
  for (const std::size_t at : {checksum_at, header_bytes, bytes_.size() / 2, bytes_.size() - 1}) {
    std::string damaged = bytes_;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    const Error error = refusal(damaged);
    EXPECT_EQ(error.code, Error::Code::corrupt);
    EXPECT_NE(error.message.find("checksum"), std::string::npos) << error.message;
  }
}

TEST_F(EngineState, CutShortIsRefused) {
  for (const std::size_t size :
       {bytes_.size() - 1, bytes_.size() / 2, header_bytes, version_at + 2})
    EXPECT_EQ(refusal(bytes_.substr(0, size)).code == Error::Code::corrupt, size > version_at + 4);
}

TEST_F(EngineState, ForgedMayBeRefusedButNeverBreaksAnything) {
  std::uint64_t state = 1;
  for (int round = 0; round < 25; ++round) {
    std::string forged = bytes_;
    for (int i = 0; i < 20; ++i) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      const std::size_t tail = forged.size() - header_bytes;
      // Mostly near the end, where the profiles are.
      const std::size_t back =
          (state >> 33) % (i % 4 == 0 ? tail : std::min<std::size_t>(tail, 9000));
      forged[forged.size() - 1 - back] = static_cast<char>(state >> 20);
    }
    sign(forged);
    Engine engine = engine::engine();
    if (engine.load(forged)) engine.identities({});
  }
}

TEST(Engine, ReadingTheSameLogsAgainKeepsTheState) {
  World world = stolen_key();
  const Batch rest = rest_of(world);
  Engine engine = engine::engine();
  std::string saved;
  for (int round = 0; round < 3; ++round) {
    Batch again = rest;
    auto lanes = testing::one_lane(world.activities);
    lanes[0].take(again);
    engine.take(std::move(lanes), testing::copy_of(world.symbols), {}, {}, one_after_another);
    if (round == 0) saved = engine.save();
    EXPECT_TRUE(engine.save() == saved) << round;
  }
}

TEST(Engine, AnUnknownIdentityHasNoSummary) {
  EXPECT_FALSE(engine::engine().identity("aws:1/role/nobody"));
}

TEST(Engine, TheRiskOfAnIdentityIsThatOfItsWorstFinding) {
  const World world = stolen_key();
  Engine engine = engine::engine();
  take(engine, world, world.activities);
  const auto findings = engine.findings(testing::end_of_time);
  ASSERT_FALSE(findings.empty());
  const auto identities = engine.identities(findings);
  ASSERT_EQ(identities.size(), 20U);
  EXPECT_EQ(identities[0].key, findings[0].identity);
  EXPECT_EQ(identities[0].risk, findings[0].risk);
  EXPECT_EQ(identities[1].risk, 0);
  EXPECT_TRUE(
      std::ranges::is_sorted(identities.begin() + 1, identities.end(), {}, &IdentitySummary::key));
}

// Two machines are robbed, on two days.
World two_thefts() {
  World world;
  world.live(20, 0, 150);
  world.steal(7, at(120, 30));
  world.steal(12, at(140, 30));
  return world;
}

std::vector<Activity> between(const World& world, Timestamp from, Timestamp to) {
  std::vector<Activity> some;
  std::ranges::copy_if(world.activities, std::back_inserter(some),
                       [&](const Activity& a) { return from <= a.time && a.time < to; });
  return some;
}

std::vector<Finding> findings_of(Engine& engine, const World& world,
                                 const std::vector<Activity>& activities) {
  take(engine, world, activities);
  return engine.findings(testing::end_of_time);
}

std::vector<std::string> lines_of(const std::vector<Finding>& findings) {
  std::vector<std::string> lines;
  for (const Finding& finding : findings) lines.push_back(text_of({finding}));
  std::ranges::sort(lines);
  return lines;
}

TEST(Engine, TwoScansFindWhatOneFinds) {
  const World world = two_thefts();
  Engine whole = engine::engine(), first = engine::engine(), second = engine::engine();
  const auto at_once = findings_of(whole, world, world.activities);
  ASSERT_EQ(at_once.size(), 2U) << text_of(at_once);
  auto in_turn = findings_of(first, world, between(world, at(0), at(130)));
  ASSERT_EQ(in_turn.size(), 1U);
  ASSERT_TRUE(second.load(first.save()));
  std::ranges::move(findings_of(second, world, between(world, at(130), at(150))),
                    std::back_inserter(in_turn));
  EXPECT_EQ(lines_of(in_turn), lines_of(at_once));
  EXPECT_TRUE(second.save() == whole.save());
}

// Tasks on so many threads, each taking the next that is left.
ParallelFor on_threads(std::size_t threads) {
  return [threads](std::size_t count, const std::function<void(std::size_t)>& task) {
    std::atomic<std::size_t> next{0};
    std::vector<std::jthread> workers;
    for (std::size_t t = 0; t < threads; ++t)
      workers.emplace_back([&] {
        for (std::size_t i = next++; i < count; i = next++) task(i);
      });
  };
}

TEST(Engine, AnyNumberOfThreadsFindsTheSame) {
  const World world = stolen_key();
  std::string expected_findings, expected_state;
  for (const std::size_t threads : {1U, 2U, 4U}) {
    Engine engine = engine::engine();
    engine.take(testing::one_lane(world.activities), testing::copy_of(world.symbols), {}, {},
                on_threads(threads));
    const std::string found = text_of(engine.findings(testing::end_of_time));
    const std::string state = engine.save();
    if (threads == 1) expected_findings = found, expected_state = state;
    EXPECT_FALSE(found.empty());
    EXPECT_EQ(found, expected_findings) << threads;
    EXPECT_TRUE(state == expected_state) << threads;
  }
}

TEST(Engine, EveryFindingSaysByWhichMethodInWhichLaneAndHowSure) {
  const World world = stolen_key();
  Engine engine = engine::engine();
  const auto findings = findings_of(engine, world, world.activities);
  ASSERT_FALSE(findings.empty());
  for (const Finding& finding : findings) {
    EXPECT_EQ(finding.method, risk_method);
    EXPECT_NE(std::ranges::find(lane_names, finding.lane), lane_names.end());
    EXPECT_GT(finding.confidence, 0.5);
    EXPECT_LT(finding.confidence, 1);
    EXPECT_LT(finding.probability, 1e-3);
    EXPECT_FALSE(finding.certain);
    double shares = 0;
    for (const Reason& reason : finding.deviations) shares += reason.share;
    EXPECT_NEAR(shares, 1, 1e-9);
  }
}

// What people said about each of the findings.
Context marked(const std::vector<Finding>& findings, Mark mark) {
  std::vector<FeedbackAct> acts;
  for (const Finding& finding : findings)
    acts.push_back(detect::act_on(finding, mark, at(130), "ana", "we moved"));
  Context context;
  context.feedback = detect::Feedback(acts);
  return context;
}

TEST(Engine, WhatIsExpectedIsNotFoundAgain) {
  World world;
  world.live(20, 0, 130);
  // One new place, and nothing else that is new.
  for (int i = 0; i < 5; ++i) {
    Activity& moved = world.call(7, at(120, 30 + i * 60), "iam:CreateUser", "aws:bucket/3");
    moved.network = world.symbols.insert("AS64666 Elsewhere");
    moved.country = {'R', 'O'};
    moved.severity = 5;
  }
  Engine before = engine::engine();
  const auto found = findings_of(before, world, world.activities);
  ASSERT_EQ(found.size(), 1U) << text_of(found);
  Engine after(marked(found, Mark::expected), catalogue());
  const auto again = findings_of(after, world, world.activities);
  EXPECT_TRUE(again.empty()) << text_of(again);
  Engine undone(marked(found, Mark::none), catalogue());
  EXPECT_EQ(text_of(findings_of(undone, world, world.activities)), text_of(found));
}

TEST(Engine, WhatWasConfirmedIsCertainWhenItComesAgainWhateverTheBudget) {
  World world;
  world.live(20, 0, 200);
  for (const std::int64_t hour : {120, 190}) {
    Activity& stolen = world.call(7, at(hour, 30), "iam:CreateUser", "aws:user/eve");
    stolen.network = world.symbols.insert("AS64666 Elsewhere");
    stolen.country = {'R', 'O'};
    stolen.agent = world.symbols.insert("curl");
    stolen.severity = 5;
  }
  Engine first = engine::engine();
  const auto found = findings_of(first, world, between(world, at(0), at(130)));
  ASSERT_EQ(found.size(), 1U) << text_of(found);
  const auto again = [&](Mark mark) {
    Engine second(marked(found, mark), catalogue(),
                  {.findings_per_day = 0, .findings_per_day_per_1000 = 0});
    EXPECT_TRUE(second.load(first.save()));
    auto findings = findings_of(second, world, between(world, at(130), at(200)));
    EXPECT_EQ(second.stats().budget.certain, findings.size());
    return findings;
  };
  EXPECT_TRUE(again(Mark::none).empty()) << "there is no budget for it";
  const auto certain = again(Mark::confirmed);
  ASSERT_EQ(certain.size(), 1U) << text_of(certain);
  EXPECT_TRUE(certain[0].certain);
  EXPECT_EQ(certain[0].identity, "aws:111122223333/role/machine-7");
  EXPECT_EQ(certain[0].time.hours(), at(190).hours());
}

TEST(Engine, HoldsTheAlertBudgetAndSaysSo) {
  World world;
  world.live(20, 0, 24 * 8);
  for (std::size_t who = 0; who < 20; ++who)
    for (std::int64_t day = 5; day < 8; ++day) {
      const auto hour = static_cast<std::int64_t>(who) % 24;
      world.steal(who, at(day * 24 + hour, 30));
    }
  const auto count = [&](double per_day, BudgetStats& stats) {
    Engine engine({}, catalogue(),
                  {.findings_per_day = per_day, .findings_per_day_per_1000 = per_day});
    const auto found = findings_of(engine, world, world.activities);
    stats = engine.stats().budget;
    return std::ranges::count_if(found,
                                 [](const Finding& f) { return f.severity > Severity::info; });
  };
  BudgetStats few, many;
  const auto of_few = count(1, few), of_many = count(50, many);
  EXPECT_EQ(few.requested_per_day, 1);
  EXPECT_EQ(many.requested_per_day, 50);
  EXPECT_NEAR(few.days, 8, 0.1);
  EXPECT_EQ(static_cast<std::int64_t>(few.findings), of_few);
  EXPECT_LE(of_few, 8 + 3) << "one a day, and what is graver than chance once in a year";
  EXPECT_GT(of_few, 0);
  EXPECT_GT(of_many, of_few);
  EXPECT_GT(few.held_back, 0U);
}

TEST(Engine, AStateOfNothingIsAStateToGoOnFrom) {
  const ActionCatalogue catalogue;
  Engine first({}, catalogue);
  first.take({}, {}, {}, {}, one_after_another);
  (void)first.findings(testing::end_of_time);

  Engine second({}, catalogue);
  const auto loaded = second.load(first.save());
  ASSERT_TRUE(loaded) << loaded.error().message;
  World world;
  world.live(3, 0, 5);
  second.take(testing::one_lane(world.activities), testing::copy_of(world.symbols), {}, {},
              one_after_another);
  EXPECT_EQ(second.fold().watched_since(), testing::at(0));
  EXPECT_EQ(second.fold().identities(), 3U);
}

}  // namespace
}  // namespace gait::engine
