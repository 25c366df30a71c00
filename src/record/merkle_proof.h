#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/result.h"
#include "record/hash.h"

namespace gait::record {

// The root of the perfect subtree over the leaves [index * 2^level, (index + 1) * 2^level). Asked
// only for subtrees that lie whole within the tree.
using HashReader = std::function<Result<Hash>(unsigned level, std::uint64_t index)>;

// RFC 6962, section 2.1: the root of the first `size` leaves.
Result<Hash> tree_root(std::uint64_t size, const HashReader& read);

// RFC 6962, 2.1.1: the siblings from the leaf up to the root. `index` is below `size`.
Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                          const HashReader& read);

// RFC 6962, 2.1.2: that the tree of `old_size` leaves is the beginning of that of `size`. Empty
// when both are the same or the old one has no leaves. `old_size` is at most `size`.
Result<std::vector<Hash>> consistency_proof(std::uint64_t old_size, std::uint64_t size,
                                            const HashReader& read);

// RFC 9162, 2.1.3.2 and 2.1.4.2: both recompute the root from what is given, and nothing that is
// given is believed but the roots. `leaf` is computed by the caller from the entry itself; a leaf
// hash that comes with the proof proves nothing.
Status verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                        std::span<const Hash> proof, const Hash& root);
Status verify_consistency(std::uint64_t old_size, const Hash& old_root, std::uint64_t size,
                          const Hash& root, std::span<const Hash> proof);

}  // namespace gait::record
