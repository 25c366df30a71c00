#include "record/tlog_proof.h"

#include <gtest/gtest.h>

#include "record/note.h"
#include "record/testing.h"

namespace gait::record {
namespace {

constexpr std::uint64_t size = 21, index_of_entry = 13;
constexpr std::string_view entry = "entry 13";

TlogProof proof_of_entry() {
  ReferenceTree tree = numbered_tree(size);
  const Checkpoint checkpoint{"log", size, tree.root(0, size)};
  return {"about it", index_of_entry, tree.path(index_of_entry, 0, size),
          *sign_note(checkpoint.text(), test_key("log"))};
}

Policy policy() {
  Policy policy;
  policy.logs.push_back({test_key("log").verifier(), ""});
  policy.quorum = "none";
  return policy;
}

TEST(TlogProof, IsWrittenAndRead) {
  const TlogProof proof = proof_of_entry();
  const std::string text = proof.encode();
  EXPECT_TRUE(text.starts_with("c2sp.org/tlog-proof@v1\nextra YWJvdXQgaXQ=\nindex 13\n"));
  EXPECT_TRUE(text.ends_with("\n\n" + proof.checkpoint));
  const auto read = parse_tlog_proof(text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, proof);
}

TEST(TlogProof, MayHaveNoExtraDataAndNoPath) {
  const TlogProof proof{"", 0, {}, "note"};
  EXPECT_EQ(proof.encode(), "c2sp.org/tlog-proof@v1\nindex 0\n\nnote");
  const auto read = parse_tlog_proof(proof.encode());
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, proof);
}

TEST(TlogProof, HoldsForItsEntryAlone) {
  const auto trusted = verify_tlog_proof(proof_of_entry(), entry, policy());
  ASSERT_TRUE(trusted) << trusted.error().message;
  EXPECT_EQ(trusted->checkpoint.size, size);
  for (const std::string_view other : {"entry 12", "entry 13 ", ""})
    EXPECT_FALSE(verify_tlog_proof(proof_of_entry(), other, policy()));
}

// But for the extra data, which nobody is to believe.
TEST(TlogProof, IsRefusedWithAnyBitTurned) {
  TlogProof proof = proof_of_entry();
  proof.extra.clear();
  const std::string text = proof.encode();
  for (std::size_t bit = 0; bit < 8 * text.size(); ++bit) {
    const auto read = parse_tlog_proof(with_bit_flipped(text, bit));
    if (!read) continue;
    EXPECT_FALSE(verify_tlog_proof(*read, entry, policy())) << bit;
  }
}

TEST(TlogProof, IsRefusedWithoutTheQuorum) {
  Policy strict = policy();
  strict.witnesses.push_back({"w", test_key("w", SignatureType::cosignature).verifier(), ""});
  strict.quorum = "w";
  TlogProof proof = proof_of_entry();
  EXPECT_FALSE(verify_tlog_proof(proof, entry, strict));
  auto note = parse_note(proof.checkpoint);
  ASSERT_TRUE(note);
  note->signatures.push_back(
      cosign_text(test_key("w", SignatureType::cosignature), note->text, 1'700'000'000));
  proof.checkpoint = note->encode();
  const auto trusted = verify_tlog_proof(proof, entry, strict);
  ASSERT_TRUE(trusted) << trusted.error().message;
  EXPECT_EQ(trusted->cosignatures.at(0).seconds, 1'700'000'000u);
}

TEST(TlogProof, IsRefusedInAnyOtherForm) {
  const std::string head = "c2sp.org/tlog-proof@v1\n";
  const std::string hash = "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n";
  EXPECT_TRUE(parse_tlog_proof(head + "index 5\n" + hash + "\nnote"));
  std::string long_path;
  for (int i = 0; i < 63; ++i) long_path += hash;
  EXPECT_TRUE(parse_tlog_proof(head + "index 5\n" + long_path + "\nnote"));
  for (const std::string& text : {std::string(),
                                  head,
                                  head + "index 5",
                                  head + "index 5\n",
                                  head + "index 5\n" + hash,
                                  head + "index 05\n\n",
                                  head + "index -1\n\n",
                                  head + "index  5\n\n",
                                  head + "index 5 \n\n",
                                  head + "index 9223372036854775808\n\n",
                                  head + "extra AA==\n",
                                  head + "extra \nindex 5\n\n",
                                  head + "extra AA=\nindex 5\n\n",
                                  head + "index 5\nextra AA==\n\n",
                                  head + "index 5\nrubbish\n\n",
                                  head + "index 5\nAA==\n\n",
                                  head + "Index 5\n\n",
                                  std::string("c2sp.org/tlog-proof@v2\nindex 5\n\n"),
                                  " " + head + "index 5\n\n",
                                  head + "index 5\r\n\r\n",
                                  head + "index 5\n" + long_path + hash + "\nnote"})
    EXPECT_FALSE(parse_tlog_proof(text)) << text;
}

}  // namespace
}  // namespace gait::record
