#include "record/sha256_kernels.h"

#include <cpuid.h>

#include <algorithm>

#include "base/check.h"
#include "record/hash_drivers.h"

namespace gait::record {
namespace {

bool has_sha_ni() {
  constexpr unsigned sha_bit = 1U << 29;  // CPUID leaf 7, EBX; the builtin of clang 14 lacks it
  unsigned a = 0, b = 0, c = 0, d = 0;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & sha_bit) != 0 &&
         __builtin_cpu_supports("sse4.1") != 0;
}

bool has_avx512() {
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0;
}

}  // namespace

bool is_supported(Kernel kernel) {
  static const bool sha_ni = has_sha_ni(), avx512 = has_avx512();
  switch (kernel) {
    case Kernel::openssl:
      return true;
    case Kernel::sha_ni:
      return sha_ni;
    case Kernel::avx512:
      return avx512;
  }
  return false;
}

Kernel fastest_kernel() {
  static const Kernel fastest = *std::find_if(kernels.rbegin(), kernels.rend(), is_supported);
  return fastest;
}

void hash_all(Kernel kernel, std::string_view prefix, std::span<const std::string_view> messages,
              std::span<Hash> out) {
  check(messages.size() == out.size(), "one hash for each message");
  check(prefix.size() <= 1, "a prefix has one byte");
  const MessageQueue queue{prefix, messages, out};
  switch (kernel) {
    case Kernel::openssl:
      return hash_all_openssl(queue);
    case Kernel::sha_ni:
      return hash_all_sha_ni(queue);
    case Kernel::avx512:
      return hash_all_avx512(queue, is_supported(Kernel::sha_ni));
  }
}

void hash_pairs(Kernel kernel, std::span<const Hash> children, std::span<Hash> parents) {
  check(children.size() == 2 * parents.size(), "two children for each parent");
  switch (kernel) {
    case Kernel::openssl:
      return hash_pairs_openssl(children, parents);
    case Kernel::sha_ni:
      return hash_pairs_sha_ni(children, parents);
    case Kernel::avx512:
      return hash_pairs_avx512(children, parents, is_supported(Kernel::sha_ni));
  }
}

}  // namespace gait::record
