#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "record/hash.h"

namespace gait::record {

// What must be kept of a tree to let it grow: the roots of its perfect subtrees from left to
// right, one for each bit that is set in its size ("compact range"). At most 63 hashes.
class Frontier {
 public:
  void add(const Hash& leaf) { add_subtree(leaf, 0); }
  void add(std::span<const Hash> leaves);  // the same, faster

  // Adds 2^level leaves whose tree has this root. Only where such a subtree begins: the size is a
  // multiple of 2^level.
  void add_subtree(const Hash& root, unsigned level);

  // Adds the leaves of another tree behind those of this one. Only where the size is a multiple of
  // the other's largest subtree, so that parts can be hashed apart and joined.
  void append(const Frontier& next);

  std::uint64_t size() const { return size_; }
  Hash root() const;
  std::span<const Hash> hashes() const { return hashes_; }  // largest subtree first

  void save(ByteWriter& out) const;
  static Result<Frontier> load(ByteReader& in);

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> hashes_;
};

// The root of 2^n hashes side by side; overwrites them.
Hash perfect_root(std::span<Hash> hashes);

}  // namespace gait::record
