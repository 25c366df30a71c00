#include "app/record_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "store/log_writer.h"

namespace gait::app {
namespace {

using Json = nlohmann::ordered_json;

// A reason is words of a person; what is no UTF-8 in it becomes U+FFFD.
std::string raw_of(const Note& note) {
  Json raw;
  if (note.kind == "release") raw["hold"] = note.hold.index;
  raw["by"] = note.hold.by;
  raw["reason"] = note.hold.reason;
  return raw.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Status not_ours(const record::Entry& entry) {
  return Error{Error::Code::corrupt,
               fmt::format("entry {} is a {} that cannot be read", entry.index, entry.kind)};
}

}  // namespace

Status Holds::see(const record::Entry& entry) {
  const bool is_hold = entry.kind == "hold", is_release = entry.kind == "release";
  if (entry.source != "gait" || (!is_hold && !is_release)) return Nothing{};
  const Json raw = Json::parse(entry.raw, nullptr, false);
  if (!raw.is_object()) return not_ours(entry);
  if (is_hold) {
    holds_.push_back({entry.index, entry.received, entry.identity, entry.session, entry.credential,
                      entry.resource, raw.value("reason", ""), raw.value("by", "")});
    return Nothing{};
  }
  const auto released = raw.find("hold");
  if (released == raw.end() || !released->is_number_unsigned()) return not_ours(entry);
  std::erase_if(holds_, [&](const Hold& hold) { return hold.index == *released; });
  return Nothing{};
}

Result<std::uint64_t> append_note(const std::string& log, const Note& note, Timestamp now) {
  TRY([[maybe_unused]] const auto there, store::LogReader::open(log));  // a writer would make one
  const std::string raw = raw_of(note);
  record::EntryDraft draft;
  draft.source = "gait";
  draft.kind = note.kind;
  draft.time = draft.received = now;
  draft.identity = note.hold.identity;
  draft.session = note.hold.session;
  draft.credential = note.hold.credential;
  draft.resource = note.hold.resource;
  draft.raw = raw;
  draft.raw_kind = record::raw_kind_of(raw);
  store::LogOptions options;
  options.folder = log;
  TRY(const auto writer, store::LogWriter::open(options));
  std::string tail;
  record::append_entry_tail(tail, draft);
  TRY(const std::uint64_t index, writer->append(record::entry_head, tail));
  TRY_STATUS(writer->close());
  return index;
}

}  // namespace gait::app
