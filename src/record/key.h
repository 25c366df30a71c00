#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

struct evp_pkey_st;

namespace gait::record {

// What a key signs, by the numbers of c2sp.org/signed-note. Each key is for one of them.
enum class SignatureType : std::uint8_t {
  note = 0x01,         // Ed25519 over the text of the note
  cosignature = 0x04,  // Ed25519 over a time and the text: c2sp.org/tlog-cosignature v1
};

using PublicKey = std::array<std::uint8_t, 32>;  // RFC 8032
using Signature = std::array<std::uint8_t, 64>;

// The first four bytes of SHA256(name || newline || type || public key), most significant first.
std::uint32_t key_id(std::string_view name, SignatureType type, const PublicKey& key);

// Who is believed. Made by `parse` or by SigningKey::verifier, so `id` fits the rest.
struct VerifierKey {
  std::string name;
  SignatureType type = SignatureType::note;
  PublicKey key{};
  std::uint32_t id = 0;

  // `<name>+<id in hex>+<type and key in base64>`. Other types than the above are refused.
  static Result<VerifierKey> parse(std::string_view vkey);
  std::string text() const;

  // Plain Ed25519 over bytes; what a note's signature is over says note.h.
  bool verify(std::string_view message, std::span<const std::uint8_t> signature) const;

  bool operator==(const VerifierKey&) const = default;
};

// Who signs. Holds a private key, which no function but `secret_text` gives away; it is wiped when
// it dies.
class SigningKey {
 public:
  static constexpr std::size_t seed_bytes = 32;

  // The same seed gives the same key: take it from the random numbers of the system. The name is
  // as note_text.h allows it; that of a log is its origin.
  static Result<SigningKey> from_seed(std::string_view name, SignatureType type,
                                      std::span<const std::uint8_t, seed_bytes> seed);

  // `PRIVATE+KEY+<name>+<id in hex>+<type and seed in base64>`, the form of golang.org/x/mod/sumdb;
  // for a file that only its owner can read.
  static Result<SigningKey> parse_secret(std::string_view text);
  std::string secret_text() const;

  const VerifierKey& verifier() const { return verifier_; }

  // Plain Ed25519 over bytes; about 70 us.
  Signature sign(std::string_view message) const;

 private:
  struct Free {
    void operator()(evp_pkey_st* key) const;
  };
  SigningKey() = default;

  std::unique_ptr<evp_pkey_st, Free> key_;
  VerifierKey verifier_;
};

}  // namespace gait::record
