#include "report/identity_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/report_fixture.h"

namespace gait::report {
namespace {

using testing::HasSubstr;

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
            "risk  identity                                  class           owner           "
            "    calls  last seen\n"
            "  55  aws:111122223333/user/legacy-backup       backup          -               "
            "    2,090  2026-11-20\n");
}

}  // namespace
}  // namespace gait::report
