#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace gait {
namespace {

Result<int> number(int n) {
  if (n < 0) return Error{Error::Code::invalid, "it is below zero"};
  return n;
}

Status positive(int n) {
  TRY_STATUS(number(n));
  return Nothing{};
}

Result<std::string> twice(int n, int& reached) {
  TRY(const int once, number(n));
  ++reached;
  TRY(const int again, number(once));
  return std::to_string(once + again);
}

TEST(Result, IsAValueOrTheReasonWhyThereIsNone) {
  EXPECT_TRUE(number(3));
  EXPECT_EQ(*number(3), 3);
  ASSERT_FALSE(number(-1));
  EXPECT_EQ(number(-1).error().message, "it is below zero");
  EXPECT_EQ(number(-1).error().code, Error::Code::invalid);
}

TEST(Result, TryTakesTheValueOrReturnsTheError) {
  int reached = 0;
  EXPECT_EQ(*twice(4, reached), "8");
  EXPECT_EQ(reached, 1);
  const auto failed = twice(-4, reached);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message, "it is below zero");
  EXPECT_EQ(reached, 1) << "nothing after the error was done";
}

TEST(Result, TryStatusPassesErrorsOn) {
  EXPECT_TRUE(positive(1));
  ASSERT_FALSE(positive(-1));
  EXPECT_EQ(positive(-1).error().message, "it is below zero");
}

TEST(Result, MovesWhatCannotBeCopied) {
  const auto make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(5); };
  const auto use = [&]() -> Result<int> {
    TRY(const std::unique_ptr<int> owned, make());
    return *owned;
  };
  EXPECT_EQ(*use(), 5);
}

TEST(Result, AnErrorSaysWhereItHappened) {
  const Error error = Error{Error::Code::corrupt, "unexpected end"}.in("reading `a.json`");
  EXPECT_EQ(error.message, "reading `a.json`: unexpected end");
  EXPECT_EQ(error.code, Error::Code::corrupt);
}

TEST(ResultDeathTest, AskingForWhatIsNotThereStopsTheProcess) {
  EXPECT_DEATH(static_cast<void>(*number(-1)), "a value is taken only from a successful result");
  EXPECT_DEATH(static_cast<void>(number(1).error()), "error\\(\\) is asked only of a failed");
}

}  // namespace
}  // namespace gait
