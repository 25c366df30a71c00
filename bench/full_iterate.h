#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gait::bench {

// The reference of the speed bench: simdjson On-Demand, one document per line, visits every key and
// value. `unescape` also decodes every string, which few who read logs do.
//
// So many bytes must be readable behind the end of `lines`.
inline constexpr std::size_t iterate_padding_bytes = 64;
std::uint64_t full_iterate(std::string_view lines, bool unescape);

// The same of a file, read in pieces of a MiB; nothing is unescaped. Stops the process when the
// file cannot be read.
std::uint64_t full_iterate_file(const std::string& path);

}  // namespace gait::bench
