#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "record/frontier.h"
#include "record/merkle_proof.h"
#include "record/tile.h"

namespace gait::record {

// Leaves in their order become tiles. A full tile goes to the sink as soon as it is full, the
// partial ones when all leaves are there. It also recomputes the root from nothing but the leaves:
// this is how tiles that somebody else wrote are checked, each of them byte for byte.
class TileBuilder {
 public:
  using Sink = std::function<Status(const TileId&, std::string_view bytes)>;

  explicit TileBuilder(Sink sink) : sink_(std::move(sink)) {}

  Status add(std::span<const Hash> leaves);
  Status finish();  // the partial tiles, lowest level first; nothing is added afterwards

  // The tree of all leaves so far; its root, its size.
  Frontier frontier() const;

 private:
  struct Row {
    std::uint64_t index = 0;   // of the open tile
    std::vector<Hash> hashes;  // of the open tile, below 256
  };
  Status put(std::size_t level, std::span<const Hash> hashes);

  Sink sink_;
  std::vector<Row> rows_;  // by level
};

// Answers a HashReader from the tiles of a tree. The tiles are believed: who does not trust where
// they come from takes the proof made of them to a signed root, from the hash of the entry itself.
// Lower tiles that agree with a forged entry then lead to another root (CVE-2026-56865).
class TileHashes {
 public:
  // The bytes of a tile: 32 for each hash.
  using Source = std::function<Result<std::string>(const TileId&)>;

  TileHashes(std::uint64_t size, Source source) : size_(size), source_(std::move(source)) {}

  Result<Hash> read(unsigned level, std::uint64_t index);
  HashReader reader();  // lives as long as this

 private:
  static constexpr std::size_t kept_tiles_max = 64;

  Result<std::span<const Hash>> tile(unsigned level, std::uint64_t index);

  std::uint64_t size_;
  Source source_;
  std::map<std::pair<unsigned, std::uint64_t>, std::vector<Hash>> kept_;
};

}  // namespace gait::record
