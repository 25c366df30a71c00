#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/hash.h"
#include "base/time.h"

// The numbers of the form that segment_index.h describes, for who writes and who reads it.
namespace gait::record::index_form {

inline constexpr std::uint32_t magic = 0x58444947, version = 1;  // "GIDX"
inline constexpr std::size_t page_bytes = 4096, key_bytes = 10;
inline constexpr std::size_t fixed_bytes = 40 + 7 * 16;  // of the header, before the CRCs

// No index is larger: each entry has at most 7 keys, each with 10 bytes and 3 of postings.
inline constexpr std::uint32_t pages_max = 65'536 * 7 * (10 + 3) / 4096 + 1;

constexpr std::size_t whole_pages(std::size_t bytes) {
  return (bytes + page_bytes - 1) / page_bytes * page_bytes;
}

inline std::uint64_t key_of(std::string_view value) { return hash64(value) >> 16; }
inline std::uint64_t key_of(Timestamp time) {
  return static_cast<std::uint64_t>(time.seconds()) >> 6;
}

}  // namespace gait::record::index_form
