#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "record/holds.h"
#include "store/log_reader.h"

namespace gait::app {

// What the record says of itself, appended; durable and signed when it returns. `log` must be
// there. The index of the entry.
struct RecordNote {
  std::string_view kind;               // `hold`, `release`, `erasure`
  std::string_view identity, session;  // of a hold
  std::string body;                    // as record/holds.h makes it
};
Result<std::uint64_t> append_note(const std::string& log, const RecordNote& note, Timestamp now);

// What all entries of a log say of it.
Result<record::RecordState> read_record_state(const std::string& log);

Timestamp clock_now();

}  // namespace gait::app
