#include "record/key.h"

#include <gtest/gtest.h>

#include "record/note_text.h"
#include "record/testing.h"

namespace gait::record {
namespace {

constexpr std::string_view example_vkey =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

TEST(VerifierKey, OfTheSpecificationIsReadAndWritten) {
  const auto key = VerifierKey::parse(example_vkey);
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_EQ(key->name, "example.com/foo");
  EXPECT_EQ(key->type, SignatureType::note);
  EXPECT_EQ(key->id, 0x530d903au);
  EXPECT_EQ(key->text(), example_vkey);
}

TEST(VerifierKey, IsRefusedWithAnyBitTurned) {
  const std::string vkey(example_vkey);
  for (std::size_t bit = 0; bit < 8 * vkey.size(); ++bit) {
    EXPECT_FALSE(VerifierKey::parse(with_bit_flipped(vkey, bit))) << bit;
  }
}

TEST(VerifierKey, IsRefusedInAnyOtherForm) {
  for (const std::string_view vkey :
       {"", "+", "++", "name", "name+530d903a",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+", "example.com/foo+530d903a+AQ==",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n"})
    EXPECT_FALSE(VerifierKey::parse(vkey)) << vkey;
}

TEST(KeyName, HasNoSpacesAndNoPlus) {
  for (const std::string_view name :
       {"a", "example.com/log42", "l\xc3\xb6g", "\xe2\x82\xac", "-", "\x7f"})
    EXPECT_TRUE(is_key_name(name)) << name;
  for (const std::string_view name :
       {"", " ", "a b", "a+b", "a\tb", "a\n", "\xc2\x85", "a\xc2\xa0", "\xe1\x9a\x80",
        "\xe2\x80\x80", "\xe2\x80\x8a", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf",
        "\xe2\x81\x9f", "\xe3\x80\x80", "\xff", "\xc3", "\xed\xa0\x80"})
    EXPECT_FALSE(is_key_name(name)) << to_hex(name);
  EXPECT_TRUE(is_key_name("\xe2\x80\x8b"));  // zero width space is no space to Unicode
  EXPECT_FALSE(is_key_name(std::string_view("a\0", 2)));
}

// RFC 8032, 7.1, test 1.
TEST(SigningKey, SignsAsRfc8032Does) {
  constexpr std::array<std::uint8_t, 32> seed{0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60,
                                              0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
                                              0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19,
                                              0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60};
  const auto key = SigningKey::from_seed("log", SignatureType::note, seed);
  ASSERT_TRUE(key);
  EXPECT_EQ(to_hex(bytes_of(key->verifier().key)),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  const Signature signature = key->sign({});
  EXPECT_EQ(
      to_hex({reinterpret_cast<const char*>(signature.data()), signature.size()}),
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf"
      "9b46bd25bf5f0595bbe24655141438e7a100b");
  EXPECT_TRUE(key->verifier().verify({}, signature));
}

TEST(SigningKey, IsTheSameAfterItsSecretIsWrittenAndRead) {
  const SigningKey key = test_key("example.com/log");
  const std::string secret = key.secret_text();
  EXPECT_TRUE(secret.starts_with("PRIVATE+KEY+example.com/log+"));
  const auto read = SigningKey::parse_secret(secret);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->verifier(), key.verifier());
  EXPECT_EQ(read->sign("text"), key.sign("text"));
  for (std::size_t size = 0; size < secret.size(); ++size)
    EXPECT_FALSE(SigningKey::parse_secret(secret.substr(0, size)));
  std::string other_name = secret;
  other_name[std::string_view("PRIVATE+KEY+").size()] = 'E';
  EXPECT_FALSE(SigningKey::parse_secret(other_name));
}

TEST(SigningKey, OfAnotherTypeHasAnotherIdAndNameIsChecked) {
  const SigningKey note = test_key("name"), cosigner = test_key("name", SignatureType::cosignature);
  EXPECT_EQ(note.verifier().key, cosigner.verifier().key);
  EXPECT_NE(note.verifier().id, cosigner.verifier().id);
  EXPECT_FALSE(SigningKey::from_seed("two words", SignatureType::note, sha256("seed")));
}

TEST(SigningKey, IsNotGivenAwayByAnError) {
  std::string secret = test_key("log").secret_text();
  const std::string seed = secret.substr(secret.rfind('+') + 1);
  secret[secret.size() - 3] = '*';
  const auto read = SigningKey::parse_secret(secret);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message.find(seed.substr(0, 8)), std::string::npos);
}

TEST(Signature, IsRefusedWithAnyBitTurnedOrCutOff) {
  const SigningKey key = test_key("log");
  const Signature signature = key.sign("text");
  const VerifierKey& verifier = key.verifier();
  for (std::size_t bit = 0; bit < 8 * signature.size(); ++bit)
    EXPECT_FALSE(verifier.verify("text", with_bit_flipped(signature, bit)));
  EXPECT_FALSE(verifier.verify("texu", signature));
  EXPECT_FALSE(verifier.verify("text", std::span(signature).first(63)));
  EXPECT_FALSE(verifier.verify("text", {}));
}

}  // namespace
}  // namespace gait::record
