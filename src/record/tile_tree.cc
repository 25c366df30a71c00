#include "record/tile_tree.h"

#include <algorithm>
#include <cstring>

namespace gait::record {
namespace {

std::string_view bytes_of_row(std::span<const Hash> hashes) {
  return {reinterpret_cast<const char*>(hashes.data()), hashes.size_bytes()};
}

}  // namespace

Status TileBuilder::add(std::span<const Hash> leaves) { return put(0, leaves); }

Status TileBuilder::put(std::size_t level, std::span<const Hash> hashes) {
  if (rows_.size() == level) rows_.emplace_back();
  while (!hashes.empty()) {
    Row* row = &rows_[level];
    const std::size_t count = std::min(hashes.size(), tile_width - row->hashes.size());
    row->hashes.insert(row->hashes.end(), hashes.begin(),
                       hashes.begin() + static_cast<std::ptrdiff_t>(count));
    hashes = hashes.subspan(count);
    if (row->hashes.size() < tile_width) break;
    TRY_STATUS(
        sink_({static_cast<unsigned>(level), row->index, tile_width}, bytes_of_row(row->hashes)));
    const Hash root = perfect_root(row->hashes);
    row->hashes.clear();
    ++row->index;
    TRY_STATUS(put(level + 1, {&root, 1}));
  }
  return Nothing{};
}

Status TileBuilder::finish() {
  for (unsigned level = 0; level < rows_.size(); ++level) {
    const Row& row = rows_[level];
    if (row.hashes.empty()) continue;
    const auto width = static_cast<unsigned>(row.hashes.size());
    TRY_STATUS(sink_({level, row.index, width}, bytes_of_row(row.hashes)));
  }
  return Nothing{};
}

Frontier TileBuilder::frontier() const {
  Frontier frontier;
  for (std::size_t level = rows_.size(); level > 0; --level)
    for (const Hash& hash : rows_[level - 1].hashes)
      frontier.add_subtree(hash, static_cast<unsigned>(level - 1) * tile_height);
  return frontier;
}

Result<std::span<const Hash>> TileHashes::tile(unsigned level, std::uint64_t index) {
  const auto found = kept_.find({level, index});
  if (found != kept_.end()) return std::span<const Hash>(found->second);
  const TileId id{level, index, width_at(size_, level, index)};
  if (id.width == 0) return Error{Error::Code::invalid, "the tree has no such tile"};
  TRY(const std::string bytes, source_(id));
  if (bytes.size() != id.width * sizeof(Hash))
    return Error{Error::Code::corrupt, "`" + tile_path(id) + "` has another width than its name"};
  if (kept_.size() == kept_tiles_max) kept_.clear();
  std::vector<Hash>& hashes = kept_[{level, index}];
  hashes.resize(id.width);
  std::memcpy(hashes.data(), bytes.data(), bytes.size());
  return std::span<const Hash>(hashes);
}

Result<Hash> TileHashes::read(unsigned level, std::uint64_t index) {
  const unsigned height = level % tile_height;
  const std::uint64_t first = index << height;
  TRY(const std::span<const Hash> row, tile(level / tile_height, first / tile_width));
  const std::size_t offset = first % tile_width, count = std::size_t{1} << height;
  if (offset + count > row.size())
    return Error{Error::Code::invalid, "the tree has no such subtree"};
  std::vector<Hash> hashes(row.begin() + static_cast<std::ptrdiff_t>(offset),
                           row.begin() + static_cast<std::ptrdiff_t>(offset + count));
  return perfect_root(hashes);
}

HashReader TileHashes::reader() {
  return [this](unsigned level, std::uint64_t index) { return read(level, index); };
}

}  // namespace gait::record
