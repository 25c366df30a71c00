#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "record/hash.h"

namespace gait::record {

// What a log signs (c2sp.org/tlog-checkpoint v1): all that it says about itself at one size.
struct Checkpoint {
  std::string origin;  // the identity of the log; the name of its key
  std::uint64_t size = 0;
  Hash root{};

  std::string text() const;  // the text of the note: three lines, never an extension line

  bool operator==(const Checkpoint&) const = default;
};

// Reads the text of a note. Extension lines are allowed and left out.
Result<Checkpoint> parse_checkpoint(std::string_view text);

}  // namespace gait::record
