#include "record/sha256_kernels.h"

#include <cpuid.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "record/compress.h"
#include "record/hash_drivers.h"

namespace gait::record {
namespace {

std::string random_bytes(std::mt19937_64& random, std::size_t size) {
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  return bytes;
}

class Sha256Kernel : public testing::TestWithParam<Kernel> {
 protected:
  void SetUp() override {
    if (!is_supported(GetParam())) GTEST_SKIP() << "this processor has no such instructions";
  }
  // Hashes as this kernel does and as OpenSSL does, and counts the messages that differ.
  static std::size_t differences(std::string_view prefix, const std::vector<std::string>& texts) {
    const std::vector<std::string_view> messages(texts.begin(), texts.end());
    std::vector<Hash> hashes(texts.size()), expected(texts.size());
    hash_all(GetParam(), prefix, messages, hashes);
    hash_all(Kernel::openssl, prefix, messages, expected);
    std::size_t count = 0;
    for (std::size_t i = 0; i < hashes.size(); ++i) count += hashes[i] != expected[i] ? 1 : 0;
    return count;
  }
};

TEST_P(Sha256Kernel, HashesTheExampleOfFips180) {
  const std::string_view abc = "abc";
  Hash hash;
  hash_all(GetParam(), {}, {&abc, 1}, {&hash, 1});
  EXPECT_EQ(to_hex(bytes_of(hash)),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_P(Sha256Kernel, HashesEachLengthAsOpensslDoes) {
  std::mt19937_64 random(1);
  std::vector<std::string> texts;
  for (std::size_t size = 0; size <= 300; ++size) texts.push_back(random_bytes(random, size));
  for (const std::string_view prefix : {std::string_view("\0", 1), std::string_view()}) {
    EXPECT_EQ(differences(prefix, texts), 0u);
    for (const std::string& text : texts) EXPECT_EQ(differences(prefix, {text}), 0u) << text.size();
  }
}

TEST_P(Sha256Kernel, HashesBatchesOfEachSizeAndMixedLengthsAsOpensslDoes) {
  std::mt19937_64 random(2);
  for (std::size_t count = 0; count <= 70; ++count) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < count; ++i)
      texts.push_back(random_bytes(random, random() % (random() % 8 == 0 ? 5000 : 300)));
    EXPECT_EQ(differences({"\0", 1}, texts), 0u) << count;
  }
}

TEST_P(Sha256Kernel, HashesLongMessagesAsOpensslDoes) {
  std::mt19937_64 random(3);
  std::vector<std::string> texts;
  for (int i = 0; i < 40; ++i) texts.push_back(random_bytes(random, random() % 65'537));
  EXPECT_EQ(differences({"\0", 1}, texts), 0u);
}

TEST_P(Sha256Kernel, HashesPairsAsOpensslDoesAlsoInPlace) {
  std::mt19937_64 random(4);
  for (std::size_t count = 0; count <= 70; ++count) {
    std::vector<Hash> children(2 * count), parents(count), expected(count);
    for (Hash& hash : children) std::ranges::generate(hash, [&] { return std::uint8_t(random()); });
    hash_pairs(Kernel::openssl, children, expected);
    hash_pairs(GetParam(), children, parents);
    EXPECT_EQ(parents, expected) << count;
    hash_pairs(GetParam(), children, std::span(children).first(count));
    EXPECT_TRUE(std::equal(expected.begin(), expected.end(), children.begin())) << count;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Sha256Kernel, testing::ValuesIn(kernels), [](const auto& tested) {
  return std::string(kernel_names[static_cast<std::size_t>(tested.param)]);
});

// A processor with AVX-512 but without SHA instructions.
TEST(Sha256Lanes, AloneHashAsOpensslDoes) {
  if (!is_supported(Kernel::avx512)) GTEST_SKIP() << "this processor has no AVX-512";
  std::mt19937_64 random(5);
  for (std::size_t count = 0; count <= 40; ++count) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < count; ++i) texts.push_back(random_bytes(random, random() % 1000));
    const std::vector<std::string_view> messages(texts.begin(), texts.end());
    std::vector<Hash> hashes(count), expected(count), parents(count / 2), parents_too(count / 2);
    hash_all_avx512({{"\0", 1}, messages, hashes}, false);
    hash_all(Kernel::openssl, {"\0", 1}, messages, expected);
    EXPECT_EQ(hashes, expected);
    const std::span<const Hash> children = std::span(hashes).first(count / 2 * 2);
    hash_pairs_avx512(children, parents, false);
    hash_pairs(Kernel::openssl, children, parents_too);
    EXPECT_EQ(parents, parents_too);
  }
}

// The trap that compress.h tells of: what a legacy instruction costs while the upper halves of the
// vector registers are in use. Some processors say whether they are (XGETBV with 1, bit 2).
bool upper_halves_in_use() {
  std::uint32_t low = 0, high = 0;
  asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(1));
  return (low & 4) != 0;
}

bool can_tell_upper_halves() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (__get_cpuid_count(0xd, 1, &a, &b, &c, &d) == 0 || (a & 4) == 0) return false;
  asm volatile("vpcmpeqd %%ymm0, %%ymm0, %%ymm0" ::: "xmm0");
  const bool used = upper_halves_in_use();
  asm volatile("vzeroupper");
  return used && !upper_halves_in_use();
}

TEST(Sha256Trap, TheUpperHalvesAreCleanAfterAvx512) {
  if (!is_supported(Kernel::avx512) || !can_tell_upper_halves())
    GTEST_SKIP() << "this processor does not say what is in use";
  const std::vector<std::uint8_t> block(64);
  const std::vector<const std::uint8_t*> lanes(LaneStates::lanes, block.data());
  LaneStates states{};
  compress_lanes_avx512(states, lanes.data());
  EXPECT_FALSE(upper_halves_in_use());
}

// The shortest of some runs, so that what else the machine does is left out.
template <class Work>
double best_ns(Work work) {
  double best = 1e18;
  for (int i = 0; i < 200; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
    best = std::min(best, spent.count());
  }
  return best;
}

// On processors that fall into it, the trap made the SHA instructions 110 times as slow.
TEST(Sha256Trap, ShaInstructionsAreAsFastAfterAvx512AsBefore) {
  if (!is_supported(Kernel::sha_ni) || !is_supported(Kernel::avx512))
    GTEST_SKIP() << "this processor has not both kinds of instructions";
  std::uint32_t state[8] = {};
  const std::vector<std::uint8_t> blocks(64 * 16);
  LaneStates states{};
  const std::vector<const std::uint8_t*> lanes(LaneStates::lanes, blocks.data());
  const auto by_sha_ni = [&] { compress_sha_ni(state, blocks.data(), 16); };
  const auto by_avx512 = [&] { compress_lanes_avx512(states, lanes.data()); };
  const double alone = best_ns(by_sha_ni) + best_ns(by_avx512);
  const double mixed = best_ns([&] {
    by_avx512();
    by_sha_ni();
  });
  EXPECT_LT(mixed, 5 * alone);
}

}  // namespace
}  // namespace gait::record
