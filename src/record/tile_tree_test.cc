#include "record/tile_tree.h"

#include <gtest/gtest.h>

#include <random>

#include "record/testing.h"

namespace gait::record {
namespace {

using Tiles = std::map<std::string, std::string>;  // bytes by path

TileBuilder::Sink into(Tiles& tiles) {
  return [&tiles](const TileId& tile, std::string_view bytes) -> Status {
    EXPECT_EQ(bytes.size(), tile.width * sizeof(Hash));
    EXPECT_TRUE(tiles.emplace(tile_path(tile), bytes).second) << "the tile is written twice";
    return Nothing{};
  };
}

TileHashes::Source from(const Tiles& tiles) {
  return [&tiles](const TileId& tile) -> Result<std::string> {
    const auto found = tiles.find(tile_path(tile));
    if (found == tiles.end())
      return Error{Error::Code::not_found, "there is no `" + tile_path(tile) + "`"};
    return found->second;
  };
}

std::vector<Hash> some_leaves(std::size_t count) {
  std::vector<Hash> leaves(count);
  for (std::size_t i = 0; i < count; ++i) leaves[i] = leaf_hash("entry " + std::to_string(i));
  return leaves;
}

Tiles tiles_of(std::span<const Hash> leaves) {
  Tiles tiles;
  TileBuilder builder(into(tiles));
  for (; !leaves.empty(); leaves = leaves.subspan(std::min<std::size_t>(leaves.size(), 1000)))
    EXPECT_TRUE(builder.add(leaves.first(std::min<std::size_t>(leaves.size(), 1000))));
  EXPECT_TRUE(builder.finish());
  return tiles;
}

Hash root_of(std::span<const Hash> leaves) {
  Frontier frontier;
  frontier.add(leaves);
  return frontier.root();
}

TEST(TileBuilder, MakesTheTilesThatTheSpecificationCounts) {
  const Tiles tiles = tiles_of(some_leaves(70'000));
  EXPECT_EQ(tiles.size(), 273u + 1 + 1 + 1 + 1);
  for (const char* path :
       {"tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"})
    EXPECT_TRUE(tiles.contains(path)) << path;
  EXPECT_TRUE(tiles_of(some_leaves(256)).contains("tile/1/000.p/1"));
  EXPECT_TRUE(tiles_of({}).empty());
}

TEST(TileBuilder, KnowsTheRootAtEachSize) {
  const std::vector<Hash> leaves = some_leaves(1500);
  TileBuilder builder([](const TileId&, std::string_view) -> Status { return Nothing{}; });
  Frontier frontier;
  for (const Hash& leaf : leaves) {
    ASSERT_TRUE(builder.add({&leaf, 1}));
    frontier.add(leaf);
    ASSERT_EQ(builder.frontier().root(), frontier.root());
    ASSERT_EQ(builder.frontier().size(), frontier.size());
  }
}

TEST(TileBuilder, StopsWhenATileCannotBeWritten) {
  TileBuilder builder([](const TileId&, std::string_view) -> Status {
    return Error{Error::Code::unavailable, "the disk is full"};
  });
  EXPECT_TRUE(builder.add(some_leaves(255)));
  EXPECT_FALSE(builder.add(some_leaves(1)));
}

TEST(TileHashes, GiveTheProofsOfTheTree) {
  for (const std::uint64_t size : {1u, 2u, 255u, 256u, 257u, 700u, 65'536u, 66'000u}) {
    const std::vector<Hash> leaves = some_leaves(size);
    const Hash root = root_of(leaves);
    const Tiles tiles = tiles_of(leaves);
    TileHashes hashes(size, from(tiles));
    std::mt19937_64 random(size);
    for (int round = 0; round < 30; ++round) {
      const std::uint64_t index = random() % size, old_size = 1 + random() % size;
      const auto inclusion = inclusion_proof(index, size, hashes.reader());
      ASSERT_TRUE(inclusion) << inclusion.error().message;
      EXPECT_TRUE(verify_inclusion(leaves[index], index, size, *inclusion, root));
      const auto growth = consistency_proof(old_size, size, hashes.reader());
      ASSERT_TRUE(growth) << growth.error().message;
      const Hash old_root = root_of(std::span(leaves).first(old_size));
      EXPECT_TRUE(verify_consistency(old_size, old_root, size, root, *growth));
    }
  }
}

TEST(TileHashes, SayWhichTileIsMissingOrHasAnotherWidth) {
  Tiles tiles = tiles_of(some_leaves(700));
  tiles["tile/0/001"].pop_back();
  tiles.erase("tile/0/002.p/188");
  TileHashes hashes(700, from(tiles));
  EXPECT_EQ(hashes.read(0, 300).error().message, "`tile/0/001` has another width than its name");
  EXPECT_EQ(hashes.read(0, 600).error().message, "there is no `tile/0/002.p/188`");
  EXPECT_FALSE(hashes.read(0, 700));
  EXPECT_FALSE(hashes.read(8, 2));
  EXPECT_TRUE(hashes.read(8, 1));
}

// CVE-2026-56865: a forged entry, and every tile below some level made to agree with it. Who checks
// only that a tile agrees with its parent, up to some level, believes it.
TEST(TileHashes, OfAForgedEntryAndLowerTilesThatAgreeLeadToAnotherRoot) {
  constexpr std::uint64_t size = 66'000;
  const std::vector<Hash> leaves = some_leaves(size);
  const Hash root = root_of(leaves);
  const Tiles honest = tiles_of(leaves);
  for (const std::uint64_t index : {2u, 700u, 65'279u, 65'535u, 65'536u, 65'999u}) {
    std::vector<Hash> forged_leaves = leaves;
    forged_leaves[index] = leaf_hash("forged");
    const Tiles forged = tiles_of(forged_leaves);
    for (const char up_to_level : {'0', '1', '2'}) {
      Tiles mixed = honest;
      for (const auto& [path, bytes] : forged)
        if (path[5] <= up_to_level) mixed[path] = bytes;
      TileHashes hashes(size, from(mixed));
      const auto proof = inclusion_proof(index, size, hashes.reader());
      ASSERT_TRUE(proof);
      EXPECT_FALSE(verify_inclusion(forged_leaves[index], index, size, *proof, root));
      const auto made_root = tree_root(size, hashes.reader());
      ASSERT_TRUE(made_root);
      if (up_to_level == '2') {
        EXPECT_NE(*made_root, root);
      }
    }
    EXPECT_NE(root_of(forged_leaves), root);
  }
}

}  // namespace
}  // namespace gait::record
