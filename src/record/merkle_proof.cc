#include "record/merkle_proof.h"

#include <algorithm>
#include <bit>

#include "record/tree_size.h"

namespace gait::record {
namespace {

Error invalid(const char* why) { return {Error::Code::invalid, why}; }
Error refused(const char* why) { return {Error::Code::corrupt, why}; }

// The root over the leaves [begin, end), where the tree splits them off like this: `begin` is a
// multiple of a power of two that is no smaller than their number.
Result<Hash> range_root(std::uint64_t begin, std::uint64_t end, const HashReader& read) {
  const std::uint64_t count = end - begin;
  if (std::has_single_bit(count)) {
    const auto level = static_cast<unsigned>(std::countr_zero(count));
    return read(level, begin >> level);
  }
  const std::uint64_t middle = begin + std::bit_floor(count);
  TRY(const Hash left, range_root(begin, middle, read));
  TRY(const Hash right, range_root(middle, end, read));
  return node_hash(left, right);
}

// Where RFC 6962 splits n > 1 leaves: the largest power of two below n.
std::uint64_t split_of(std::uint64_t n) { return std::bit_floor(n - 1); }

}  // namespace

Result<Hash> tree_root(std::uint64_t size, const HashReader& read) {
  if (size > tree_size_max) return invalid("the tree is too large");
  if (size == 0) return empty_root();
  return range_root(0, size, read);
}

Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                          const HashReader& read) {
  if (size > tree_size_max || index >= size) return invalid("the tree has no such index");
  std::vector<Hash> proof;
  for (std::uint64_t begin = 0, end = size; end - begin > 1;) {
    const std::uint64_t middle = begin + split_of(end - begin);
    const bool goes_left = index < middle;
    TRY(const Hash sibling,
        goes_left ? range_root(middle, end, read) : range_root(begin, middle, read));
    proof.push_back(sibling);
    (goes_left ? end : begin) = middle;
  }
  std::ranges::reverse(proof);
  return proof;
}

Result<std::vector<Hash>> consistency_proof(std::uint64_t old_size, std::uint64_t size,
                                            const HashReader& read) {
  if (size > tree_size_max || old_size > size)
    return invalid("the old tree is larger than the new one");
  std::vector<Hash> proof;
  if (old_size == 0 || old_size == size) return proof;
  std::uint64_t begin = 0, end = size;
  while (end != old_size) {
    const std::uint64_t middle = begin + split_of(end - begin);
    const bool goes_left = old_size <= middle;
    TRY(const Hash sibling,
        goes_left ? range_root(middle, end, read) : range_root(begin, middle, read));
    proof.push_back(sibling);
    (goes_left ? end : begin) = middle;
  }
  // What is left is a subtree of both trees. The verifier knows it when it is the whole old one.
  if (begin > 0) {
    TRY(const Hash shared, range_root(begin, end, read));
    proof.push_back(shared);
  }
  std::ranges::reverse(proof);
  return proof;
}

Status verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                        std::span<const Hash> proof, const Hash& root) {
  if (size > tree_size_max || index >= size) return refused("the tree has no such index");
  Hash hash = leaf;
  std::uint64_t node = index, last = size - 1;
  for (const Hash& sibling : proof) {
    if (last == 0) return refused("the inclusion proof is too long");
    if (node % 2 == 1 || node == last) {
      hash = node_hash(sibling, hash);
      const int up = std::countr_zero(node);  // to where the node is a right child
      node >>= up;
      last >>= up;
    } else {
      hash = node_hash(hash, sibling);
    }
    node /= 2;
    last /= 2;
  }
  if (last != 0) return refused("the inclusion proof is too short");
  if (!same_hash(hash, root)) return refused("the inclusion proof leads to another root");
  return Nothing{};
}

Status verify_consistency(std::uint64_t old_size, const Hash& old_root, std::uint64_t size,
                          const Hash& root, std::span<const Hash> proof) {
  if (size > tree_size_max || old_size > size)
    return refused("the old tree is larger than the new one");
  if (old_size == 0 || old_size == size) {
    const Hash& expected = old_size == 0 ? empty_root() : root;
    if (!proof.empty()) return refused("the consistency proof is too long");
    if (!same_hash(old_root, expected)) return refused("the old root is another one");
    if (size == 0 && !same_hash(root, empty_root())) return refused("the empty tree has one root");
    return Nothing{};
  }
  std::uint64_t node = old_size - 1, last = size - 1;
  const int up = std::countr_one(node);
  node >>= up;
  last >>= up;
  if (node != 0 && proof.empty()) return refused("the consistency proof is too short");
  Hash old_hash = node == 0 ? old_root : proof.front();
  Hash hash = old_hash;
  for (const Hash& sibling : node == 0 ? proof : proof.subspan(1)) {
    if (last == 0) return refused("the consistency proof is too long");
    if (node % 2 == 1 || node == last) {
      old_hash = node_hash(sibling, old_hash);
      hash = node_hash(sibling, hash);
      const int to_right_child = std::countr_zero(node);
      node >>= to_right_child;
      last >>= to_right_child;
    } else {
      hash = node_hash(hash, sibling);
    }
    node /= 2;
    last /= 2;
  }
  if (last != 0) return refused("the consistency proof is too short");
  if (!same_hash(old_hash, old_root)) return refused("the proof leads to another old root");
  if (!same_hash(hash, root)) return refused("the consistency proof leads to another root");
  return Nothing{};
}

}  // namespace gait::record
