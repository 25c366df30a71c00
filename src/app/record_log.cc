#include "app/record_log.h"

#include <fmt/format.h>

#include "app/context_files.h"
#include "record/entry.h"
#include "store/blobs.h"
#include "store/key_ring.h"

namespace gait::app {
namespace {

// What Gait understood of a record. `event_id` is where the id of the event is kept.
record::EntryDraft draft_of(const formats::SeenRecord& seen, const SymbolTable& symbols,
                            std::string& event_id) {
  record::EntryDraft entry;
  entry.source = seen.format.empty() ? "unknown" : seen.format;
  entry.address = seen.address;
  if (seen.activity == nullptr) return entry;
  const Activity& activity = *seen.activity;
  event_id = activity.event.text(symbols);
  entry.event_id = event_id;
  entry.time = activity.time;
  entry.identity = symbols.text(activity.identity);
  entry.credential = symbols.text(activity.credential);
  entry.session = symbols.text(activity.session ? activity.session : activity.credential);
  entry.action = symbols.text(activity.action);
  entry.resource = symbols.text(activity.resource);
  return entry;
}

}  // namespace

Result<std::unique_ptr<RecordLog>> RecordLog::open(const std::string& folder, Timestamp received) {
  store::LogOptions options;
  options.folder = folder;
  TRY(auto writer, store::LogWriter::open(options));
  const store::LogFolder log{folder};
  TRY(const store::KeyRing keys, store::KeyRing::open(log.keys()));
  TRY(const SecretRules rules, read_redaction(""));
  return std::unique_ptr<RecordLog>(
      new RecordLog(std::move(writer), log, record::Redactor(rules, keys.pepper()), received));
}

RecordLog::RecordLog(std::unique_ptr<store::LogWriter> writer, store::LogFolder folder,
                     record::Redactor redactor, Timestamp received)
    : writer_(std::move(writer)),
      blobs_(std::move(folder)),
      redactor_(std::move(redactor)),
      received_(received) {}

formats::RecordWitness RecordLog::witness(const SymbolTable& symbols) {
  return [this, &symbols](const formats::SeenRecord& record) {
    if (auto kept = keep(record, symbols); !kept) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::move(kept.error());
    }
  };
}

Status RecordLog::keep(const formats::SeenRecord& record, const SymbolTable& symbols) {
  std::string event_id, redacted;
  record::EntryDraft entry = draft_of(record, symbols, event_id);
  entry.sequence = next_sequence(entry.source);
  entry.received = received_;
  entry.raw_kind = record::raw_kind_of(record.text);
  entry.raw = redactor_.redact(record.text, entry.raw_kind, redacted) ? redacted : record.text;
  record::BlobRef blob;
  if (!record::fits_entry(entry)) {
    blob = record::blob_of(entry.raw, entry.raw_kind);
    TRY_STATUS(blobs_.put(blob, entry.raw));
    entry.blob = &blob;
    entry.raw = {};
    entry.raw_kind = record::RawKind::none;
  }
  TRY([[maybe_unused]] const std::uint64_t index, writer_->append(entry));
  return Nothing{};
}

std::uint64_t RecordLog::next_sequence(std::string_view source) {
  const std::lock_guard lock(mutex_);
  const auto found = sequences_.find(source);
  if (found != sequences_.end()) return ++found->second;
  return sequences_.emplace(source, 1).first->second;
}

Status RecordLog::close() {
  Status closed = writer_->close();
  const std::lock_guard lock(mutex_);
  if (failure_) return *failure_;
  return closed;
}

}  // namespace gait::app
