#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"
#include "simulate/random.h"

namespace gait::simulate {

inline Timestamp plus_seconds(Timestamp time, std::int64_t seconds) {
  return {time.ns + seconds * 1'000'000'000};
}

// Appends `text` as the inside of a JSON string.
void append_escaped(std::string& out, std::string_view text);

// A random UUID, version 4.
std::string uuid(Random& random);

// `length` characters of A-Z and 2-7, as in the tail of an access key id.
std::string base32_id(std::uint64_t hash, std::size_t length);

// `length` lower-case hexadecimal digits.
std::string hex_id(std::uint64_t hash, std::size_t length);

// "Nov 2, 2026, 1:55:24 PM": how STS writes the expiration of credentials.
std::string to_locale_text(Timestamp time);

// "2026/11/02".
std::string to_date_path(Timestamp time);

// "2026/10": the month before.
std::string to_last_month_path(Timestamp time);

}  // namespace gait::simulate
