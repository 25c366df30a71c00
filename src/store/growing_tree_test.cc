#include "store/growing_tree.h"

#include <algorithm>

#include "store/row_files.h"
#include "store/testing.h"

namespace gait::store {
namespace {

using record::Hash;

std::vector<Hash> leaves_of(std::uint64_t count) {
  std::vector<Hash> leaves;
  for (std::uint64_t i = 0; i < count; ++i) leaves.push_back(record::leaf_hash(std::to_string(i)));
  return leaves;
}

record::Frontier slow_tree(std::span<const Hash> leaves) {
  record::Frontier tree;
  for (const Hash& leaf : leaves) tree.add(leaf);
  return tree;
}

TEST(GrowingTree, IsTheTreeOfItsLeavesHoweverTheyCome) {
  const auto leaves = leaves_of(1500);
  for (const std::size_t step : {1UL, 7UL, 255UL, 256UL, 257UL, 700UL}) {
    GrowingTree tree;
    for (std::size_t at = 0; at < leaves.size(); at += step) {
      tree.add(std::span(leaves).subspan(at, std::min(step, leaves.size() - at)));
      const auto slow = slow_tree(std::span(leaves).first(tree.size()));
      ASSERT_EQ(tree.frontier().root(), slow.root()) << step << " " << at;
    }
  }
}

TEST(GrowingTree, HandsOutTheRootOfEach256AndOfEach65536) {
  const auto leaves = leaves_of(65'536 + 300);
  GrowingTree tree;
  tree.add(leaves);
  const auto rows = tree.take_finished();
  ASSERT_EQ(rows.size(), 257U + 1);
  const auto& whole = *std::ranges::find(rows, 2U, &GrowingTree::RowHash::level);
  EXPECT_EQ(whole.index, 0U);
  EXPECT_EQ(whole.hash, slow_tree(std::span(leaves).first(65'536)).root());
  EXPECT_EQ(rows[3].index, 3U);
  EXPECT_EQ(rows[3].hash, slow_tree(std::span(leaves).subspan(768, 256)).root());
  EXPECT_TRUE(tree.take_finished().empty());
}

TEST(RowFiles, GiveTheTreeBackFromThemselves) {
  const TestFolder folder;
  const LogFolder log{folder.path()};
  ASSERT_TRUE(make_folder(log.state()));
  const auto leaves = leaves_of(65'536 + 512 + 100);
  GrowingTree tree;
  RowFiles rows(log);
  for (std::size_t at = 0; at < leaves.size(); at += 1000) {
    tree.add(std::span(leaves).subspan(at, std::min<std::size_t>(1000, leaves.size() - at)));
    ASSERT_TRUE(rows.put(tree.take_finished()));
  }
  for (const std::uint64_t size : {0UL, 256UL, 65'280UL, 65'536UL, 66'048UL}) {
    auto there = rows.tree_at(size);
    ASSERT_TRUE(there) << there.error().message;
    EXPECT_EQ(there->frontier().root(), slow_tree(std::span(leaves).first(size)).root()) << size;
    there->add(std::span(leaves).subspan(size));
    EXPECT_EQ(there->frontier().root(), tree.frontier().root());
  }
  EXPECT_FALSE(rows.tree_at(std::uint64_t{65'536} * 3));
}

}  // namespace
}  // namespace gait::store
