#include "detect/score.h"

#include <gtest/gtest.h>

namespace gait::detect {
namespace {

TEST(Score, NoDepartureIsNoRiskWhateverTheAction) {
  EXPECT_EQ(probability({}), 1);
  for (double criticality = 0; criticality <= 6; ++criticality)
    EXPECT_EQ(risk(probability({}), criticality), 0);
}

TEST(Score, MoreBitsAreLessProbableInEveryQuestion) {
  for (std::size_t question = 0; question < question_names.size(); ++question) {
    QuestionBits bits{2, 2, 2, 2, 2};
    double last = 2;
    for (bits[question] = 4; bits[question] < 100; bits[question] += 3) {
      ASSERT_LT(probability(bits), last);
      last = probability(bits);
      ASSERT_GT(last, 0);
    }
  }
}

TEST(Score, SeveralQuestionsTogetherSayMoreThanOne) {
  const double alone = probability({10, 0, 0, 0, 0});
  const double with_place = probability({10, 0, 10, 0, 0});
  EXPECT_LT(with_place, alone / 10);
}

TEST(Score, AsMuchAsPossibleStillHasAProbability) {
  EXPECT_GT(probability({100, 100, 100, 100, 100}), 0);
}

TEST(Score, RiskGrowsWithImprobabilityAndWithWhatWasDone) {
  double last = -1;
  for (double p = 1; p > 1e-9; p /= 3) {
    EXPECT_GT(risk(p, 3), last);
    last = risk(p, 3);
    if (p < 1) {
      EXPECT_LT(risk(p, 2), risk(p, 4));
    }
  }
}

TEST(Score, RiskIsTenTimesTheDigitsTimesTheWeight) {
  EXPECT_NEAR(risk(1e-4, 1), 40 * 0.75, 1e-9);
  EXPECT_NEAR(risk(1e-4, 3), 40 * 1.05, 1e-9);
  EXPECT_NEAR(risk(1e-4, 5), 40 * 1.35, 1e-9);
}

TEST(Score, RiskStaysBetween0And100) {
  EXPECT_EQ(risk(1e-200, 5), 100);
  EXPECT_EQ(risk(0, 5), 100);
  EXPECT_EQ(risk(2, 5), 0);
  EXPECT_EQ(risk(1e-3, -7), risk(1e-3, 1));
  EXPECT_EQ(risk(1e-3, 99), risk(1e-3, 5));
}

}  // namespace
}  // namespace gait::detect
