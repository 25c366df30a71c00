#include "record/hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/check.h"

namespace gait::record {
namespace {

constexpr char leaf_prefix = 0, node_prefix = 1;

Hash digest(std::string_view prefix, std::string_view bytes) {
  Hash hash;
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const bool done = context != nullptr && EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1 &&
                    EVP_DigestUpdate(context, prefix.data(), prefix.size()) == 1 &&
                    EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1 &&
                    EVP_DigestFinal_ex(context, hash.data(), nullptr) == 1;
  EVP_MD_CTX_free(context);
  check(done, "SHA-256 is always there");
  return hash;
}

}  // namespace

Hash sha256(std::string_view bytes) { return digest({}, bytes); }
Hash empty_root() { return sha256({}); }
Hash leaf_hash(std::string_view entry) { return digest({&leaf_prefix, 1}, entry); }

Hash node_hash(const Hash& left, const Hash& right) {
  std::string both(bytes_of(left));
  return digest({&node_prefix, 1}, both.append(bytes_of(right)));
}

void hash_leaves(std::span<const std::string_view> entries, std::span<Hash> out) {
  check(entries.size() == out.size(), "one hash for each entry");
  for (std::size_t i = 0; i < entries.size(); ++i) out[i] = leaf_hash(entries[i]);
}

void hash_nodes(std::span<const Hash> children, std::span<Hash> parents) {
  check(children.size() == 2 * parents.size(), "two children for each parent");
  for (std::size_t i = 0; i < parents.size(); ++i)
    parents[i] = node_hash(children[2 * i], children[2 * i + 1]);
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
