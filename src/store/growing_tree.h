#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "record/frontier.h"
#include "record/hash.h"

namespace gait::store {

// The tree of a log while it grows. Beside the frontier it hands out the hashes that are kept on
// disk (row_files.h): the root of every 256 leaves, of every 256 of those, and so on.
class GrowingTree {
 public:
  // The hash of leaves [index * 256^level, (index + 1) * 256^level); level 1 and up.
  struct RowHash {
    unsigned level = 0;
    std::uint64_t index = 0;
    record::Hash hash{};
  };

  GrowingTree() = default;

  // Goes on where only whole tiles of 256 leaves are. `rows[n]` are the hashes of level n + 1 that
  // are not yet part of a hash of level n + 2.
  GrowingTree(std::uint64_t size, std::vector<std::vector<record::Hash>> rows);

  void add(std::span<const record::Hash> leaves);

  std::uint64_t size() const { return whole_.size() + open_.size(); }
  record::Frontier frontier() const;

  std::vector<RowHash> take_finished();  // since the last call, in the order of their ends

 private:
  void finish(std::size_t row, const record::Hash& hash);

  record::Frontier whole_;                       // all but the open leaves
  std::vector<record::Hash> open_;               // below 256
  std::vector<std::vector<record::Hash>> rows_;  // [n]: of level n + 1, below 256
  std::vector<RowHash> finished_;
};

}  // namespace gait::store
