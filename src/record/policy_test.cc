#include "record/policy.h"

#include <gtest/gtest.h>

#include "record/note.h"
#include "record/testing.h"

namespace gait::record {
namespace {

std::string log_vkey(std::string_view name) { return test_key(name).verifier().text(); }
std::string witness_vkey(std::string_view name) {
  return test_key(name, SignatureType::cosignature).verifier().text();
}

// The example of the specification.
std::string example() {
  std::string text = "log " + log_vkey("example.com/log") + "\n\n";
  for (const char* name : {"X1", "X2", "X3", "Y1", "Y2", "Y3"})
    text += "witness " + std::string(name) + " " + witness_vkey(name) + "\n";
  return text +
         "group X-witnesses 2 X1 X2 X3\n"
         "group Y-witnesses any Y1 Y2 Y3\n\n"
         "group X-and-Y all X-witnesses Y-witnesses\n"
         "quorum X-and-Y\n";
}

Policy policy_of(std::string_view text) {
  auto policy = parse_policy(text);
  EXPECT_TRUE(policy) << policy.error().message;
  return *std::move(policy);
}

const Checkpoint checkpoint{"example.com/log", 7, sha256("root")};

std::string cosigned(const std::vector<std::string>& witnesses, const Checkpoint& of = checkpoint) {
  const std::string text = of.text();
  Note note{text, {sign_text(test_key("example.com/log"), text)}};
  std::uint64_t seconds = 1000;
  for (const std::string& name : witnesses)
    note.signatures.push_back(
        cosign_text(test_key(name, SignatureType::cosignature), text, seconds++));
  return note.encode();
}

TEST(PolicyFile, OfTheSpecificationIsRead) {
  const Policy policy = policy_of(example());
  ASSERT_EQ(policy.logs.size(), 1u);
  EXPECT_EQ(policy.logs[0].key, test_key("example.com/log").verifier());
  EXPECT_EQ(policy.witnesses.size(), 6u);
  ASSERT_EQ(policy.groups.size(), 3u);
  EXPECT_EQ(policy.groups[0].threshold, 2u);
  EXPECT_EQ(policy.groups[1].threshold, 1u);
  EXPECT_EQ(policy.groups[2].threshold, 2u);
  EXPECT_EQ(policy.groups[2].members, (std::vector<std::string>{"X-witnesses", "Y-witnesses"}));
  EXPECT_EQ(policy.quorum, "X-and-Y");
}

TEST(PolicyFile, MayHaveCommentsBlanksAndUrls) {
  const Policy policy = policy_of("# a comment \xff\n \t \n\t log\t" + log_vkey("l") +
                                  "  https://log.example/ \n  # another\nwitness w " +
                                  witness_vkey("w") + " https://w.example\nquorum w");
  EXPECT_EQ(policy.logs[0].url, "https://log.example/");
  EXPECT_EQ(policy.witnesses[0].url, "https://w.example");
  EXPECT_EQ(policy.quorum, "w");
}

TEST(PolicyFile, MayHave40OfEachKind) {
  std::string text;
  for (int i = 0; i < 40; ++i) {
    const std::string n = std::to_string(i);
    text += "log " + log_vkey("log" + n) + "\nwitness w" + n + " " + witness_vkey("w" + n) +
            "\ngroup g" + n + " any w" + n + "\n";
  }
  EXPECT_EQ(policy_of(text + "quorum g39\n").groups.size(), 40u);
}

TEST(PolicyFile, SaysWhatIsWrongAndWhere) {
  const std::string w = "witness w " + witness_vkey("w") + "\n";
  const std::string v = "witness v " + witness_vkey("v") + "\n";
  const std::string end = "quorum none\n";
  const std::pair<std::string, std::string> cases[] = {
      {"", "the policy has no quorum"},
      {w, "the policy has no quorum"},
      {end + end, "line 2: a policy has one quorum"},
      {"quorum w\n" + w, "line 1: `w` is not defined"},
      {"quorum\n", "line 1: expected `quorum <name>`"},
      {"quorum none none\n", "line 1: expected `quorum <name>`"},
      {"Quorum none\n", "line 1: `Quorum` is neither"},
      {"quorum none\r\n", "line 1: a control character"},
      {std::string("quorum none\0\n", 13), "line 1: a control character"},
      {"quorum none\x7f\n", "line 1: a control character"},
      {"log\n" + end, "line 1: expected `log"},
      {"log rubbish\n" + end, "line 1: a key is written"},
      {"log " + witness_vkey("l") + "\n" + end, "line 1: a log signs with a key of type 1"},
      {"log " + log_vkey("l") + " url more\n" + end, "line 1: expected `log"},
      {"log " + log_vkey("l") + "\nlog " + log_vkey("l") + "\n" + end, "line 2: the log `l`"},
      {"witness w " + log_vkey("w") + "\n" + end, "line 1: a witness signs with a key of type 4"},
      {w + "witness v " + witness_vkey("w") + "\n" + end, "line 2: the witness `w` has the same"},
      {w + "witness w " + witness_vkey("v") + "\n" + end, "line 2: `w` is defined twice"},
      {"witness none " + witness_vkey("w") + "\n" + end, "line 1: `none` cannot be defined"},
      {"group g any\n" + end, "line 1: expected `group"},
      {"group g any w\n" + end, "line 1: `w` is not defined"},
      {w + "group g any g\n" + end, "line 2: `g` is not defined"},
      {w + "group g any none\n" + end, "line 2: `none` is not defined"},
      {w + "group w any w\n" + end, "line 2: `w` is defined twice"},
      {w + "group g 0 w\n" + end, "line 2: a group needs at least one"},
      {w + "group g 2 w\n" + end, "line 2: expected a decimal number from 0 to 1"},
      {w + "group g 01 w\n" + end, "line 2: expected a decimal number"},
      {w + "group g ANY w\n" + end, "line 2: expected a decimal number"},
      {w + "group g any w w\n" + end, "line 2: `w` is in a group already"},
      {w + v + "group g any w\ngroup h all v w\n" + end, "line 4: `w` is in a group already"},
      {std::string(1001, '\n') + end, "the policy has more than 1000 lines"},
  };
  for (const auto& [text, why] : cases) {
    const auto policy = parse_policy(text);
    ASSERT_FALSE(policy) << text;
    EXPECT_TRUE(policy.error().message.starts_with(why)) << policy.error().message;
  }
}

TEST(PolicyFile, TakesTheSamePublicKeyUnderAnotherNameForTheSame) {
  const auto vkey = [](std::string_view name, SignatureType type) {
    return SigningKey::from_seed(name, type, sha256("seed"))->verifier().text();
  };
  EXPECT_FALSE(parse_policy("log " + vkey("a", SignatureType::note) + "\nlog " +
                            vkey("b", SignatureType::note) + "\nquorum none\n"));
  EXPECT_FALSE(parse_policy("witness a " + vkey("a", SignatureType::cosignature) + "\nwitness b " +
                            vkey("b", SignatureType::cosignature) + "\nquorum none\n"));
}

TEST(Policy, OpensWhatTheQuorumCosigned) {
  const Policy policy = policy_of(example());
  const auto trusted = open_checkpoint(cosigned({"X3", "Y1", "X1"}), policy);
  ASSERT_TRUE(trusted) << trusted.error().message;
  EXPECT_EQ(trusted->checkpoint, checkpoint);
  ASSERT_EQ(trusted->cosignatures.size(), 3u);
  EXPECT_EQ(trusted->cosignatures[1].witness, "Y1");
  EXPECT_EQ(trusted->cosignatures[1].seconds, 1001u);
}

// Each subset of the six witnesses, against the quorum in plain words.
TEST(Policy, OpensNothingElse) {
  const Policy policy = policy_of(example());
  const std::vector<std::string> names{"X1", "X2", "X3", "Y1", "Y2", "Y3"};
  for (unsigned subset = 0; subset < 64; ++subset) {
    std::vector<std::string> witnesses;
    int x = 0, y = 0;
    for (std::size_t i = 0; i < names.size(); ++i)
      if (subset >> i & 1) {
        witnesses.push_back(names[i]);
        ++(i < 3 ? x : y);
      }
    EXPECT_EQ(bool(open_checkpoint(cosigned(witnesses), policy)), x >= 2 && y >= 1) << subset;
  }
}

TEST(Policy, CountsAWitnessOnceAndNoStranger) {
  const Policy policy = policy_of(example());
  EXPECT_FALSE(open_checkpoint(cosigned({"X1", "X1", "Y1"}), policy));
  EXPECT_FALSE(open_checkpoint(cosigned({"X1", "stranger", "Y1"}), policy));
  EXPECT_TRUE(open_checkpoint(cosigned({"X1", "stranger", "Y1", "X2", "X2"}), policy));
}

TEST(Policy, NeedsTheSignatureOfTheLogItself) {
  const Policy policy = policy_of("log " + log_vkey("example.com/log") + "\nwitness w " +
                                  witness_vkey("w") + "\nquorum w\n");
  EXPECT_TRUE(open_checkpoint(cosigned({"w"}), policy));
  const std::string text = checkpoint.text();
  const Note by_witness{text, {cosign_text(test_key("w", SignatureType::cosignature), text, 1)}};
  EXPECT_FALSE(open_checkpoint(by_witness.encode(), policy));
  const auto other = open_checkpoint(cosigned({"w"}, {"example.com/other", 7, {}}), policy);
  EXPECT_EQ(other.error().message, "the policy has no log `example.com/other`");
  const Policy no_logs = policy_of("witness w " + witness_vkey("w") + "\nquorum w\n");
  EXPECT_FALSE(open_checkpoint(cosigned({"w"}), no_logs));
}

// Both logs are known, and one signs in the name of the other.
TEST(Policy, BelievesALogAboutItselfAlone) {
  const Policy policy =
      policy_of("log " + log_vkey("a") + "\nlog " + log_vkey("b") + "\nquorum none\n");
  const Checkpoint of_a{"a", 1, sha256("x")};
  EXPECT_TRUE(open_checkpoint(*sign_note(of_a.text(), test_key("a")), policy));
  EXPECT_FALSE(open_checkpoint(*sign_note(of_a.text(), test_key("b")), policy));
}

TEST(Policy, WithoutAQuorumNeedsTheLogAlone) {
  const Policy policy = policy_of("log " + log_vkey("example.com/log") + "\nquorum none\n");
  EXPECT_TRUE(open_checkpoint(cosigned({}), policy));
  EXPECT_TRUE(open_checkpoint(cosigned({"stranger"}), policy));
}

TEST(Policy, RefusesACheckpointWithAWrongCosignatureWhole) {
  const Policy policy = policy_of(example());
  const std::string text = checkpoint.text();
  auto note = parse_note(cosigned({"X1", "X2", "Y1", "Y2"}));
  ASSERT_TRUE(note);
  note->signatures.back().bytes[20] ^= 1;
  EXPECT_EQ(open_checkpoint(note->encode(), policy).error().message,
            "the signature of `Y2` is wrong");
}

}  // namespace
}  // namespace gait::record
