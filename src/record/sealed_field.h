#pragma once

#include <string>

namespace gait::record {

// A value that only who holds its key can read. The leaf of the tree hashes what stands here, so
// that a proof does not need the key, and outlives it.
struct SealedField {
  std::string name;        // what was sealed: `address`, `raw`
  std::string key;         // id of the data key, 1 to 64 bytes
  std::string nonce;       // 12 bytes
  std::string ciphertext;  // as long as the value
  std::string tag;         // 16 bytes
  std::string commitment;  // 32 bytes: to the one key that opens it, see sealing.h

  bool operator==(const SealedField&) const = default;
};

}  // namespace gait::record
