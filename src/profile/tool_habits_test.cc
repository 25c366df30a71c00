#include "profile/tool_habits.h"

#include <gtest/gtest.h>

#include <string>

#include "profile/tool_trace.h"

namespace gait::profile {
namespace {

// A payment after a look at the accounts: one of three recipients, a text that is always another.
struct Payment {
  std::string to = "acct1";
  double amount = 70;
  ValueSource source = ValueSource::field;
  std::string task = "pay the bill";
};

ToolRun run_of(const Payment& payment, int number) {
  const std::string n = std::to_string(number);
  ToolTrace trace(symbol_of("run " + n), payment.task);
  trace.call("list_accounts", {});
  if (payment.source == ValueSource::field) trace.result("account: " + payment.to);
  if (payment.source == ValueSource::part) trace.result("please send it to " + payment.to + " now");
  const std::string note = "thanks for invoice number " + n + " of today";
  const std::vector<RawArgument> arguments{
      {"to", payment.to}, {"note", note}, {"amount", "x", true, payment.amount}};
  trace.call("pay", arguments);
  trace.result("done");
  return trace.run();
}

// Forty jobs: tasks of different wording, few recipients.
ToolHabits payers() {
  ToolHabits habits;
  for (int i = 0; i < 40; ++i)
    habits.learn(run_of(
        {.to = "acct" + std::to_string(i % 3),
         .amount = 50.0 + i,
         .task = "pay the bill of customer " + std::string(3, static_cast<char>('a' + i % 26)) +
                 std::string(3, static_cast<char>('a' + i / 26))},
        i));
  return habits;
}

CallBits last_bits(const ToolHabits& habits, const ToolRun& run) {
  return habits.judge(run).back();
}

TEST(ToolHabits, WhatWasLearnedIsNotUnusual) {
  const CallBits bits = last_bits(payers(), run_of({}, 100));
  EXPECT_LT(bits.total(), 2);
}

TEST(ToolHabits, ANewRecipientSaysMuchAndANewTextNothing) {
  const ToolHabits habits = payers();
  const CallBits bits = last_bits(habits, run_of({.to = "acct9"}, 100));
  EXPECT_GT(bits.argument, 3);
  EXPECT_EQ(bits.new_parameter, symbol_of("to"));
  EXPECT_EQ(bits.new_value, symbol_of("acct9"));
  EXPECT_LT(last_bits(habits, run_of({}, 101)).argument, 0.5);  // its text is new
}

TEST(ToolHabits, ARepeatedTaskDoesNotHideHowOftenSomethingIsNew) {
  // Two groups of 10 tasks with 10 recipients; one repeats each task fifty times.
  const auto group = [](int repetitions) {
    ToolHabits habits;
    for (int round = 0; round < repetitions; ++round)
      for (int i = 0; i < 10; ++i)
        habits.learn(
            run_of({.to = "acct" + std::to_string(i),
                    .task = "pay customer number " + std::string(4, static_cast<char>('a' + i))},
                   round * 10 + i));
    return habits;
  };
  const ToolRun news = run_of({.to = "acct99"}, 9999);
  EXPECT_NEAR(last_bits(group(1), news).argument, last_bits(group(50), news).argument, 0.01);
}

TEST(ToolHabits, AnAmountFarFromAllOthersIsUnusualOnBothSides) {
  const ToolHabits habits = payers();
  EXPECT_GT(last_bits(habits, run_of({.amount = 0.01}, 100)).amount, 3);
  EXPECT_GT(last_bits(habits, run_of({.amount = 1e6}, 100)).amount, 3);
  EXPECT_LT(last_bits(habits, run_of({.amount = 70}, 100)).amount, 1);
}

TEST(ToolHabits, ARecipientOutOfRunningTextIsUnusualWhereTheyStandInFields) {
  const CallBits bits = last_bits(payers(), run_of({.source = ValueSource::part}, 100));
  EXPECT_GT(bits.flow, 8);
  EXPECT_EQ(bits.flow_parameter, symbol_of("to"));
  EXPECT_EQ(bits.flow_source, ValueSource::part);
  EXPECT_EQ(bits.flow_usual, ValueSource::field);
}

TEST(ToolHabits, ARecipientOutOfRunningTextIsUsualWhereThatIsTheHabit) {
  ToolHabits habits;
  for (int i = 0; i < 40; ++i)
    habits.learn(run_of({.source = ValueSource::part,
                         .task = "do job " + std::string(3, static_cast<char>('a' + i % 26)) +
                                 std::string(2, static_cast<char>('a' + i / 26))},
                        i));
  EXPECT_LT(last_bits(habits, run_of({.source = ValueSource::part}, 100)).flow, 0.5);
}

TEST(ToolHabits, AToolThatNeverFollowedTheOneBeforeIsUnusual) {
  ToolHabits habits;
  const auto run = [](std::initializer_list<std::string_view> tools, std::string_view session) {
    ToolRun made{symbol_of(session), {}, {}, {}};
    for (const std::string_view tool : tools) made.calls.push_back({symbol_of(tool), {}});
    return made;
  };
  for (int i = 0; i < 12; ++i) {
    const std::string other = "x" + std::to_string(i);
    habits.learn(run({"list", "read", other}, other));
    habits.learn(run({"read", "write", other}, "w" + other));
  }
  EXPECT_GT(habits.judge(run({"list", "write"}, "s")).back().order, 2);
  EXPECT_EQ(habits.judge(run({"list", "read"}, "s")).back().order, 0);
  EXPECT_EQ(habits.judge(run({"list", "never heard of"}, "s")).back().order, 0);
}

TEST(ToolHabits, ATaskThatSpeaksOfSomethingElseMakesAToolUnusual) {
  ToolHabits habits;
  for (int i = 0; i < 20; ++i) {
    const std::string n(3, static_cast<char>('a' + i));
    habits.learn(run_of({.task = "pay the bill " + n}, i));
    ToolTrace look(symbol_of("look " + n), "when is the next meeting " + n);
    look.call("calendar", {});
    habits.learn(look.run());
  }
  const double off = last_bits(habits, run_of({.task = "when is the next meeting"}, 99)).purpose;
  const double on = last_bits(habits, run_of({.task = "pay this bill"}, 99)).purpose;
  EXPECT_GT(off, 1);
  EXPECT_EQ(on, 0);
}

TEST(ToolHabits, AnEmptyGroupHasNothingAgainstAnybody) {
  EXPECT_LT(last_bits(ToolHabits(), run_of({}, 1)).total(), 4);
}

TEST(ToolHabits, JudgingTeachesNothing) {
  const ToolHabits habits = payers();
  const ToolRun news = run_of({.to = "acct9"}, 100);
  EXPECT_EQ(last_bits(habits, news).total(), last_bits(habits, news).total());
}

TEST(ToolHabits, ComesBackFromItsBytes) {
  const ToolHabits habits = payers();
  ByteWriter out;
  habits.save(out);
  ToolHabits copy;
  ByteReader in(out.bytes());
  copy.load(in);
  ASSERT_TRUE(in.ok());
  EXPECT_EQ(in.left(), 0U);
  const ToolRun news = run_of({.to = "acct9", .amount = 1e6, .source = ValueSource::part}, 100);
  const CallBits bits = last_bits(habits, news), again = last_bits(copy, news);
  EXPECT_GT(bits.total(), 10);
  EXPECT_EQ(bits.argument, again.argument);
  EXPECT_EQ(bits.amount, again.amount);
  EXPECT_EQ(bits.order, again.order);
  EXPECT_EQ(bits.purpose, again.purpose);
  EXPECT_EQ(bits.flow, again.flow);
  ByteWriter once_more;
  copy.save(once_more);
  EXPECT_EQ(once_more.bytes(), out.bytes());
}

TEST(ToolHabits, BytesThatAreCutAreRefused) {
  ByteWriter out;
  payers().save(out);
  for (std::size_t length = 0; length < out.bytes().size(); length += 997) {
    ToolHabits copy;
    ByteReader in(std::string_view(out.bytes()).substr(0, length));
    copy.load(in);
    EXPECT_FALSE(in.ok()) << length;
  }
}

TEST(ToolHabits, StaysBoundedWhateverComes) {
  ToolHabits habits;
  for (int i = 0; i < 30'000; ++i)
    habits.learn(
        run_of({.to = "acct" + std::to_string(i), .task = "task " + std::to_string(i)}, i));
  EXPECT_LT(habits.memory_bytes(), std::size_t{8} << 20);
  EXPECT_LT(last_bits(habits, run_of({.to = "new"}, -1)).argument, 0.5);
}

}  // namespace
}  // namespace gait::profile
