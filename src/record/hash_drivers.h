#pragma once

#include <span>
#include <string_view>

#include "record/hash.h"
#include "record/lane.h"

namespace gait::record {

// Feed the compression functions; what they compute is said in sha256_kernels.h.
void hash_all_openssl(MessageQueue queue);
void hash_pairs_openssl(std::span<const Hash> children, std::span<Hash> parents);

void hash_all_sha_ni(MessageQueue queue);
void hash_pairs_sha_ni(std::span<const Hash> children, std::span<Hash> parents);

// `sha_ni_too` where the processor has both.
void hash_all_avx512(MessageQueue queue, bool sha_ni_too);
void hash_pairs_avx512(std::span<const Hash> children, std::span<Hash> parents, bool sha_ni_too);

// Takes the rest of one message into its state.
void finish_lane_sha_ni(Lane& lane, Sha256State& state);

inline constexpr char node_prefix = 1;

}  // namespace gait::record
