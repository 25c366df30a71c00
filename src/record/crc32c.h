#pragma once

#include <cstdint>
#include <string_view>

namespace gait::record {

// CRC-32C (Castagnoli, RFC 3720): finds what a disk did by accident. Against people there are
// hashes and signatures.
std::uint32_t crc32c(std::string_view bytes);

}  // namespace gait::record
