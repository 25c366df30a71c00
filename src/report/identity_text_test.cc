#include "report/identity_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/report_fixture.h"

namespace gait::report {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(IdentityText, AWeekIsSevenLinesOfBlocks) {
  std::array<std::uint8_t, 168> hours{};
  hours[0] = 1;
  hours[24] = 255;
  const std::string text = week_text(hours, 0);
  EXPECT_THAT(text, HasSubstr("Mon ░░····"));
  EXPECT_THAT(text, HasSubstr("Tue ██····"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 8);
}

TEST(IdentityText, AProfileAnswersTheFiveQuestions) {
  const std::string text = profile_text(fixture::identities().front(), {});
  for (const char* part :
       {"What it does\n", "\nWhen\n", "\nWhere from\n", "\nHow much\n", "\nAs whom\n",
        "secretsmanager:GetSecretValue", "AS64511 Cheap Hosting", "1,017 to 1,389 calls",
        "secret reads in an hour", "14 months old, rotated 2025-10-03", "github:acme/repo/infra"})
    EXPECT_THAT(text, HasSubstr(part));
}

TEST(IdentityText, AnEmptyProfileIsStillReadable) {
  EXPECT_THAT(profile_text(IdentitySummary{}, {}), HasSubstr("nobody is on record"));
}

TEST(IdentityText, IdentitiesAreATable) {
  const auto identities = fixture::identities();
  const std::string text = identities_text(std::span(identities).subspan(2, 1), {100, false});
  EXPECT_EQ(text,
            "standing  identity                              class           owner           "
            "    calls  last seen\n"
            "     0.0  aws:111122223333/user/legacy-backup   backup          -               "
            "    2,090  2026-11-20\n");
}

TEST(IdentityText, AProfileSaysWhatWeighsOnItInPartsThatAddUp) {
  const std::string text = profile_text(fixture::identities().front(), {100, false});
  EXPECT_THAT(text, HasSubstr("standing          93.4 of 100, halved every 7 days"));
  EXPECT_THAT(text,
              HasSubstr("\nWhat weighs on it\n"
                        "   81.3  f-3f9a17c0  payments-deploy read a secret it never touched, "
                        "from a network it never used\n"
                        "         (risk 94, 29 hours ago)\n"
                        "   12.1  f-77e0a1b2  "));
  EXPECT_THAT(profile_text(fixture::identities().back(), {}), Not(HasSubstr("What weighs on it")));
}

}  // namespace
}  // namespace gait::report
