#include "record/merkle_proof.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "record/testing.h"
#include "record/tree_size.h"

namespace gait::record {
namespace {

constexpr std::uint64_t small_max = 1024;

// All indices of small trees; of larger ones both ends, those beside powers of two, and some.
std::set<std::uint64_t> indices_of(std::uint64_t size, std::mt19937_64& random) {
  std::set<std::uint64_t> indices;
  const auto add = [&](std::uint64_t index) {
    if (index < size) indices.insert(index);
  };
  if (size <= 160)
    for (std::uint64_t i = 0; i < size; ++i) add(i);
  for (std::uint64_t power = 1; power <= size; power *= 2)
    for (const std::uint64_t index : {power - 1, power, size - power}) add(index);
  for (int i = 0; i < 6; ++i) add(random() % size);
  return indices;
}

TEST(TreeRoot, IsThatOfTheDefinitionForEachSizeUpTo1024) {
  ReferenceTree tree = numbered_tree(small_max);
  for (std::uint64_t size = 0; size <= small_max; ++size) {
    const auto root = tree_root(size, tree.reader());
    ASSERT_TRUE(root);
    ASSERT_EQ(*root, tree.root(0, size)) << size;
  }
}

TEST(InclusionProof, IsThatOfTheDefinitionForEachSizeUpTo1024) {
  ReferenceTree tree = numbered_tree(small_max);
  std::mt19937_64 random(1);
  for (std::uint64_t size = 1; size <= small_max; ++size) {
    const Hash root = tree.root(0, size);
    for (const std::uint64_t index : indices_of(size, random)) {
      const auto proof = inclusion_proof(index, size, tree.reader());
      ASSERT_TRUE(proof);
      ASSERT_EQ(*proof, tree.path(index, 0, size)) << index << " of " << size;
      ASSERT_TRUE(verify_inclusion(tree.leaf(index), index, size, *proof, root));
    }
  }
}

TEST(ConsistencyProof, IsThatOfTheDefinitionForEachPairUpTo256AndSomeUpTo1024) {
  ReferenceTree tree = numbered_tree(small_max);
  std::mt19937_64 random(2);
  const auto expect_same = [&](std::uint64_t old_size, std::uint64_t size) {
    const auto proof = consistency_proof(old_size, size, tree.reader());
    ASSERT_TRUE(proof);
    if (old_size > 0) {
      ASSERT_EQ(*proof, tree.subproof(old_size, 0, size, true)) << old_size << " of " << size;
    }
    ASSERT_TRUE(
        verify_consistency(old_size, tree.root(0, old_size), size, tree.root(0, size), *proof));
  };
  for (std::uint64_t size = 0; size <= small_max; ++size) {
    if (size <= 256)
      for (std::uint64_t old_size = 0; old_size <= size; ++old_size) expect_same(old_size, size);
    else
      for (const std::uint64_t index : indices_of(size, random)) expect_same(index + 1, size);
  }
}

// A tree of up to 2^40 leaves with some that are unlike the others.
struct HugeTree {
  ReferenceTree tree;
  std::uint64_t size = 0, index = 0, old_size = 0;

  explicit HugeTree(std::mt19937_64& random) {
    size = 1 + random() % (std::uint64_t{1} << (1 + random() % 40));
    index = random() % size;
    old_size = 1 + random() % size;
    for (int i = 0; i < 4; ++i) tree.set(random() % size, "special " + std::to_string(i));
    tree.set(index, "the one");
  }
};

TEST(Proofs, OfHugeTreesAreThoseOfTheDefinition) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 300; ++round) {
    HugeTree huge(random);
    auto& [tree, size, index, old_size] = huge;
    const Hash root = tree.root(0, size);
    const auto inclusion = inclusion_proof(index, size, tree.reader());
    ASSERT_TRUE(inclusion);
    ASSERT_EQ(*inclusion, tree.path(index, 0, size)) << index << " of " << size;
    ASSERT_TRUE(verify_inclusion(tree.leaf(index), index, size, *inclusion, root));
    const auto growth = consistency_proof(old_size, size, tree.reader());
    ASSERT_TRUE(growth);
    ASSERT_EQ(*growth, tree.subproof(old_size, 0, size, true)) << old_size << " of " << size;
    ASSERT_TRUE(verify_consistency(old_size, tree.root(0, old_size), size, root, *growth));
  }
}

// Each proof with one hash left out, one too many, and one bit of each hash turned.
std::vector<std::vector<Hash>> spoiled(const std::vector<Hash>& proof, std::mt19937_64& random) {
  std::vector<std::vector<Hash>> all;
  for (std::size_t i = 0; i < proof.size(); ++i) {
    all.push_back(proof);
    all.back()[i] = with_bit_flipped(proof[i], random() % 256);
    all.push_back(proof);
    all.back().erase(all.back().begin() + static_cast<std::ptrdiff_t>(i));
  }
  all.push_back(proof);
  all.back().emplace_back();
  all.push_back(proof);
  all.back().insert(all.back().begin(), Hash{});
  return all;
}

TEST(InclusionProof, IsRefusedWhenAnythingIsAnother) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 400; ++round) {
    ReferenceTree tree = numbered_tree(random() % 4 == 0 ? 0 : 70);
    const std::uint64_t size = 1 + random() % 70, index = random() % size;
    const Hash leaf = tree.leaf(index), root = tree.root(0, size);
    const std::vector<Hash> proof = tree.path(index, 0, size);
    ASSERT_TRUE(verify_inclusion(leaf, index, size, proof, root));
    for (const auto& other : spoiled(proof, random))
      EXPECT_FALSE(verify_inclusion(leaf, index, size, other, root));
    const std::size_t bit = random() % 256;
    EXPECT_FALSE(verify_inclusion(with_bit_flipped(leaf, bit), index, size, proof, root));
    EXPECT_FALSE(verify_inclusion(leaf, index, size, proof, with_bit_flipped(root, bit)));
  }
}

TEST(InclusionProof, HoldsForNoOtherIndexAndForSizesOfTheSameShapeAlone) {
  std::mt19937_64 random(5);
  ReferenceTree tree = numbered_tree(70);
  for (std::uint64_t size = 1; size <= 70; ++size) {
    const std::uint64_t index = random() % size;
    const Hash leaf = tree.leaf(index), root = tree.root(0, size);
    const std::vector<Hash> proof = tree.path(index, 0, size);
    for (std::uint64_t other = 0; other <= 80; ++other) {
      if (other != index) {
        EXPECT_FALSE(verify_inclusion(leaf, other, size, proof, root)) << other << " of " << size;
      }
      const bool same =
          other > index && ReferenceTree::shape(index, other) == ReferenceTree::shape(index, size);
      EXPECT_EQ(bool(verify_inclusion(leaf, index, other, proof, root)), same)
          << index << " of " << size << " taken for " << other;
    }
    for (int bit = 0; bit < 64; ++bit)
      EXPECT_FALSE(verify_inclusion(leaf, index ^ std::uint64_t{1} << bit, size, proof, root));
  }
}

TEST(ConsistencyProof, IsRefusedWhenAnythingIsAnother) {
  std::mt19937_64 random(6);
  ReferenceTree tree = numbered_tree(70);
  for (int round = 0; round < 400; ++round) {
    const std::uint64_t size = 1 + random() % 70, old_size = 1 + random() % size;
    const Hash old_root = tree.root(0, old_size), root = tree.root(0, size);
    const std::vector<Hash> proof = tree.subproof(old_size, 0, size, true);
    for (const auto& other : spoiled(proof, random))
      EXPECT_FALSE(verify_consistency(old_size, old_root, size, root, other));
    const std::size_t bit = random() % 256;
    EXPECT_FALSE(verify_consistency(old_size, with_bit_flipped(old_root, bit), size, root, proof));
    EXPECT_FALSE(verify_consistency(old_size, old_root, size, with_bit_flipped(root, bit), proof));
  }
}

TEST(ConsistencyProof, HoldsForSizesOfTheSameShapeAlone) {
  ReferenceTree tree = numbered_tree(40);
  for (std::uint64_t size = 2; size <= 40; ++size)
    for (std::uint64_t old_size = 1; old_size < size; ++old_size) {
      const Hash old_root = tree.root(0, old_size), root = tree.root(0, size);
      const std::vector<Hash> proof = tree.subproof(old_size, 0, size, true);
      const std::string shape = ReferenceTree::shape_of_growth(old_size, size);
      for (std::uint64_t other = 1; other <= 48; ++other) {
        const bool same_old = other <= size && ReferenceTree::shape_of_growth(other, size) == shape;
        EXPECT_EQ(bool(verify_consistency(other, old_root, size, root, proof)), same_old);
        const bool same_new =
            other >= old_size && ReferenceTree::shape_of_growth(old_size, other) == shape;
        EXPECT_EQ(bool(verify_consistency(old_size, old_root, other, root, proof)), same_new)
            << old_size << " of " << size << " taken for " << other;
      }
    }
}

TEST(Proofs, OfNothingNeedNothing) {
  EXPECT_TRUE(verify_consistency(0, empty_root(), 0, empty_root(), {}));
  EXPECT_TRUE(verify_consistency(0, empty_root(), 5, Hash{1}, {}));
  EXPECT_FALSE(verify_consistency(0, Hash{1}, 5, Hash{1}, {}));
  EXPECT_FALSE(verify_consistency(0, empty_root(), 5, Hash{1}, std::vector<Hash>(1)));
  EXPECT_FALSE(verify_consistency(0, empty_root(), 0, Hash{1}, {}));
  EXPECT_TRUE(verify_consistency(5, Hash{1}, 5, Hash{1}, {}));
  EXPECT_FALSE(verify_consistency(5, Hash{1}, 5, Hash{2}, {}));
}

TEST(Proofs, AreRefusedBeyondTheTree) {
  ReferenceTree tree = numbered_tree(8);
  EXPECT_FALSE(inclusion_proof(8, 8, tree.reader()));
  EXPECT_FALSE(inclusion_proof(0, 0, tree.reader()));
  EXPECT_FALSE(consistency_proof(9, 8, tree.reader()));
  EXPECT_FALSE(tree_root(tree_size_max + 1, tree.reader()));
  EXPECT_FALSE(verify_inclusion({}, 0, tree_size_max + 1, {}, {}));
  EXPECT_FALSE(verify_inclusion({}, 0, 0, {}, {}));
  EXPECT_FALSE(verify_consistency(2, {}, 1, {}, {}));
}

TEST(Proofs, PassOnWhyAHashCannotBeRead) {
  const HashReader broken = [](unsigned, std::uint64_t) -> Result<Hash> {
    return Error{Error::Code::corrupt, "the tile is gone"};
  };
  EXPECT_EQ(tree_root(3, broken).error().message, "the tile is gone");
  EXPECT_EQ(inclusion_proof(1, 3, broken).error().message, "the tile is gone");
  EXPECT_EQ(consistency_proof(1, 3, broken).error().message, "the tile is gone");
}

}  // namespace
}  // namespace gait::record
