#include "record/note.h"

#include <gtest/gtest.h>

#include "record/testing.h"

namespace gait::record {
namespace {

const std::string dash = "\xe2\x80\x94 ";
const std::string text = "a text\n\nof three lines\n";

VerifierKey example_key() {
  auto key =
      VerifierKey::parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
  EXPECT_TRUE(key);
  return *std::move(key);
}
const std::string example =
    "This is an example message.\n\n" + dash +
    "example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu7"
    "2IneyaQM=\n";

Result<Note> open(std::string_view bytes, const VerifierKey& key) {
  return open_note(bytes, {&key, 1});
}

std::string signed_by(const std::vector<const SigningKey*>& keys) {
  Note note{text, {}};
  for (const SigningKey* key : keys) note.signatures.push_back(sign_text(*key, text));
  return note.encode();
}

TEST(Note, OfTheSpecificationIsOpenedAndWritten) {
  const auto note = open(example, example_key());
  ASSERT_TRUE(note) << note.error().message;
  EXPECT_EQ(note->text, "This is an example message.\n");
  EXPECT_TRUE(note->signatures.at(0).verified);
  EXPECT_EQ(note->encode(), example);
}

TEST(Note, IsRefusedWithAnyBitTurned) {
  for (std::size_t bit = 0; bit < 8 * example.size(); ++bit)
    EXPECT_FALSE(open(with_bit_flipped(example, bit), example_key())) << bit;
}

TEST(Note, IsRefusedWhenItIsCutOff) {
  for (std::size_t size = 0; size < example.size(); ++size)
    EXPECT_FALSE(open(std::string_view(example).substr(0, size), example_key())) << size;
}

TEST(Note, HasItsTextUpToTheLastEmptyLine) {
  const SigningKey key = test_key("log");
  const auto bytes = sign_note(text, key);
  ASSERT_TRUE(bytes);
  const auto note = open(*bytes, key.verifier());
  ASSERT_TRUE(note) << note.error().message;
  EXPECT_EQ(note->text, text);
}

TEST(Note, KeepsSignaturesOfUnknownKeysButBelievesNone) {
  const SigningKey known = test_key("known"), stranger = test_key("stranger");
  const auto note = open(signed_by({&stranger, &known}), known.verifier());
  ASSERT_TRUE(note);
  EXPECT_FALSE(note->signatures.at(0).verified);
  EXPECT_TRUE(note->signatures.at(1).verified);
  EXPECT_FALSE(open(signed_by({&stranger}), known.verifier()));
  EXPECT_FALSE(open_note(signed_by({&known}), {}));
}

// They share the name or the id with a known key, but not both.
TEST(Note, IgnoresKeysThatOnlyResembleAKnownOne) {
  const SigningKey known = test_key("known"), stranger = test_key("stranger");
  Note note{text, {sign_text(known, text)}};
  NoteSignature same_name = sign_text(stranger, text), same_id = same_name;
  same_name.name = "known";
  same_id.key_id = known.verifier().id;
  note.signatures.insert(note.signatures.begin(), {same_name, same_id});
  EXPECT_TRUE(open(note.encode(), known.verifier()));
}

TEST(Note, IsRefusedWholeWhenAKnownKeyDidNotSignIt) {
  const SigningKey a = test_key("a"), b = test_key("b");
  const std::vector<VerifierKey> both{a.verifier(), b.verifier()};
  Note note{text, {sign_text(a, text), sign_text(b, text)}};
  EXPECT_TRUE(open_note(note.encode(), both));
  note.signatures[1].bytes[0] ^= 1;
  EXPECT_FALSE(open_note(note.encode(), both));
  EXPECT_TRUE(open(note.encode(), a.verifier()));
  note.signatures[1] = sign_text(b, "another text\n");
  EXPECT_FALSE(open_note(note.encode(), both));
}

TEST(Note, MayHaveManySignaturesButNotAnyNumber) {
  const SigningKey key = test_key("log");
  for (const std::size_t count : {16u, 100u})
    EXPECT_TRUE(open(signed_by(std::vector<const SigningKey*>(count, &key)), key.verifier()));
  EXPECT_FALSE(open(signed_by(std::vector<const SigningKey*>(101, &key)), key.verifier()));
  Note note{text, {}};
  for (int i = 0; i < 16; ++i)  // of the size of ML-DSA-44 and more
    note.signatures.push_back({"big" + std::to_string(i), 7, std::string(5000, 'x')});
  note.signatures.push_back(sign_text(key, text));
  EXPECT_TRUE(open(note.encode(), key.verifier()));
}

TEST(Note, IsRefusedInAnyOtherForm) {
  const std::string line = dash + "log " + "AAAAAQI=\n";
  EXPECT_TRUE(parse_note("text\n\n" + line));
  EXPECT_TRUE(parse_note("\n\n" + line));
  for (const std::string& bytes : {std::string(),
                                   std::string("\n"),
                                   std::string("\n\n"),
                                   std::string("text\n\n"),
                                   "text\n" + line,
                                   "text\n\n" + line + "\n",
                                   "text\n\n" + line + "more\n",
                                   "text\n\n" + line.substr(0, line.size() - 1),
                                   "te\txt\n\n" + line,
                                   "te\rxt\n\n" + line,
                                   "te\xffxt\n\n" + line,
                                   std::string("te\0xt\n\n", 7) + line,
                                   std::string("text\n\n- log AAAAAQI=\n"),
                                   "text\n\n" + dash + "log  AAAAAQI=\n",
                                   "text\n\n" + dash + "log AAAAAQI= \n",
                                   "text\n\n" + dash + " AAAAAQI=\n",
                                   "text\n\n" + dash + "lo+g AAAAAQI=\n",
                                   "text\n\n" + dash + "log\n",
                                   "text\n\n" + dash + "log \n",
                                   "text\n\n" + dash + "log AAAAAQ==\n",
                                   "text\n\n" + dash + "log AAAAAQI\n",
                                   "text\n\n" + dash + "log AAAAAQJ=\n"})
    EXPECT_FALSE(parse_note(bytes)) << bytes;
  EXPECT_FALSE(parse_note(std::string(note_bytes_max, 'x') + "\n\n" + line));
}

TEST(Note, IsNotMadeOfWhatNobodyCouldRead) {
  const SigningKey key = test_key("log");
  for (const char* bad : {"", "no newline", "tab\t\n", "\xff\n"})
    EXPECT_FALSE(sign_note(bad, key)) << bad;
}

TEST(Cosignature, IsOverItsTimeAndTheText) {
  const SigningKey witness = test_key("witness", SignatureType::cosignature);
  const NoteSignature signature = cosign_text(witness, "log\n1\nroot\n", 1'679'315'147);
  EXPECT_EQ(signature.bytes.size(), 72u);
  EXPECT_EQ(cosignature_seconds(signature), 1'679'315'147u);
  const std::string_view ed25519 = std::string_view(signature.bytes).substr(8);
  EXPECT_TRUE(witness.verifier().verify(
      "cosignature/v1\ntime 1679315147\nlog\n1\nroot\n",
      {reinterpret_cast<const std::uint8_t*>(ed25519.data()), ed25519.size()}));
  EXPECT_TRUE(verify_signature(witness.verifier(), "log\n1\nroot\n", signature));
}

TEST(Cosignature, IsRefusedWithAnyBitTurnedOrCutOff) {
  const SigningKey witness = test_key("witness", SignatureType::cosignature);
  const NoteSignature right = cosign_text(witness, text, 1'679'315'147);
  NoteSignature wrong = right;
  for (std::size_t bit = 0; bit < 8 * right.bytes.size(); ++bit) {
    wrong.bytes = with_bit_flipped(right.bytes, bit);
    EXPECT_FALSE(verify_signature(witness.verifier(), text, wrong)) << bit;
  }
  for (std::size_t size = 0; size < right.bytes.size(); ++size) {
    wrong.bytes = right.bytes.substr(0, size);
    EXPECT_FALSE(verify_signature(witness.verifier(), text, wrong)) << size;
  }
  EXPECT_FALSE(verify_signature(witness.verifier(), "another\n", right));
}

// A time that other verifiers would take for one before 1970; signed, but not by code of ours.
TEST(Cosignature, OfATimeBeyond63BitsIsRefused) {
  const SigningKey witness = test_key("witness", SignatureType::cosignature);
  const Signature made = witness.sign("cosignature/v1\ntime 9223372036854775808\n" + text);
  NoteSignature signature = cosign_text(witness, text, 0);
  signature.bytes = std::string("\x80\0\0\0\0\0\0\0", 8).append(made.begin(), made.end());
  EXPECT_EQ(cosignature_seconds(signature), std::uint64_t{1} << 63);
  EXPECT_FALSE(verify_signature(witness.verifier(), text, signature));
}

TEST(Cosignature, IsNoSignatureOfANoteAndTheOtherWayRound) {
  const SigningKey signer = test_key("both"),
                   cosigner = test_key("both", SignatureType::cosignature);
  NoteSignature note = sign_text(signer, text), cosignature = cosign_text(cosigner, text, 5);
  EXPECT_FALSE(verify_signature(cosigner.verifier(), text, note));
  note.key_id = cosigner.verifier().id;
  EXPECT_FALSE(verify_signature(cosigner.verifier(), text, note));
  cosignature.key_id = signer.verifier().id;
  EXPECT_FALSE(verify_signature(signer.verifier(), text, cosignature));
  EXPECT_DEATH((void)cosign_text(cosigner, text, std::uint64_t{1} << 63), "below 2\\^63");
}

}  // namespace
}  // namespace gait::record
