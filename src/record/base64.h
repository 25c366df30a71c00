#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "record/hash.h"

namespace gait::record {

// RFC 4648, section 4: the standard alphabet, padded.
std::string to_base64(std::string_view bytes);

// Strict: each byte string has one spelling. No space, no missing padding, no bits behind the end.
Result<std::string> from_base64(std::string_view text);

// The same, of exactly 32 bytes.
Result<Hash> hash_from_base64(std::string_view text);

}  // namespace gait::record
