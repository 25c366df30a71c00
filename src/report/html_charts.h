#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "model/summary.h"

// The drawings of the page, as inline SVG without text, script or style of its own: classes only,
// so that light, dark and print are decided in one place. Widths are shares of the box, so that
// nothing is distorted on a narrow screen.
namespace gait::report {

// Four bars of which as many are filled as the severity has steps above info: it is read without
// seeing its colour.
std::string severity_mark(Severity severity);

// A bar filled to `share`, 0 to 1.
std::string share_bar(double share);

// Seven rows (Monday first) of 24 hours, in five depths of colour, with the days and hours beside.
std::string heat_map(const std::array<std::uint8_t, 168>& hours);

// A bar per day with the expected band behind; days over the band stand out.
std::string daily_bars(const IdentitySummary& identity);

// The same without band and axis, for one line of a list.
std::string daily_sparkline(const IdentitySummary& identity);

// Findings over the time of the scan, a lane per severity; each is a link to `#finding-N`, where N
// is its place in `findings`, from 1. The number drawn is bounded by `findings_drawn_max`.
inline constexpr std::size_t findings_drawn_max = 1000;
std::string timeline(std::span<const Finding> findings, Timestamp first, Timestamp last);

}  // namespace gait::report
