#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/hash.h"
#include "record/policy.h"

namespace gait::record {

// That an entry is in a log, to be checked offline: c2sp.org/tlog-proof@v1. A file of it ends in
// ".tlog-proof".
struct TlogProof {
  std::string extra;        // not authenticated: to be looked at, never believed; may be empty
  std::uint64_t index = 0;  // of the entry
  std::vector<Hash> path;   // from the sibling of the leaf up, at most 63
  std::string checkpoint;   // the signed note of the log, byte for byte

  std::string encode() const;
  bool operator==(const TlogProof&) const = default;
};

// Reads the form alone, in the one spelling that `encode` writes; the checkpoint is not looked at.
Result<TlogProof> parse_tlog_proof(std::string_view text);

// Whether the log says, under this policy, that exactly these bytes are the entry at `proof.index`.
// The hash of the leaf is computed here and taken up to the signed root.
Result<TrustedCheckpoint> verify_tlog_proof(const TlogProof& proof, std::string_view entry,
                                            const Policy& policy);

}  // namespace gait::record
