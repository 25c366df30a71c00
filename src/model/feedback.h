#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/facet.h"

namespace gait {

// What a person said about a finding. `none` takes an earlier mark back.
enum class Mark : std::uint8_t {
  none,
  expected,   // it is meant to do this: normal from now on
  benign,     // no harm, and not meant to be either: half the weight for a while
  confirmed,  // an attack or a fault: never normal, however often it comes
};
inline constexpr std::array<std::string_view, 4> mark_names{"none", "expected", "benign",
                                                            "confirmed"};

inline std::optional<Mark> parse_mark(std::string_view name) {
  for (std::size_t i = 0; i < mark_names.size(); ++i)
    if (mark_names[i] == name) return static_cast<Mark>(i);
  return std::nullopt;
}

// One facet of a marked finding: the values that departed, or the amount that was seen.
struct MarkedFacet {
  Facet facet = Facet::action;
  std::vector<std::string> values;  // raw, as in the log; empty for amounts
  double amount = 0;
};

// One act: somebody marked a finding, or took the mark back. It says by itself what it concerns, so
// that it keeps its meaning when the finding is long gone. A line of `feedback.ndjson`.
struct FeedbackAct {
  Timestamp at;
  std::string by;      // who said so; may be empty
  std::string reason;  // in their words; may be empty
  std::string finding;
  Mark mark = Mark::none;
  std::vector<std::string> identities;  // one, or the members of a group finding
  std::vector<MarkedFacet> facets;
};

}  // namespace gait
