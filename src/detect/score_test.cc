#include "detect/score.h"

#include <gtest/gtest.h>

namespace gait::detect {
namespace {

TEST(Score, NoDepartureIsNoRiskWhateverTheAction) {
  EXPECT_EQ(probability(QuestionBits{}), 1);
  EXPECT_EQ(probability(LaneBits{}), 1);
  for (double criticality = 0; criticality <= 6; ++criticality)
    EXPECT_EQ(risk(probability(QuestionBits{}), criticality), 0);
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
  const double alone = probability(QuestionBits{10, 0, 0, 0, 0});
  const double with_place = probability(QuestionBits{10, 0, 10, 0, 0});
  EXPECT_LT(with_place, alone / 10);
}

TEST(Score, AsMuchAsPossibleStillHasAProbability) {
  EXPECT_GT(probability(QuestionBits{100, 100, 100, 100, 100}), 0);
}

TEST(Score, RiskGrowsWithImprobabilityAndWithWhatWasDone) {
  double last = -1;
  for (double p = 1; p > 1e-5; p /= 3) {
    EXPECT_GT(risk(p, 3), last);
    last = risk(p, 3);
    if (p < 1) {
      EXPECT_LT(risk(p, 2), risk(p, 4));
    }
  }
}

TEST(Score, RiskIsTheBitsTimesTheWeightOfWhatWasDoneAndByWhom) {
  const double p = 1.0 / 1024;
  EXPECT_NEAR(risk(p, 1), 45 * 0.75, 1e-9);
  EXPECT_NEAR(risk(p, 3), 45 * 1.05, 1e-9);
  EXPECT_NEAR(risk(p, 5), 45 * 1.35, 1e-9);
  EXPECT_NEAR(risk(p, 3, 1), 45 * 1.05 * 0.9, 1e-9);
  EXPECT_NEAR(risk(p, 3, 3), risk(p, 3), 1e-9);
  EXPECT_NEAR(risk(p, 3, 5), 45 * 1.05 * 1.1, 1e-9);
}

TEST(Score, OfSomebodyNothingIsKnownOfYetHalfOfTheRiskIsTakenAway) {
  EXPECT_NEAR(risk(1e-3, 3, 3, 0), risk(1e-3, 3) / 2, 1e-9);
  EXPECT_NEAR(risk(1e-3, 3, 3, 0.5), risk(1e-3, 3) * 0.75, 1e-9);
  EXPECT_EQ(risk(1e-3, 3, 3, 1), risk(1e-3, 3));
  EXPECT_EQ(risk(1e-3, 3, 3, -1), risk(1e-3, 3, 3, 0));
}

TEST(Score, TheLaneThatSaysMostDecides) {
  EXPECT_DOUBLE_EQ(probability(LaneBits{3, 10, 7}), 1.0 / 1024);
  EXPECT_DOUBLE_EQ(probability(LaneBits{12, 10, 7}), 1.0 / 4096);
  EXPECT_GT(probability(LaneBits{1e9, 0, 0}), 0);
  EXPECT_EQ(probability(LaneBits{-1, -2, -3}), 1);
}

TEST(Score, OfOnePlaceNetworkAndCountryAreOneWitnessAndTheWeakerTwoCountHalf) {
  FacetBits facets{};
  const auto of = [&](Facet f) -> double& { return facets[static_cast<std::size_t>(f)]; };
  const auto where = [&] {
    return question_bits(facets)[static_cast<std::size_t>(Question::where)];
  };
  of(Facet::network) = 8;
  of(Facet::country) = 12;
  EXPECT_EQ(where(), 12);
  of(Facet::region) = 6;
  EXPECT_EQ(where(), 15);
  of(Facet::agent) = 20;
  EXPECT_EQ(where(), 20 + 6 + 3);
  of(Facet::action) = 9, of(Facet::resource) = 11;
  EXPECT_EQ(question_bits(facets)[static_cast<std::size_t>(Question::what)], 11);
}

TEST(Score, RiskStaysBetween0And100) {
  EXPECT_EQ(risk(1e-200, 5), 100);
  EXPECT_EQ(risk(0, 5), 100);
  EXPECT_EQ(risk(2, 5), 0);
  EXPECT_EQ(risk(1e-3, -7), risk(1e-3, 1));
  EXPECT_EQ(risk(1e-3, 99), risk(1e-3, 5));
  EXPECT_EQ(risk(1e-3, 3, 99), risk(1e-3, 3, 5));
}

}  // namespace
}  // namespace gait::detect
