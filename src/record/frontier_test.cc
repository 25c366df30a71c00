#include "record/frontier.h"

#include <gtest/gtest.h>

#include <random>

#include "record/testing.h"

namespace gait::record {
namespace {

std::vector<Hash> leaves_of(const ReferenceTree& tree, std::uint64_t begin, std::uint64_t end) {
  std::vector<Hash> leaves;
  for (std::uint64_t i = begin; i < end; ++i) leaves.push_back(tree.leaf(i));
  return leaves;
}

Frontier frontier_of(std::span<const Hash> leaves) {
  Frontier frontier;
  for (const Hash& leaf : leaves) frontier.add(leaf);
  return frontier;
}

void expect_same(const Frontier& a, const Frontier& b) {
  EXPECT_EQ(a.size(), b.size());
  EXPECT_TRUE(std::ranges::equal(a.hashes(), b.hashes()));
}

TEST(Frontier, HasTheRootOfTheDefinitionForEachSizeUpTo1024) {
  ReferenceTree tree = numbered_tree(1024);
  Frontier frontier;
  for (std::uint64_t size = 0; size < 1024; ++size) {
    ASSERT_EQ(frontier.root(), tree.root(0, size)) << size;
    frontier.add(tree.leaf(size));
  }
  EXPECT_EQ(frontier.root(), tree.root(0, 1024));
}

TEST(Frontier, IsTheSameHoweverLeavesAreGrouped) {
  const std::vector<Hash> leaves = leaves_of(numbered_tree(2000), 0, 2000);
  std::mt19937_64 random(1);
  for (int round = 0; round < 20; ++round) {
    Frontier frontier;
    for (std::span<const Hash> rest = leaves; !rest.empty();) {
      const std::size_t count = std::min<std::size_t>(random() % 700, rest.size());
      frontier.add(rest.first(count));
      rest = rest.subspan(count);
    }
    expect_same(frontier, frontier_of(leaves));
  }
}

TEST(Frontier, JoinsPartsThatWereHashedApart) {
  const std::vector<Hash> leaves = leaves_of(numbered_tree(256), 0, 256);
  for (std::size_t begin : {0u, 64u, 96u, 128u, 255u})
    for (std::size_t count = 0; begin + count <= 256; ++count) {
      if (begin % std::bit_floor(std::max<std::size_t>(count, 1)) != 0) continue;
      Frontier joined = frontier_of(std::span(leaves).first(begin));
      joined.append(frontier_of(std::span(leaves).subspan(begin, count)));
      expect_same(joined, frontier_of(std::span(leaves).first(begin + count)));
    }
}

TEST(Frontier, HoldsALeafOnlyWhereItFits) {
  Frontier frontier;
  frontier.add(Hash{});
  EXPECT_DEATH(frontier.add_subtree(Hash{}, 1), "a subtree begins here");
}

TEST(Frontier, IsTheSameAfterSaveAndLoad) {
  const std::vector<Hash> leaves = leaves_of(numbered_tree(300), 0, 300);
  Frontier frontier;
  for (const Hash& leaf : leaves) {
    ByteWriter out;
    frontier.save(out);
    ByteReader in(out.bytes());
    const auto loaded = Frontier::load(in);
    ASSERT_TRUE(loaded);
    EXPECT_EQ(in.left(), 0u);
    expect_same(*loaded, frontier);
    frontier.add(leaf);
  }
}

TEST(Frontier, IsNotLoadedFromBytesThatAreCutOffOrImpossible) {
  ByteWriter out;
  frontier_of(std::vector<Hash>(11)).save(out);
  for (std::size_t size = 0; size < out.bytes().size(); ++size) {
    ByteReader in(std::string_view(out.bytes()).substr(0, size));
    EXPECT_FALSE(Frontier::load(in)) << size;
  }
  const std::string huge(8 + 64 * 32, '\xff');
  ByteReader in(huge);
  EXPECT_FALSE(Frontier::load(in));
}

}  // namespace
}  // namespace gait::record
