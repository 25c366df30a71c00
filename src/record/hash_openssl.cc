#include <openssl/evp.h>

#include <memory>

#include "base/check.h"
#include "record/hash_drivers.h"

namespace gait::record {
namespace {

// Looked up once: it takes longer than a short hash.
const EVP_MD* sha256_method() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return method;
}

// One context for many messages: making one costs as much as a short hash.
class OpensslHasher {
 public:
  OpensslHasher() : context_(EVP_MD_CTX_new()), method_(sha256_method()) {
    check(context_ != nullptr && method_ != nullptr, "SHA-256 is always there");
  }
  ~OpensslHasher() { EVP_MD_CTX_free(context_); }
  OpensslHasher(const OpensslHasher&) = delete;
  OpensslHasher& operator=(const OpensslHasher&) = delete;

  Hash hash(std::string_view prefix, std::string_view bytes) {
    Hash hash;
    const bool done = EVP_DigestInit_ex(context_, method_, nullptr) == 1 &&
                      EVP_DigestUpdate(context_, prefix.data(), prefix.size()) == 1 &&
                      EVP_DigestUpdate(context_, bytes.data(), bytes.size()) == 1 &&
                      EVP_DigestFinal_ex(context_, hash.data(), nullptr) == 1;
    check(done, "SHA-256 takes any bytes");
    return hash;
  }

 private:
  EVP_MD_CTX* context_;
  const EVP_MD* method_;
};

}  // namespace

void hash_all_openssl(MessageQueue queue) {
  OpensslHasher hasher;
  for (std::size_t i = 0; i < queue.messages.size(); ++i)
    queue.out[i] = hasher.hash(queue.prefix, queue.messages[i]);
}

void hash_pairs_openssl(std::span<const Hash> children, std::span<Hash> parents) {
  OpensslHasher hasher;
  for (std::size_t i = 0; i < parents.size(); ++i)
    parents[i] = hasher.hash({&node_prefix, 1},
                             {reinterpret_cast<const char*>(&children[2 * i]), 2 * sizeof(Hash)});
}

}  // namespace gait::record
