#include "record/sealing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "record/entry.h"

namespace gait::record {
namespace {

SecretKey key_of(std::uint8_t seed) {
  SecretKey key;
  key.fill(seed);
  return key;
}
Nonce nonce_of(std::uint8_t seed) {
  Nonce nonce;
  nonce.fill(seed);
  return nonce;
}

TEST(Sealing, OpensWithItsKeyOnly) {
  for (const std::string value : {"", "198.51.100.7", "a longer value with \0 in it"}) {
    const SealedField field = seal("address", value, "k", key_of(1), nonce_of(2));
    EXPECT_EQ(field.ciphertext.size(), value.size());
    const auto opened = open_sealed(field, key_of(1));
    ASSERT_TRUE(opened);
    EXPECT_EQ(*opened, value);
    const auto other = open_sealed(field, key_of(3));
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, Error::Code::conflict);
  }
}

TEST(Sealing, IsAes256Gcm) {
  // Test case 14 of McGrew and Viega's specification of GCM: all zeroes.
  const SealedField field = seal("x", std::string(16, '\0'), "k", key_of(0), nonce_of(0));
  EXPECT_EQ(to_hex(field.ciphertext), "cea7403d4d606b6e074ec5d3baf39d18");
}

TEST(Sealing, NoticesEachBitThatIsChanged) {
  const SealedField sound = seal("address", "198.51.100.7", "k", key_of(1), nonce_of(2));
  for (std::string SealedField::*part :
       {&SealedField::name, &SealedField::key, &SealedField::nonce, &SealedField::ciphertext,
        &SealedField::tag, &SealedField::commitment}) {
    for (std::size_t bit = 0; bit < (sound.*part).size() * 8; ++bit) {
      SealedField field = sound;
      char& byte = (field.*part)[bit / 8];
      byte = static_cast<char>(byte ^ (1 << bit % 8));
      EXPECT_FALSE(open_sealed(field, key_of(1)));
    }
    SealedField field = sound;
    (field.*part).pop_back();
    EXPECT_FALSE(open_sealed(field, key_of(1)));
  }
}

TEST(Sealing, KeepsTheKeyOfEachScopeApart) {
  const KeyScope scope{"a", "bc", 1};
  EXPECT_EQ(key_id(scope).size(), 32U);
  for (const KeyScope& other : {KeyScope{"ab", "c", 1}, {"a", "bc", 2}, {"a", "b", 1}})
    EXPECT_NE(key_id(scope), key_id(other));
}

TEST(Sealing, WrapsDataKeys) {
  const SealedField wrapped = wrap_key(key_of(9), "k", key_of(1), nonce_of(2));
  const auto key = unwrap_key(wrapped, key_of(1));
  ASSERT_TRUE(key);
  EXPECT_EQ(*key, key_of(9));
  EXPECT_FALSE(unwrap_key(wrapped, key_of(2)));
  EXPECT_FALSE(unwrap_key(seal("x", std::string(32, 'k'), "k", key_of(1), nonce_of(2)), key_of(1)));
}

TEST(Sealing, StandsInAnEntryWhoseLeafDoesNotNeedTheKey) {
  const SealedField field = seal("address", "198.51.100.7", "k", key_of(1), nonce_of(2));
  EntryDraft draft;
  draft.source = "aws_cloudtrail";
  draft.sealed = {&field, 1};
  const std::string text = encode_entry(5, draft);
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("198.51")));
  const auto entry = decode_entry(text);
  ASSERT_TRUE(entry) << entry.error().message;
  EXPECT_EQ(*open_sealed(entry->sealed.at(0), key_of(1)), "198.51.100.7");
}

}  // namespace
}  // namespace gait::record
