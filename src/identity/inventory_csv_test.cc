#include "identity/inventory_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace gait::identity {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Timestamp at(std::string_view text) {
  Timestamp time;
  EXPECT_TRUE(parse_rfc3339(text, time)) << text;
  return time;
}

TEST(InventoryCsv, ReadsColumnsByNameInAnyOrder) {
  auto file = parse_inventory_csv(
      "\xEF\xBB\xBFOwner, identity ,class,secret_rotated,secret_created,service,environment\r\n"
      "\"payments, core\",aws:1/role/ci,CI_Runner,2026-11-01,2026-10-01T08:00:00+02:00,pay,prod\r\n"
      "ops,aws:1/user/old\r\n");

  EXPECT_THAT(file.problems, IsEmpty());
  ASSERT_EQ(file.inventory.size(), 2u);
  const InventoryEntry& ci = file.inventory.at("aws:1/role/ci");
  EXPECT_EQ(ci.identity, "aws:1/role/ci");
  EXPECT_EQ(ci.identity_class, IdentityClass::ci_runner);
  EXPECT_EQ(ci.owner, "payments, core");
  EXPECT_EQ(ci.service, "pay");
  EXPECT_EQ(ci.environment, "prod");
  EXPECT_EQ(ci.secret_rotated, at("2026-11-01T00:00:00Z"));
  EXPECT_EQ(ci.secret_created, at("2026-10-01T06:00:00Z"));
  const InventoryEntry& old = file.inventory.at("aws:1/user/old");
  EXPECT_EQ(old.owner, "ops");
  EXPECT_EQ(old.identity_class, IdentityClass::unknown);
  EXPECT_EQ(old.secret_created, std::nullopt);
}

TEST(InventoryCsv, NamesTheLineOfWhatIsWrongAndReadsTheRest) {
  auto file = parse_inventory_csv(
      "identity,class,secret_created,team\n"
      "a,robot,yesterday,x\n"
      ",ci_runner,,\n"
      "a,ci_runner,,\n"
      "\"b,ci_runner,,\n"
      "c,backup,,,surplus\n");

  EXPECT_THAT(
      file.problems,
      ElementsAre(
          testing::Field(&LineProblem::message, HasSubstr("unknown column `team` is skipped")),
          testing::Field(&LineProblem::message, HasSubstr("unknown class `robot` is skipped")),
          LineProblem{2,
                      "`yesterday` of column `secret_created` is skipped; write it as "
                      "2026-11-21T10:00:00Z or 2026-11-21"},
          LineProblem{3, "no identity; the line is skipped"},
          LineProblem{4, "`a` is there twice; the first line counts"},
          LineProblem{5, "a quote is not closed; the line is skipped"},
          LineProblem{6, "5 cells for 4 columns; the last are skipped"}));
  ASSERT_EQ(file.inventory.size(), 2u);
  EXPECT_EQ(file.inventory.at("a").identity_class, IdentityClass::unknown);
  EXPECT_EQ(file.inventory.at("c").identity_class, IdentityClass::backup);
}

TEST(InventoryCsv, NeedsTheIdentityColumn) {
  EXPECT_THAT(parse_inventory_csv("").problems,
              ElementsAre(LineProblem{1, "empty; the first line must name the columns"}));
  auto file = parse_inventory_csv("owner,class\nops,backup\n");
  EXPECT_THAT(file.problems, ElementsAre(LineProblem{
                                 1, "no column `identity`; the first line must name the columns"}));
  EXPECT_TRUE(file.inventory.empty());
}

TEST(InventoryCsv, ListsAHundredProblemsAndThenSaysThatThereAreMore) {
  std::string text = "identity,class\n";
  for (int i = 0; i < 500; ++i) text += "a" + std::to_string(i) + ",robot\n";
  auto file = parse_inventory_csv(text);
  EXPECT_EQ(file.inventory.size(), 500u);
  ASSERT_EQ(file.problems.size(), 101u);
  EXPECT_THAT(file.problems.back().message, HasSubstr("more lines have problems"));
}

TEST(InventoryCsv, SurvivesAnyBytes) {
  std::mt19937 random(11);
  constexpr std::string_view letters = "a,\"\n\r\t 0-:\xEF\xBB\xBF\x80";
  for (int round = 0; round < 2000; ++round) {
    std::string text = round % 2 == 0 ? "identity,class,secret_created\n" : "";
    for (std::size_t i = random() % 60; i > 0; --i) text += letters[random() % letters.size()];
    auto file = parse_inventory_csv(text);
    for (const auto& [key, entry] : file.inventory) ASSERT_EQ(key, entry.identity);
    ASSERT_TRUE(std::ranges::is_sorted(file.problems, {}, &LineProblem::line)) << text;
  }
}

}  // namespace
}  // namespace gait::identity
