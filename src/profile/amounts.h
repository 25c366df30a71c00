#pragma once

#include <array>
#include <cmath>
#include <cstdint>

#include "base/bytes.h"
#include "model/facet.h"
#include "sketch/amount_tail.h"
#include "sketch/linear_counter.h"

namespace gait::profile {

// The facets that are numbers per hour, in the order of the arrays below.
inline constexpr std::array<Facet, 6> amount_facets{Facet::rate,    Facet::volume,  Facet::bytes,
                                                    Facet::fan_out, Facet::secrets, Facet::denials};
inline constexpr std::size_t amount_count = amount_facets.size();

inline constexpr sketch::AmountScale amount_scale(std::size_t amount) {
  // Bytes span nine decades: whole octaves above 16 KiB reach 137 GB an hour.
  return amount_facets[amount] == Facet::bytes ? sketch::AmountScale{16'384, 1}
                                               : sketch::AmountScale{1, 2};
}

// Silences, in whole hours between active ones.
inline constexpr sketch::AmountScale gap_scale{1, 2};

// One hour of an identity while it is open: only sums, maxima and unions, so that the order of
// arrival inside the hour does not matter.
struct HourRecord {
  std::uint32_t hour = 0;  // hours since 1970
  std::uint32_t calls = 0;
  std::uint32_t peak_minute_calls = 0;
  std::uint32_t secrets = 0;
  std::uint32_t denials = 0;
  float bytes = 0;
  sketch::LinearCounter distinct;

  std::array<double, amount_count> amounts() const {
    return {static_cast<double>(peak_minute_calls),
            static_cast<double>(calls),
            bytes,
            distinct.estimate(),
            static_cast<double>(secrets),
            static_cast<double>(denials)};
  }
  // Takes in a minute of the same hour.
  void add(const HourRecord& minute) {
    calls += minute.calls;
    if (minute.peak_minute_calls > peak_minute_calls) peak_minute_calls = minute.peak_minute_calls;
    secrets += minute.secrets;
    denials += minute.denials;
    bytes += minute.bytes;
    distinct.merge(minute.distinct);
  }
};

}  // namespace gait::profile
