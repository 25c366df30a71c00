#include "record/tile.h"

#include <gtest/gtest.h>

#include "record/tree_size.h"

namespace gait::record {
namespace {

TEST(TilePath, IsAsTheSpecificationWritesIt) {
  EXPECT_EQ(tile_path({0, 1'234'067}), "tile/0/x001/x234/067");
  EXPECT_EQ(tile_path({2, 0, 1}), "tile/2/000.p/1");
  EXPECT_EQ(tile_path({63, 999, 255}), "tile/63/999.p/255");
  EXPECT_EQ(bundle_path({1'000, 112}), "tile/entries/x001/000.p/112");
}

TEST(TilePath, IsReadBack) {
  for (const std::uint64_t index : {0UL, 7UL, 999UL, 1'000UL, 1'234'067UL, 999'999'999UL,
                                    tree_size_max / 256, 9'000'000'000'000'000'000UL})
    for (const unsigned width : {1u, 9u, 255u, 256u}) {
      for (const unsigned level : {0u, 7u, 10u, 63u}) {
        const TileId tile{level, index, width};
        const auto read = parse_tile_path(tile_path(tile));
        ASSERT_TRUE(read) << tile_path(tile);
        EXPECT_EQ(*read, tile);
      }
      const auto read = parse_bundle_path(bundle_path({index, width}));
      ASSERT_TRUE(read);
      EXPECT_EQ(*read, (BundleId{index, width}));
    }
}

TEST(TilePath, HasOneSpelling) {
  for (const std::string_view path : {"",
                                      "tile",
                                      "tile/",
                                      "tile/0",
                                      "tile/0/",
                                      "tile/0/0",
                                      "tile/0/00",
                                      "tile/0/0000",
                                      "tile/00/000",
                                      "tile/64/000",
                                      "tile/-1/000",
                                      "tile/0/x000",
                                      "tile/0/x000/001",
                                      "tile/0/001/002",
                                      "tile/0/x001/x002",
                                      "tile/0/x001//002",
                                      "tile/0/x01/002",
                                      "tile/0/000.p/0",
                                      "tile/0/000.p/256",
                                      "tile/0/000.p/01",
                                      "tile/0/000.p/",
                                      "tile/0/000.p",
                                      "tile/0/000.p/1/",
                                      "tile/0/000/",
                                      "/tile/0/000",
                                      "tile/0/+01",
                                      "tile/0/ 01",
                                      "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
                                      "tile/x/000",
                                      "tile/entries"})
    EXPECT_FALSE(parse_tile_path(path)) << path;
  EXPECT_FALSE(parse_tile_path("tile/entries/000"));
  EXPECT_FALSE(parse_bundle_path("tile/0/000"));
  EXPECT_FALSE(parse_bundle_path("tile/entries/"));
}

TEST(TileWidth, OfTheTreeOf70000IsThatOfTheSpecification) {
  EXPECT_EQ(width_at(70'000, 0, 272), 256u);
  EXPECT_EQ(width_at(70'000, 0, 273), 112u);
  EXPECT_EQ(width_at(70'000, 0, 274), 0u);
  EXPECT_EQ(width_at(70'000, 1, 0), 256u);
  EXPECT_EQ(width_at(70'000, 1, 1), 17u);
  EXPECT_EQ(width_at(70'000, 2, 0), 1u);
  EXPECT_EQ(width_at(70'000, 3, 0), 0u);
  EXPECT_EQ(width_at(256, 1, 0), 1u);
  EXPECT_EQ(width_at(256, 0, 1), 0u);
  EXPECT_EQ(width_at(tree_size_max, 63, 0), 0u);
}

}  // namespace
}  // namespace gait::record
