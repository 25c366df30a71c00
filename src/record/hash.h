#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace gait::record {

// SHA-256. The tree is that of RFC 6962: a leaf is SHA256(00 || entry), a node is
// SHA256(01 || left || right), so that no leaf can be passed off as a node.
using Hash = std::array<std::uint8_t, 32>;

Hash sha256(std::string_view bytes);

Hash leaf_hash(std::string_view entry);
Hash node_hash(const Hash& left, const Hash& right);
Hash empty_root();  // of the tree without leaves: SHA-256 of nothing

// out[i] = leaf_hash(entries[i]), side by side as this processor can (sha256_kernels.h): in half
// the time that OpenSSL takes. Both are of the same length.
void hash_leaves(std::span<const std::string_view> entries, std::span<Hash> out);

// parents[i] = node_hash(children[2 i], children[2 i + 1]); twice as many children as parents.
// Both may start at the same hash: a level is reduced in place.
void hash_nodes(std::span<const Hash> children, std::span<Hash> parents);

// Takes as long for any two hashes.
bool same_hash(const Hash& a, const Hash& b);

inline std::string_view bytes_of(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}
std::string to_hex(std::string_view bytes);

}  // namespace gait::record
