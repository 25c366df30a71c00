#include "record/key.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>

#include "base/check.h"
#include "record/base64.h"
#include "record/hash.h"
#include "record/note_text.h"

namespace gait::record {
namespace {

constexpr std::string_view secret_start = "PRIVATE+KEY+";
constexpr std::size_t key_bytes = 32;

Error not_a_key(const char* why) { return {Error::Code::invalid, why}; }

const unsigned char* data_of(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::string id_text(std::uint32_t id) {
  const std::array<char, 4> bytes{static_cast<char>(id >> 24), static_cast<char>(id >> 16),
                                  static_cast<char>(id >> 8), static_cast<char>(id)};
  return to_hex({bytes.data(), bytes.size()});
}

// `<name>+<id>+<type and 32 bytes>`: the form of public and of secret keys.
struct KeyText {
  std::string_view name, id;
  SignatureType type = SignatureType::note;
  std::string bytes;  // 32; a public key, or a seed, which whoever asked for it wipes
};

void wipe(std::string& secret) { OPENSSL_cleanse(secret.data(), secret.size()); }

std::array<std::uint8_t, key_bytes> octets_of(std::string_view bytes) {
  std::array<std::uint8_t, key_bytes> octets{};
  std::ranges::copy(bytes, octets.begin());
  return octets;
}

Result<KeyText> split_key(std::string_view text) {
  KeyText key;
  const std::size_t plus = text.find('+');
  const std::size_t next = plus == text.npos ? plus : text.find('+', plus + 1);
  if (next == text.npos) return not_a_key("a key is written `<name>+<id>+<key in base64>`");
  key.name = text.substr(0, plus);
  key.id = text.substr(plus + 1, next - plus - 1);
  if (!is_key_name(key.name)) return not_a_key("the name of a key has no spaces and no plus");
  TRY(std::string typed, from_base64(text.substr(next + 1)));
  const bool fits = typed.size() == 1 + key_bytes;
  if (fits) {
    key.type = SignatureType{static_cast<std::uint8_t>(typed[0])};
    key.bytes = typed.substr(1);
  }
  wipe(typed);
  if (fits && (key.type == SignatureType::note || key.type == SignatureType::cosignature))
    return key;
  wipe(key.bytes);
  return not_a_key("only Ed25519 keys, of type 1 (note) or 4 (cosignature), are understood");
}

// Leaves no copy of the bytes behind but the one it returns.
std::string join_key(std::string_view start, const VerifierKey& verifier,
                     std::span<const std::uint8_t, key_bytes> bytes) {
  std::string typed(1, static_cast<char>(verifier.type));
  typed.append(bytes.begin(), bytes.end());
  std::string encoded = to_base64(typed), text(start);
  text.append(verifier.name + "+" + id_text(verifier.id) + "+").append(encoded);
  wipe(typed);
  wipe(encoded);
  return text;
}

}  // namespace

std::uint32_t key_id(std::string_view name, SignatureType type, const PublicKey& key) {
  std::string text(name);
  text += '\n';
  text += static_cast<char>(type);
  text.append(key.begin(), key.end());
  const Hash hash = sha256(text);
  return std::uint32_t{hash[0]} << 24 | std::uint32_t{hash[1]} << 16 | std::uint32_t{hash[2]} << 8 |
         hash[3];
}

Result<VerifierKey> VerifierKey::parse(std::string_view vkey) {
  TRY(const KeyText text, split_key(vkey));
  VerifierKey key{std::string(text.name), text.type, octets_of(text.bytes), 0};
  key.id = key_id(key.name, key.type, key.key);
  if (text.id != id_text(key.id)) return not_a_key("the id of the key does not fit the key");
  return key;
}

std::string VerifierKey::text() const { return join_key({}, *this, key); }

bool VerifierKey::verify(std::string_view message, std::span<const std::uint8_t> signature) const {
  EVP_PKEY* public_key =
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size());
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const bool good = public_key != nullptr && context != nullptr &&
                    EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, public_key) == 1 &&
                    EVP_DigestVerify(context, signature.data(), signature.size(), data_of(message),
                                     message.size()) == 1;
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(public_key);
  return good;
}

void SigningKey::Free::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

Result<SigningKey> SigningKey::from_seed(std::string_view name, SignatureType type,
                                         std::span<const std::uint8_t, seed_bytes> seed) {
  if (!is_key_name(name)) return not_a_key("the name of a key has no spaces and no plus");
  SigningKey key;
  key.key_.reset(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  check(key.key_ != nullptr, "every 32 bytes are an Ed25519 seed");
  key.verifier_.name = name;
  key.verifier_.type = type;
  std::size_t size = key.verifier_.key.size();
  check(EVP_PKEY_get_raw_public_key(key.key_.get(), key.verifier_.key.data(), &size) == 1,
        "an Ed25519 key has a public half");
  key.verifier_.id = key_id(name, type, key.verifier_.key);
  return key;
}

Result<SigningKey> SigningKey::parse_secret(std::string_view text) {
  if (!text.starts_with(secret_start))
    return not_a_key("no secret key: it begins with PRIVATE+KEY");
  TRY(KeyText parts, split_key(text.substr(secret_start.size())));
  auto seed = octets_of(parts.bytes);
  auto key = from_seed(parts.name, parts.type, seed);
  wipe(parts.bytes);
  OPENSSL_cleanse(seed.data(), seed.size());
  if (key && parts.id != id_text(key->verifier().id))
    return not_a_key("the id of the secret key does not fit the key");
  return key;
}

std::string SigningKey::secret_text() const {
  std::array<std::uint8_t, seed_bytes> seed{};
  std::size_t size = seed.size();
  check(EVP_PKEY_get_raw_private_key(key_.get(), seed.data(), &size) == 1,
        "an Ed25519 key has a seed");
  std::string text = join_key(secret_start, verifier_, seed);
  OPENSSL_cleanse(seed.data(), seed.size());
  return text;
}

Signature SigningKey::sign(std::string_view message) const {
  Signature signature{};
  std::size_t size = signature.size();
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const bool done =
      context != nullptr &&
      EVP_DigestSignInit(context, nullptr, nullptr, nullptr, key_.get()) == 1 &&
      EVP_DigestSign(context, signature.data(), &size, data_of(message), message.size()) == 1;
  EVP_MD_CTX_free(context);
  check(done && size == signature.size(), "Ed25519 signs any bytes");
  return signature;
}

}  // namespace gait::record
