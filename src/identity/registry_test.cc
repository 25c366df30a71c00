#include "identity/registry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace gait::identity {
namespace {

class RegistryTest : public testing::Test {
 protected:
  Principal principal(std::uint8_t weight, PrincipalType type, Human human, std::string_view reason,
                      std::string_view account = "") {
    return {.identity = bot,
            .account = symbols.insert(account),
            .reason = symbols.insert(reason),
            .type = type,
            .human = human,
            .weight = weight};
  }
  IdentityFacts describe(const Registry& registry, const ClassEvidence& behaviour = {}) const {
    return registry.describe(bot, behaviour, symbols);
  }

  SymbolTable symbols;
  Symbol bot = symbols.insert("aws:1/role/bot");
};

TEST_F(RegistryTest, BelievesTheWeightiestRecord) {
  Registry registry;
  registry.add(principal(10, PrincipalType::human, Human::yes, "name looks human"), symbols);
  registry.add(principal(200, PrincipalType::ci_runner, Human::no, "GitHub subject", "1"), symbols);
  registry.add(principal(250, PrincipalType::unknown, Human::no, "federated"), symbols);

  auto facts = describe(registry);
  EXPECT_EQ(facts.human, Human::no);
  EXPECT_EQ(facts.human_reason, "federated");
  EXPECT_EQ(facts.type, PrincipalType::ci_runner) << "of the weightiest record that knows it";
  EXPECT_EQ(facts.account, "1");
  EXPECT_EQ(facts.identity_class, IdentityClass::ci_runner);
  EXPECT_EQ(facts.class_reason, "its records are those of a ci_runner");
}

TEST_F(RegistryTest, LetsTheInventoryOverruleTheClass) {
  InventoryEntry entry;
  entry.identity = "aws:1/role/bot";
  entry.identity_class = IdentityClass::vendor;
  entry.owner = "ops";
  entry.environment = "prod";
  entry.account = "9";
  Registry registry(Inventory{{entry.identity, entry}});
  registry.add(principal(200, PrincipalType::ci_runner, Human::no, "GitHub subject", "1"), symbols);

  auto facts = describe(registry);
  EXPECT_EQ(facts.identity_class, IdentityClass::vendor);
  EXPECT_EQ(facts.class_reason, "the inventory says so");
  EXPECT_EQ(facts.owner, "ops");
  EXPECT_EQ(facts.environment, "prod");
  EXPECT_EQ(facts.account, "1") << "the logs know better";
}

TEST_F(RegistryTest, CallsAHumanAHuman) {
  Registry registry;
  registry.add(principal(200, PrincipalType::role, Human::yes, "single sign-on role"), symbols);
  EXPECT_EQ(describe(registry).identity_class, IdentityClass::human);
  EXPECT_EQ(describe(registry).class_reason, "it is a human: single sign-on role");
}

TEST_F(RegistryTest, GuessesFromBehaviourWhereNobodySays) {
  Registry registry;
  registry.add(principal(200, PrincipalType::bot, Human::no, "bot"), symbols);
  ActionFacts write;
  write.access = Access::write;
  ClassEvidence behaviour;
  behaviour.add("backup:StartBackupJob", write, 30);

  auto facts = describe(registry, behaviour);
  EXPECT_EQ(facts.identity_class, IdentityClass::backup);
  EXPECT_EQ(facts.class_reason, "a guess from behaviour: 100 % of 30 calls make or keep copies");
  EXPECT_EQ(describe(registry).identity_class, IdentityClass::unknown);
  EXPECT_FALSE(describe(registry).class_reason.empty());
}

TEST_F(RegistryTest, DescribesAStranger) {
  auto facts = describe(Registry());
  EXPECT_EQ(facts.type, PrincipalType::unknown);
  EXPECT_EQ(facts.human, Human::unknown);
  EXPECT_TRUE(facts.credentials.empty());
}

TEST_F(RegistryTest, GivesTheCredentialsWithWhatTheInventoryKnows) {
  InventoryEntry entry;
  entry.identity = "aws:1/role/bot";
  entry.secret_created = Timestamp::from_seconds(0);
  Registry registry(Inventory{{entry.identity, entry}});
  registry.credentials().add_use(bot, symbols.insert("AKIA1"), CredentialKind::long_lived,
                                 Timestamp::from_seconds(10), Timestamp::from_seconds(20));
  auto facts = describe(registry);
  ASSERT_EQ(facts.credentials.size(), 1u);
  EXPECT_EQ(facts.credentials.front().issued, Timestamp::from_seconds(0));
}

TEST_F(RegistryTest, GivesTheSameAnswersForAnyOrderOfRecords) {
  std::mt19937 random(4);
  for (int round = 0; round < 100; ++round) {
    std::vector<Principal> records;
    for (int i = 0; i < 12; ++i)
      records.push_back(principal(
          static_cast<std::uint8_t>(random() % 3), static_cast<PrincipalType>(random() % 12),
          static_cast<Human>(random() % 3), random() % 2 == 0 ? "rule a" : "rule b",
          std::string_view("12").substr(0, random() % 3)));
    auto answers = [&] {
      Registry registry;
      for (const Principal& record : records) registry.add(record, symbols);
      auto f = describe(registry);
      return std::tuple(f.type, f.human, f.human_reason, f.account, f.identity_class);
    };
    const auto first = answers();
    for (int shuffle = 0; shuffle < 10; ++shuffle) {
      std::ranges::shuffle(records, random);
      ASSERT_EQ(answers(), first);
    }
  }
}

}  // namespace
}  // namespace gait::identity
