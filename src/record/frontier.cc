#include "record/frontier.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/check.h"
#include "record/tree_size.h"

namespace gait::record {
namespace {

// Leaves that are reduced together: a tile, and enough for the widest kernel.
constexpr unsigned batch_level = 8;
constexpr std::size_t batch_leaves = std::size_t{1} << batch_level;

}  // namespace

Hash perfect_root(std::span<Hash> hashes) {
  check(std::has_single_bit(hashes.size()), "a perfect tree has 2^n leaves");
  for (std::size_t width = hashes.size() / 2; width > 0; width /= 2)
    hash_nodes(hashes.first(2 * width), hashes.first(width));
  return hashes[0];
}

void Frontier::add_subtree(const Hash& root, unsigned level) {
  check(level < 63 && size_ % (std::uint64_t{1} << level) == 0, "a subtree begins here");
  check(size_ <= tree_size_max - (std::uint64_t{1} << level), "the tree is not full");
  Hash hash = root;
  for (std::uint64_t rest = size_ >> level; rest % 2 == 1; rest /= 2) {
    hash = node_hash(hashes_.back(), hash);
    hashes_.pop_back();
  }
  hashes_.push_back(hash);
  size_ += std::uint64_t{1} << level;
}

void Frontier::add(std::span<const Hash> leaves) {
  while (!leaves.empty()) {
    if (size_ % batch_leaves != 0 || leaves.size() < batch_leaves) {
      add(leaves.front());
      leaves = leaves.subspan(1);
      continue;
    }
    std::array<Hash, batch_leaves> batch;
    std::ranges::copy(leaves.first(batch_leaves), batch.begin());
    add_subtree(perfect_root(batch), batch_level);
    leaves = leaves.subspan(batch_leaves);
  }
}

void Frontier::append(const Frontier& next) {
  std::size_t i = 0;
  for (std::uint64_t rest = next.size_; rest > 0; ++i) {
    const std::uint64_t largest = std::bit_floor(rest);
    add_subtree(next.hashes_[i], static_cast<unsigned>(std::countr_zero(largest)));
    rest -= largest;
  }
}

Hash Frontier::root() const {
  if (hashes_.empty()) return empty_root();
  Hash hash = hashes_.back();
  for (std::size_t i = hashes_.size() - 1; i > 0; --i) hash = node_hash(hashes_[i - 1], hash);
  return hash;
}

void Frontier::save(ByteWriter& out) const {
  out.put(size_);
  for (const Hash& hash : hashes_) out.put(hash);
}

Result<Frontier> Frontier::load(ByteReader& in) {
  Frontier frontier;
  frontier.size_ = in.get<std::uint64_t>();
  const auto count = static_cast<std::size_t>(std::popcount(frontier.size_));
  if (!in.ok() || frontier.size_ > tree_size_max || in.left() < count * sizeof(Hash))
    return Error{Error::Code::corrupt, "the frontier is cut off or has an impossible size"};
  for (std::size_t i = 0; i < count; ++i) frontier.hashes_.push_back(in.get<Hash>());
  return frontier;
}

}  // namespace gait::record
