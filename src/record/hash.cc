#include "record/hash.h"

#include <openssl/crypto.h>

#include "record/sha256_kernels.h"

namespace gait::record {
namespace {

constexpr std::string_view leaf_prefix{"\0", 1};

Hash hash_one(std::string_view prefix, std::string_view message) {
  Hash hash;
  hash_all(fastest_kernel(), prefix, {&message, 1}, {&hash, 1});
  return hash;
}

}  // namespace

Hash sha256(std::string_view bytes) { return hash_one({}, bytes); }
Hash empty_root() { return sha256({}); }
Hash leaf_hash(std::string_view entry) { return hash_one(leaf_prefix, entry); }

Hash node_hash(const Hash& left, const Hash& right) {
  const std::array<Hash, 2> children{left, right};
  Hash parent;
  hash_nodes(children, {&parent, 1});
  return parent;
}

void hash_leaves(std::span<const std::string_view> entries, std::span<Hash> out) {
  hash_all(fastest_kernel(), leaf_prefix, entries, out);
}

void hash_nodes(std::span<const Hash> children, std::span<Hash> parents) {
  hash_pairs(fastest_kernel(), children, parents);
}

bool same_hash(const Hash& a, const Hash& b) {
  return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text.push_back(digits[byte >> 4]);
    text.push_back(digits[byte & 15]);
  }
  return text;
}

}  // namespace gait::record
