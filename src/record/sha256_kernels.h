#pragma once

#include <array>
#include <span>
#include <string_view>

#include "record/hash.h"

namespace gait::record {

// The ways to compute the same hashes; hash.h takes the last that this processor has. The last two
// are equally fast where vectors of 512 bits are worked off by halves (AMD Zen 4), otherwise the
// last is the faster one. Named by tests and benches alone (bench/hash_bench.cc).
enum class Kernel : std::uint8_t {
  openssl,  // whatever OpenSSL has for this processor; everywhere
  sha_ni,   // the SHA instructions, two messages side by side
  avx512,   // 16 messages side by side, and where SHA instructions are, the last few by these
};
inline constexpr std::array kernels{Kernel::openssl, Kernel::sha_ni, Kernel::avx512};
inline constexpr std::array<std::string_view, 3> kernel_names{"openssl", "sha_ni", "avx512"};

bool is_supported(Kernel kernel);
Kernel fastest_kernel();

// out[i] = SHA256(prefix || messages[i]). The kernel is supported.
void hash_all(Kernel kernel, std::string_view prefix, std::span<const std::string_view> messages,
              std::span<Hash> out);

// As hash_nodes of hash.h, also in place.
void hash_pairs(Kernel kernel, std::span<const Hash> children, std::span<Hash> parents);

}  // namespace gait::record
