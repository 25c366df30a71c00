#include "app/record_log.h"

#include <fmt/format.h>

#include "formats/redact.h"
#include "record/entry.h"
#include "store/blobs.h"
#include "store/pepper.h"

namespace gait::app {
namespace {

record::Entry entry_of(const formats::SeenRecord& seen, const SymbolTable& symbols) {
  record::Entry entry;
  entry.source = seen.format.empty() ? "unknown" : seen.format;
  entry.address = seen.address;
  if (seen.activity == nullptr) return entry;
  const Activity& activity = *seen.activity;
  entry.event = activity.event.text(symbols);
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
  TRY(std::string pepper, store::read_or_make_pepper(log.keys()));
  return std::unique_ptr<RecordLog>(
      new RecordLog(std::move(writer), log, std::move(pepper), received));
}

RecordLog::RecordLog(std::unique_ptr<store::LogWriter> writer, store::LogFolder folder,
                     std::string pepper, Timestamp received)
    : writer_(std::move(writer)),
      folder_(std::move(folder)),
      pepper_(std::move(pepper)),
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
  record::Entry entry = entry_of(record, symbols);
  entry.sequence = next_sequence(entry.source);
  entry.received = received_;
  entry.payload = formats::redact(record.text, pepper_);
  if (record::needs_blob(entry)) {
    TRY(entry.blob, store::put_blob(folder_, entry.payload));
    entry.payload.clear();
  }
  TRY([[maybe_unused]] const std::uint64_t index,
      writer_->append(record::entry_head, record::entry_tail(entry)));
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
