#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace gait::record {

// A tile of c2sp.org/tlog-tiles: up to 256 hashes in a row, each the root of 256^level leaves. Hash
// i of tile n at level l is that of the leaves [(256 n + i) 256^l, (256 n + i + 1) 256^l). A tile
// with fewer than 256 is partial: the last one of its level.
inline constexpr unsigned tile_width = 256;
inline constexpr unsigned tile_height = 8;      // levels of the tree in one tile
inline constexpr unsigned tile_level_max = 63;  // as the paths allow; 7 is what 2^63 leaves need

struct TileId {
  unsigned level = 0;
  std::uint64_t index = 0;
  unsigned width = tile_width;  // 1 to 256

  bool operator==(const TileId&) const = default;
};

// 256 entries in a row, as bytes: what the hashes of a tile of level 0 are of.
struct BundleId {
  std::uint64_t index = 0;
  unsigned width = tile_width;

  bool operator==(const BundleId&) const = default;
};

// How many hashes the tree of `size` leaves has at a level of tiles: floor(size / 256^level).
std::uint64_t tile_hashes(std::uint64_t size, unsigned level);

// The width of that tile in the tree of `size` leaves: 0 to 256.
unsigned width_at(std::uint64_t size, unsigned level, std::uint64_t index);

// "tile/1/x001/x234/067.p/8", "tile/entries/x001/x234/067.p/8"
std::string tile_path(const TileId& tile);
std::string bundle_path(const BundleId& bundle);
Result<TileId> parse_tile_path(std::string_view path);
Result<BundleId> parse_bundle_path(std::string_view path);

}  // namespace gait::record
