#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/checkpoint.h"
#include "record/key.h"

namespace gait::record {

// Whose word is enough to believe a checkpoint: c2sp.org/tlog-policy. One of the logs signed it,
// under the origin that is the name of its key, and the witnesses of the quorum cosigned it.
struct Policy {
  struct Log {
    VerifierKey key;  // a note key
    std::string url;  // empty is unknown
  };
  struct Witness {
    std::string name;  // within the policy; the name of the key may be another
    VerifierKey key;   // a cosignature key
    std::string url;
  };
  // Has witnessed what at least `threshold` of its members have.
  struct Group {
    std::string name;
    std::size_t threshold = 1;
    std::vector<std::string> members;  // witnesses and earlier groups; each in one group only
  };

  std::vector<Log> logs;  // may be empty in a file; add those that are known from elsewhere
  std::vector<Witness> witnesses;
  std::vector<Group> groups;
  std::string quorum;  // a witness, a group, or "none"
};

// The specification asks for at least 32 of each kind.
inline constexpr std::size_t policy_lines_max = 1000;

// Errors name the line. The last line may lack its newline.
Result<Policy> parse_policy(std::string_view text);

struct TrustedCheckpoint {
  struct Cosignature {
    std::string witness;        // its name in the policy
    std::uint64_t seconds = 0;  // when it cosigned, since 1970; the caller judges whether it is old
  };
  Checkpoint checkpoint;
  std::vector<Cosignature> cosignatures;  // of known witnesses, in the order of the note
};

// Opens a signed checkpoint under a policy. A wrong signature of a known key refuses it whole.
Result<TrustedCheckpoint> open_checkpoint(std::string_view note, const Policy& policy);

}  // namespace gait::record
