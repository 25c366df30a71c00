#include "store/log_signer.h"

#include <array>

#include "record/checkpoint.h"
#include "store/log_birth.h"
#include "store/testing.h"

namespace gait::store {
namespace {

record::SigningKey witness_key(std::uint8_t which) {
  std::array<std::uint8_t, 32> seed{};
  seed[0] = which;
  return *record::SigningKey::from_seed("witness.example/" + std::to_string(which),
                                        record::SignatureType::cosignature, seed);
}

class CosignatureTest : public testing::Test {
 protected:
  void SetUp() override {
    options_ = small_log(folder_);
    options_.sign_every = std::chrono::hours(1);  // so only `open` and `close` sign
    make_log_of(options_, 10);
    std::string policy;
    for (const auto* witness : {&first_, &second_})
      policy += fmt::format("witness {} {}\n", witness == &first_ ? "one" : "two",
                            witness->verifier().text());
    policy += "group both all one two\nquorum both\n";
    write_bytes(options_.folder + "/policy.txt", policy);
    log_ = open_log(options_);
    text_ = record::parse_note(*read_log(options_).checkpoint_note())->text;
  }
  Status cosign(const record::SigningKey& key, std::uint64_t size = 10) {
    return log_->add_cosignature(size, record::cosign_text(key, text_, 1'800'000'000).line());
  }
  record::Note published() {
    return *record::parse_note(bytes_of_file(options_.folder + "/checkpoint"));
  }

  const TestFolder folder_;
  LogOptions options_;
  const record::SigningKey first_ = witness_key(1), second_ = witness_key(2);
  std::unique_ptr<LogWriter> log_;
  std::string text_;
};

TEST_F(CosignatureTest, ThePolicyIsSatisfiedWhenBothHaveSigned) {
  EXPECT_FALSE(log_->status().witnessed);
  ASSERT_TRUE(cosign(first_));
  EXPECT_EQ(published().signatures.size(), 2U);
  EXPECT_FALSE(log_->status().witnessed);
  const Status second = cosign(second_);
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_TRUE(log_->status().witnessed);
  EXPECT_EQ(bytes_of_file(options_.folder + "/checkpoint.witnessed"),
            bytes_of_file(options_.folder + "/checkpoint"));
}

TEST_F(CosignatureTest, WhoSignsAgainIsThereOnce) {
  ASSERT_TRUE(cosign(first_));
  ASSERT_TRUE(cosign(first_));
  EXPECT_EQ(published().signatures.size(), 2U);
}

TEST_F(CosignatureTest, AnUnknownWitnessAndAWrongSignatureAreRefused) {
  EXPECT_FALSE(cosign(witness_key(3)));
  text_ += "x\n";
  EXPECT_FALSE(cosign(first_));
  EXPECT_FALSE(log_->add_cosignature(10, "no signature"));
  EXPECT_EQ(published().signatures.size(), 1U);
}

TEST_F(CosignatureTest, AnAnswerThatComesLateCountsForItsOwnCheckpoint) {
  append_entries(*log_, 10, 5);
  ASSERT_TRUE(log_->close());
  ASSERT_TRUE(cosign(first_));
  ASSERT_TRUE(cosign(second_));
  EXPECT_TRUE(log_->status().witnessed);
  EXPECT_EQ(published().signatures.size(), 1U) << "the latest one is another";
  EXPECT_THAT(bytes_of_file(options_.folder + "/checkpoint.witnessed"),
              testing::HasSubstr("\n10\n"));
  EXPECT_EQ(cosign(first_, 11).error().code, Error::Code::not_found);
}

TEST_F(CosignatureTest, ARestartForgetsNoCosignature) {
  ASSERT_TRUE(cosign(first_));
  ASSERT_TRUE(cosign(second_));
  log_.reset();
  log_ = open_log(options_);
  EXPECT_EQ(published().signatures.size(), 3U);
  ASSERT_TRUE(log_->status().witnessed);
  EXPECT_EQ(log_->status().witnessed->seconds(), 1'800'000'000);
}

TEST(LogSigner, RemembersWhatItIsAboutToSignBeforeItDoes) {
  const TestFolder folder;
  const LogFolder log{folder.path("log")};
  ASSERT_TRUE(make_folder(log.path));
  ASSERT_TRUE(make_log(log, log.keys(), "gait.local/test"));
  LogSigner signer(log, *read_signing_key(log.keys()), *read_policy(log),
                   *TreeStateFile::open(log));
  ASSERT_TRUE(make_folder(log.checkpoint() + ".new"));  // so publishing fails
  EXPECT_FALSE(signer.sign(tree_of_entries(7), {}));
  EXPECT_EQ(TreeStateFile::open(log)->state().signed_tree.size(), 7U);
  EXPECT_FALSE(exists(log.checkpoint()));
}

TEST(LogSigner, StopsTheProcessRatherThanSignAnotherTree) {
  const TestFolder folder;
  const LogFolder log{folder.path("log")};
  ASSERT_TRUE(make_folder(log.path));
  ASSERT_TRUE(make_log(log, log.keys(), "gait.local/test"));
  LogSigner signer(log, *read_signing_key(log.keys()), *read_policy(log),
                   *TreeStateFile::open(log));
  ASSERT_TRUE(signer.sign(tree_of_entries(7), {}));
  record::Frontier other;
  for (int i = 0; i < 7; ++i) other.add(record::leaf_hash("other"));
  EXPECT_DEATH((void)signer.sign(other, {}), "two trees of one size");
  EXPECT_DEATH((void)signer.sign(tree_of_entries(6), {}), "smaller");
}

}  // namespace
}  // namespace gait::store
