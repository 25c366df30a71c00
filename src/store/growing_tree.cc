#include "store/growing_tree.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "base/check.h"
#include "record/tile.h"

namespace gait::store {

using record::Frontier;
using record::Hash;
using record::tile_height;
using record::tile_width;

GrowingTree::GrowingTree(std::uint64_t size, std::vector<std::vector<Hash>> rows)
    : rows_(std::move(rows)) {
  for (std::size_t row = rows_.size(); row > 0; --row)
    for (const Hash& hash : rows_[row - 1])
      whole_.add_subtree(hash, static_cast<unsigned>(row) * tile_height);
  check(whole_.size() == size && size % tile_width == 0, "the rows are those of whole tiles");
}

void GrowingTree::add(std::span<const Hash> leaves) {
  while (!leaves.empty()) {
    const std::size_t count = std::min(leaves.size(), tile_width - open_.size());
    open_.insert(open_.end(), leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(count));
    leaves = leaves.subspan(count);
    if (open_.size() < tile_width) return;
    const Hash root = record::perfect_root(open_);
    open_.clear();
    whole_.add_subtree(root, tile_height);
    finish(0, root);
  }
}

void GrowingTree::finish(std::size_t row, const Hash& hash) {
  if (rows_.size() == row) rows_.emplace_back();
  const auto level = static_cast<unsigned>(row) + 1;
  finished_.push_back({level, (whole_.size() >> (level * tile_height)) - 1, hash});
  std::vector<Hash>& hashes = rows_[row];
  hashes.push_back(hash);
  if (hashes.size() < tile_width) return;
  const Hash root = record::perfect_root(hashes);
  hashes.clear();
  finish(row + 1, root);
}

Frontier GrowingTree::frontier() const {
  Frontier frontier = whole_;
  std::span<const Hash> rest = open_;
  while (!rest.empty()) {  // the largest perfect subtree first: its nodes are hashed side by side
    const std::size_t width = std::bit_floor(rest.size());
    std::vector<Hash> leaves(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(width));
    frontier.add_subtree(record::perfect_root(leaves),
                         static_cast<unsigned>(std::countr_zero(width)));
    rest = rest.subspan(width);
  }
  return frontier;
}

std::vector<GrowingTree::RowHash> GrowingTree::take_finished() {
  return std::exchange(finished_, {});
}

}  // namespace gait::store
