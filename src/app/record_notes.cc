#include "app/record_notes.h"

#include <chrono>

#include "app/record_options.h"
#include "record/entry.h"
#include "store/log_writer.h"

namespace gait::app {

Result<std::uint64_t> append_note(const std::string& log, const RecordNote& note, Timestamp now) {
  TRY([[maybe_unused]] const auto there, store::LogReader::open(log));  // a writer would make one
  record::EntryDraft draft;
  draft.source = "gait";
  draft.kind = note.kind;
  draft.time = draft.received = now;
  draft.identity = note.identity;
  draft.session = note.session;
  draft.raw = note.body;
  draft.raw_kind = record::raw_kind_of(note.body);
  store::LogOptions options;
  options.folder = log;
  TRY(const auto writer, store::LogWriter::open(options));
  TRY(const std::uint64_t index, writer->append(draft));
  TRY_STATUS(writer->close());
  return index;
}

Result<record::RecordState> read_record_state(const std::string& log) {
  record::RecordState state;
  TRY_STATUS(visit_entries(log, [&](const record::Entry& entry) { return state.apply(entry); }));
  return state;
}

Timestamp clock_now() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::nanoseconds>(since_1970).count()};
}

}  // namespace gait::app
