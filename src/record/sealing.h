#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "record/hash.h"
#include "record/sealed_field.h"

namespace gait::record {

using SecretKey = std::array<std::uint8_t, 32>;
using Nonce = std::array<std::uint8_t, 12>;

// What a data key is for. Whoever destroys the key has erased all of it, and nothing else.
struct KeyScope {
  std::string identity;         // or another data subject
  std::string retention_class;  // `standard`
  std::uint64_t epoch = 0;      // of the rotation of keys

  auto operator<=>(const KeyScope&) const = default;
};

// Names the key of a scope without telling the scope: the first 32 hex digits of
// SHA-256("gait-key-v1", then each of the three with its length as u64 before it).
std::string key_id(const KeyScope& scope);

// AES-256-GCM. The tag also covers the name of the field and the id of the key, so that no field
// passes for another. A nonce is used once under one key.
//
// AES-GCM does not commit to its key: with two keys a ciphertext can be made that opens to two
// texts. So the field holds SHA-256("gait-kc-v1" || key || nonce), which fits one key only, and
// the leaf of the tree hashes it.
SealedField seal(std::string_view name, std::string_view value, std::string_view key_id,
                 const SecretKey& key, const Nonce& nonce);

// Checks the commitment, then the tag. `conflict` when it is another key's, `corrupt` when the
// field was changed.
Result<std::string> open_sealed(const SealedField& field, const SecretKey& key);

// A data key under the master key, as it may lie on a disk: a field named `data key`. Without
// these bytes nothing that the data key sealed can be read again.
SealedField wrap_key(const SecretKey& data_key, std::string_view key_id, const SecretKey& master,
                     const Nonce& nonce);
Result<SecretKey> unwrap_key(const SealedField& wrapped, const SecretKey& master);

}  // namespace gait::record
