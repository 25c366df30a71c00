#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "record/sealing.h"

namespace gait::store {

// The secret keys of a log beside the one that signs, each a file for its owner alone:
// `master.key` and `pepper.key`, 32 bytes, and `data/<key id>.key`, a data key wrapped by the
// master key. The folder may lie on another volume than the log; whoever has neither it nor a copy
// of it can read nothing that was sealed.
class KeyRing {
 public:
  // Makes the master key and the pepper when the folder has neither. One without the other is
  // `conflict`: a new one would not fit what was recorded.
  static Result<KeyRing> open(const std::string& folder);

  std::string_view pepper() const { return pepper_; }

  // The data key of that id. `not_found` when there is none, or none any more.
  Result<record::SecretKey> data_key(const std::string& key_id) const;

  // The same, made and durable when there is none. Not to be asked for a key that was erased: the
  // scope then has a new epoch (record/holds.h, `erased_keys`).
  Result<record::SecretKey> data_key_or_new(const std::string& key_id) const;

  // Seals under a fresh nonce.
  Result<record::SealedField> seal(std::string_view name, std::string_view value,
                                   const std::string& key_id) const;

  // Overwrites the key, syncs, and takes the file away; durable when it returns. Copies in backups
  // and in old blocks of a disk that moves data are beyond its reach, but of no use without the
  // master key.
  Status destroy(const std::string& key_id) const;

 private:
  explicit KeyRing(std::string folder) : folder_(std::move(folder)) {}
  std::string path(const std::string& key_id) const;

  std::string folder_, pepper_;
  record::SecretKey master_{};
};

}  // namespace gait::store
