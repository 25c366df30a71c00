#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace gait {

// A point in time: nanoseconds since 1970-01-01T00:00:00Z. Nothing below the edges reads a clock;
// time is an argument.
struct Timestamp {
  std::int64_t ns = 0;

  static constexpr Timestamp from_seconds(std::int64_t seconds) {
    return {seconds * 1'000'000'000};
  }
  // Floors, also before 1970.
  constexpr std::int64_t seconds() const { return floor_div(1'000'000'000); }
  constexpr std::int64_t minutes() const { return floor_div(60'000'000'000); }
  constexpr std::int64_t hours() const { return floor_div(3'600'000'000'000); }
  constexpr std::int64_t days() const { return floor_div(86'400'000'000'000); }

  auto operator<=>(const Timestamp&) const = default;

 private:
  constexpr std::int64_t floor_div(std::int64_t unit_ns) const {
    return ns / unit_ns - (ns % unit_ns < 0 ? 1 : 0);
  }
};

// Reads RFC 3339 ("2026-11-21T10:00:00Z", with fraction and offset) between the years 1970 and
// 2262. Returns false and leaves `time` alone when the text is anything else.
bool parse_rfc3339(std::string_view text, Timestamp& time);

// "2026-11-21T10:00:00Z"; a fraction only where there is one.
std::string to_rfc3339(Timestamp time);

// Appends "2026-11-21T10:00:00.000000000Z": always nine digits, so that each time from 1970 on has
// one spelling. Fast.
void append_rfc3339_ns(std::string& out, Timestamp time);

// Reads "90s", "30m", "24h", "7d", "2w" as seconds.
Result<std::int64_t> parse_duration_seconds(std::string_view text);

// The two largest units: "3 d 4 h", "12 min", "45 s".
std::string to_duration_text(std::int64_t seconds);

// 0 (Monday 00:00 UTC) to 167 (Sunday 23:00 UTC).
int hour_of_week(Timestamp time);

}  // namespace gait
