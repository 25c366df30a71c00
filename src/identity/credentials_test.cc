#include "identity/credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

namespace gait::identity {
namespace {

constexpr std::int64_t day_s = 86'400;

Timestamp day(std::int64_t number) { return Timestamp::from_seconds(number * day_s); }

class Credentials : public testing::Test {
 protected:
  void uses(std::string_view id, CredentialKind kind, int from, int to) {
    book.add_use(bot, symbols.insert(id), kind, day(from), day(to));
  }
  void happens(ChangeType type, std::string_view id, int when) {
    ChangeEvidence change;
    change.type = type;
    change.time = day(when);
    change.credential = symbols.insert(id);
    if (id.empty()) change.subject = bot;
    book.add(change);
  }
  CredentialFacts only(const InventoryEntry* entry = nullptr) {
    auto all = book.of(bot, entry, symbols);
    EXPECT_EQ(all.size(), 1u);
    return all.empty() ? CredentialFacts{} : all.front();
  }

  SymbolTable symbols;
  Symbol bot = symbols.insert("aws:1/user/bot");
  CredentialBook book;
};

TEST_F(Credentials, KnowTheAgeOfAKeyThatTheLogsSawMade) {
  Mint mint;
  mint.child_identity = bot;
  mint.child_credential = symbols.insert("AKIA1");
  mint.time = day(100);
  mint.long_lived = true;
  book.add(mint);
  EXPECT_FALSE(only().first) << "made, not yet used";
  uses("AKIA1", CredentialKind::long_lived, 110, 120);

  auto key = only();
  EXPECT_EQ(key.id, "AKIA1");
  EXPECT_EQ(key.kind, CredentialKind::long_lived);
  EXPECT_EQ(key.first, day(110));
  EXPECT_EQ(key.last, day(120));
  EXPECT_EQ(key.issued, day(100));
  EXPECT_DOUBLE_EQ(key.age_days(day(130)).value(), 30);
  EXPECT_FALSE(key.age_days(day(99)));
}

TEST_F(Credentials, AreAsOldAsTheirLastRotation) {
  uses("AKIA1", CredentialKind::long_lived, 110, 120);
  EXPECT_FALSE(only().age_days(day(130))) << "nobody knows when it was made";
  happens(ChangeType::credential_created, "AKIA1", 100);
  happens(ChangeType::rotation, "AKIA1", 125);
  happens(ChangeType::rotation, "", 127);
  EXPECT_EQ(only().rotated, day(127));
  EXPECT_DOUBLE_EQ(only().age_days(day(130)).value(), 3);
  EXPECT_DOUBLE_EQ(only().age_days(day(120)).value(), 20) << "before the rotation";
}

TEST_F(Credentials, KnowWhenTheyWereDisabled) {
  uses("AKIA1", CredentialKind::long_lived, 110, 120);
  EXPECT_FALSE(only().disabled);
  happens(ChangeType::credential_disabled, "AKIA1", 115);
  EXPECT_EQ(only().disabled, day(115));
}

TEST_F(Credentials, BelieveTheInventoryWhereItCanBeTrue) {
  uses("AKIA1", CredentialKind::long_lived, 110, 120);
  InventoryEntry entry;
  entry.secret_created = day(105);
  entry.secret_rotated = day(118);
  EXPECT_EQ(only(&entry).issued, day(105));
  EXPECT_EQ(only(&entry).rotated, day(118));
  entry.secret_created = day(111);
  EXPECT_FALSE(only(&entry).issued) << "it was in use before: another secret is meant";
}

TEST_F(Credentials, JoinTheUsesOfOneIdAndBelieveTheLongerLife) {
  uses("K", CredentialKind::unknown, 1, 2);
  uses("K", CredentialKind::long_lived, 5, 6);
  uses("K", CredentialKind::unknown, 3, 9);
  auto key = only();
  EXPECT_EQ(key.kind, CredentialKind::long_lived);
  EXPECT_EQ(key.first, day(1));
  EXPECT_EQ(key.last, day(9));
}

TEST_F(Credentials, AreBoundedAndLongLivedOnesStay) {
  for (int i = 0; i < 1000; ++i) uses("ASIA" + std::to_string(i), CredentialKind::ephemeral, i, i);
  uses("AKIA1", CredentialKind::long_lived, 3, 4);
  auto all = book.of(bot, nullptr, symbols);
  ASSERT_EQ(all.size(), CredentialBook::kept_max);
  EXPECT_EQ(std::ranges::count(all, "AKIA1", &CredentialFacts::id), 1);
  EXPECT_TRUE(std::ranges::is_sorted(all, std::ranges::greater{}, &CredentialFacts::last));
}

TEST(CredentialsProperty, AnyOrderOfInputGivesTheSameAnswers) {
  std::mt19937 random(9);
  SymbolTable symbols;
  const Symbol bot = symbols.insert("bot");
  std::vector<std::function<void(CredentialBook&)>> inputs;
  for (int i = 0; i < 120; ++i) {
    const Symbol key = symbols.insert("key" + std::to_string(random() % 20));
    const auto kind = static_cast<CredentialKind>(random() % 5);
    const auto type = static_cast<ChangeType>(random() % change_type_names.size());
    const Timestamp time = day(static_cast<std::int64_t>(random() % 100));
    inputs.push_back([=](CredentialBook& book) { book.add_use(bot, key, kind, time, time); });
    ChangeEvidence change;
    change.type = type;
    change.time = time;
    change.subject = bot;
    if (i % 5 != 0) change.credential = key;
    inputs.push_back([=](CredentialBook& book) { book.add(change); });
    if (i % 9 != 0) continue;
    Mint mint;
    mint.child_credential = key;
    mint.child_identity = bot;
    mint.time = time;
    mint.long_lived = true;
    inputs.push_back([=](CredentialBook& book) { book.add(mint); });
  }
  auto answers = [&] {
    CredentialBook book;
    for (const auto& input : inputs) input(book);
    std::string said;
    auto tell = [&](const std::optional<Timestamp>& t) { said += t ? to_rfc3339(*t) + " " : "- "; };
    for (const auto& c : book.of(bot, nullptr, symbols)) {
      said += c.id + " " + std::to_string(static_cast<int>(c.kind)) + " ";
      for (const auto& t : {c.first, c.last, c.issued, c.rotated, c.disabled}) tell(t);
    }
    return said;
  };
  const std::string first = answers();
  EXPECT_FALSE(first.empty());
  for (int round = 0; round < 50; ++round) {
    std::ranges::shuffle(inputs, random);
    ASSERT_EQ(answers(), first);
  }
}

}  // namespace
}  // namespace gait::identity
