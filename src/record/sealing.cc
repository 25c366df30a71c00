#include "record/sealing.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>

#include "base/check.h"

namespace gait::record {
namespace {

constexpr std::size_t tag_bytes = 16;
constexpr std::string_view wrapped_name = "data key";

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* bytes_in(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_in(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void put_length(std::string& out, std::size_t length) {
  for (unsigned shift = 0; shift < 64; shift += 8)
    out.push_back(static_cast<char>(std::uint64_t{length} >> shift & 255));
}

void put_part(std::string& out, std::string_view part) {
  put_length(out, part.size());
  out.append(part);
}

std::string associated_data(std::string_view name, std::string_view key_id) {
  std::string data = "gait-sealed-v1";
  put_part(data, name);
  put_part(data, key_id);
  return data;
}

std::string commitment_of(const SecretKey& key, std::string_view nonce) {
  std::string text = "gait-kc-v1";
  text.append(reinterpret_cast<const char*>(key.data()), key.size()).append(nonce);
  const Hash hash = sha256(text);
  OPENSSL_cleanse(text.data(), text.size());
  return std::string(bytes_of(hash));
}

// One pass of AES-256-GCM; false when the tag does not fit.
bool run(bool encrypt, const SecretKey& key, SealedField& field, std::string_view in,
         std::string& out) {
  const Cipher cipher(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  const int direction = encrypt ? 1 : 0;
  const std::string also = associated_data(field.name, field.key);
  int length = 0;
  bool ok = EVP_CipherInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(),
                              bytes_in(std::string_view(field.nonce)), direction) == 1 &&
            EVP_CipherUpdate(cipher.get(), nullptr, &length, bytes_in(std::string_view(also)),
                             static_cast<int>(also.size())) == 1;
  out.resize(in.size());
  if (!in.empty())
    ok = ok && EVP_CipherUpdate(cipher.get(), bytes_in(out), &length, bytes_in(in),
                                static_cast<int>(in.size())) == 1;
  check(ok, "AES-256-GCM is always there");
  if (!encrypt)
    check(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, field.tag.data()) == 1,
          "a tag has 16 bytes");
  unsigned char rest[16];
  if (EVP_CipherFinal_ex(cipher.get(), rest, &length) != 1) return false;
  if (encrypt) {
    field.tag.resize(tag_bytes);
    check(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, field.tag.data()) == 1,
          "a tag has 16 bytes");
  }
  return true;
}

}  // namespace

std::string key_id(const KeyScope& scope) {
  std::string text = "gait-key-v1";
  put_part(text, scope.identity);
  put_part(text, scope.retention_class);
  put_length(text, sizeof scope.epoch);
  put_length(text, scope.epoch);
  return to_hex(bytes_of(sha256(text))).substr(0, 32);
}

SealedField seal(std::string_view name, std::string_view value, std::string_view key_id,
                 const SecretKey& key, const Nonce& nonce) {
  SealedField field;
  field.name = name;
  field.key = key_id;
  field.nonce.assign(nonce.begin(), nonce.end());
  field.commitment = commitment_of(key, field.nonce);
  check(run(true, key, field, value, field.ciphertext), "encrypting cannot fail");
  return field;
}

Result<std::string> open_sealed(const SealedField& field, const SecretKey& key) {
  if (field.nonce.size() != Nonce{}.size() || field.tag.size() != tag_bytes ||
      field.commitment.size() != Hash{}.size())
    return Error{Error::Code::corrupt, "no sealed field: nonce, tag or commitment is too short"};
  const std::string commitment = commitment_of(key, field.nonce);
  if (CRYPTO_memcmp(commitment.data(), field.commitment.data(), commitment.size()) != 0)
    return Error{Error::Code::conflict, "the field is sealed with another key"};
  std::string value;
  SealedField copy = field;
  if (!run(false, key, copy, field.ciphertext, value))
    return Error{Error::Code::corrupt, "the sealed field was changed"};
  return value;
}

SealedField wrap_key(const SecretKey& data_key, std::string_view key_id, const SecretKey& master,
                     const Nonce& nonce) {
  const std::string_view value(reinterpret_cast<const char*>(data_key.data()), data_key.size());
  return seal(wrapped_name, value, key_id, master, nonce);
}

Result<SecretKey> unwrap_key(const SealedField& wrapped, const SecretKey& master) {
  TRY(std::string value, open_sealed(wrapped, master));
  SecretKey key{};
  if (wrapped.name != wrapped_name || value.size() != key.size())
    return Error{Error::Code::corrupt, "no data key"};
  std::copy(value.begin(), value.end(), key.begin());
  OPENSSL_cleanse(value.data(), value.size());
  return key;
}

}  // namespace gait::record
