#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/summary.h"

namespace gait::ingest {

enum class TroubleKind : std::uint8_t {
  input,        // cannot be opened, read or decompressed, or not to its end
  binary,       // not a log
  long_record,  // a record over the limit was left out
  parse,        // what the parser says
};
inline constexpr std::size_t trouble_kinds = 4;

struct Trouble {
  std::uint64_t at = 0;  // byte of the decompressed input
  std::string message;
};

// What became of one input, or of a range of one. Of each kind of trouble it keeps the first and
// `ParseCounts::malformed` has the number, so it is small, and the same however the input was cut.
struct ReadOutcome {
  std::uint64_t bytes = 0;         // decompressed
  std::uint64_t good_records = 0;  // understood, or known and ignored
  std::array<std::optional<Trouble>, trouble_kinds> troubles;

  void note(TroubleKind kind, std::uint64_t at, std::string message);

  // Takes over the outcome of another range of the same input.
  void join(const ReadOutcome& other);

  // In the words of a report. Empty when all is well; `nothing_read` when no record was good.
  std::vector<InputProblem> problems(const std::string& path) const;
};

}  // namespace gait::ingest
