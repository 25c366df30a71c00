#pragma once

#include <openssl/sha.h>

#include <bit>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "record/hash.h"
#include "record/key.h"
#include "record/merkle_proof.h"

namespace gait::record {

// The tree as RFC 6962, section 2.1, defines it, by recursion over ranges of leaves, and with
// OpenSSL's own SHA-256: slow and obvious, to hold the code against. All leaves are alike but for
// those that `set` names, so that a tree may have 2^40 of them.
class ReferenceTree {
 public:
  void set(std::uint64_t index, std::string entry) { special_[index] = std::move(entry); }

  Hash leaf(std::uint64_t index) const {
    const auto found = special_.find(index);
    return digest(std::string(1, '\0') + (found == special_.end() ? "alike" : found->second));
  }

  // MTH(D[begin:end])
  Hash root(std::uint64_t begin, std::uint64_t end) {
    if (begin == end) return digest({});
    const std::uint64_t count = end - begin;
    if (count == 1) return leaf(begin);
    const auto first = special_.lower_bound(begin);
    const bool alike = first == special_.end() || first->first >= end;
    const auto key = alike ? std::pair{UINT64_MAX, count} : std::pair{begin, end};
    const auto known = roots_.find(key);
    if (known != roots_.end()) return known->second;
    const std::uint64_t k = split(count);
    return roots_[key] = parent(root(begin, begin + k), root(begin + k, end));
  }

  // PATH(m, D[begin:end])
  std::vector<Hash> path(std::uint64_t m, std::uint64_t begin, std::uint64_t end) {
    if (end - begin == 1) return {};
    const std::uint64_t k = split(end - begin);
    std::vector<Hash> hashes;
    if (m < k) {
      hashes = path(m, begin, begin + k);
      hashes.push_back(root(begin + k, end));
    } else {
      hashes = path(m - k, begin + k, end);
      hashes.push_back(root(begin, begin + k));
    }
    return hashes;
  }

  // SUBPROOF(m, D[begin:end], b)
  std::vector<Hash> subproof(std::uint64_t m, std::uint64_t begin, std::uint64_t end, bool b) {
    if (m == end - begin) return b ? std::vector<Hash>{} : std::vector{root(begin, end)};
    const std::uint64_t k = split(end - begin);
    std::vector<Hash> hashes;
    if (m <= k) {
      hashes = subproof(m, begin, begin + k, b);
      hashes.push_back(root(begin + k, end));
    } else {
      hashes = subproof(m - k, begin + k, end, false);
      hashes.push_back(root(begin, begin + k));
    }
    return hashes;
  }

  HashReader reader() {
    return [this](unsigned level, std::uint64_t index) -> Result<Hash> {
      return root(index << level, (index + 1) << level);
    };
  }

  // At each level from the root down, whether the leaf is to the left. Neither the size nor the
  // index is in any hash: what a path of a given shape proves holds for all trees with it.
  static std::string shape(std::uint64_t index, std::uint64_t size) {
    if (size == 1) return {};
    const std::uint64_t k = split(size);
    return index < k ? "l" + shape(index, k) : "r" + shape(index - k, size - k);
  }
  // The same of a consistency proof; it ends with whether the old tree is what is left.
  static std::string shape_of_growth(std::uint64_t old_size, std::uint64_t size, bool b = true) {
    if (old_size == size) return b ? "." : "-";
    const std::uint64_t k = split(size);
    return old_size <= k ? "l" + shape_of_growth(old_size, k, b)
                         : "r" + shape_of_growth(old_size - k, size - k, false);
  }

 private:
  // The largest power of two below n.
  static std::uint64_t split(std::uint64_t n) {
    std::uint64_t k = 1;
    while (k < n - k) k *= 2;
    return k;
  }
  static Hash digest(const std::string& bytes) {
    Hash hash;
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash.data());
    return hash;
  }
  static Hash parent(const Hash& left, const Hash& right) {
    return digest(std::string(1, '\1').append(bytes_of(left)).append(bytes_of(right)));
  }

  std::map<std::uint64_t, std::string> special_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, Hash> roots_;
};

// A tree of which no two leaves are alike.
inline ReferenceTree numbered_tree(std::uint64_t size) {
  ReferenceTree tree;
  for (std::uint64_t i = 0; i < size; ++i) tree.set(i, "entry " + std::to_string(i));
  return tree;
}

// A key of which nobody has to keep the secret.
inline SigningKey test_key(std::string_view name, SignatureType type = SignatureType::note) {
  auto key = SigningKey::from_seed(name, type, sha256(name));
  check(bool(key), "the name is that of a key");
  return *std::move(key);
}

template <class T>
T with_bit_flipped(T bytes, std::size_t bit) {
  bytes[bit / 8] = static_cast<typename T::value_type>(bytes[bit / 8] ^ (1 << bit % 8));
  return bytes;
}

}  // namespace gait::record
