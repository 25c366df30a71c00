#include "record/entry.h"

#include <fmt/format.h>

#include "record/base64.h"
#include "record/bundle.h"
#include "record/entry_json.h"

namespace gait::record {
namespace {

void put_time(std::string& out, std::string_view name, Timestamp time) {
  if (time.ns != 0) put_member(out, name, to_rfc3339(time));
}

void put_payload(std::string& out, std::string_view payload) {
  if (payload.empty()) return;
  switch (form_of(payload)) {
    case PayloadForm::json:
      out.append(",\"raw\":").append(payload);
      return;
    case PayloadForm::text:
      put_member(out, "text", payload);
      return;
    case PayloadForm::bytes:
      put_member(out, "bytes", to_base64(payload));
      return;
  }
}

}  // namespace

std::string entry_tail(const Entry& entry) {
  std::string out;
  out.reserve(entry.payload.size() + 512);
  put_member(out, "src", entry.source);
  if (entry.sequence != 0) fmt::format_to(std::back_inserter(out), ",\"seq\":{}", entry.sequence);
  put_member(out, "kind", entry.kind);
  put_member(out, "id", entry.event);
  put_time(out, "t", entry.time);
  put_time(out, "r", entry.received);
  put_member(out, "identity", entry.identity);
  put_member(out, "session", entry.session);
  put_member(out, "credential", entry.credential);
  put_member(out, "action", entry.action);
  put_member(out, "resource", entry.resource);
  put_member(out, "address", entry.address);
  if (entry.blob)
    fmt::format_to(std::back_inserter(out), ",\"blob\":{{\"sha256\":\"{}\",\"len\":{}}}",
                   to_hex(bytes_of(entry.blob->sha256)), entry.blob->length);
  put_payload(out, entry.payload);
  return out += '}';
}

std::string encode_entry(const Entry& entry) {
  return fmt::format("{}{}{}", entry_head, entry.index, entry_tail(entry));
}

bool needs_blob(const Entry& entry) {
  constexpr std::size_t envelope_bytes = 512;  // keys, numbers, times, braces
  std::size_t bytes = envelope_bytes;
  for (const std::string* text :
       {&entry.source, &entry.kind, &entry.event, &entry.identity, &entry.session,
        &entry.credential, &entry.action, &entry.resource, &entry.address})
    bytes += escaped_bytes(*text);
  // Whatever form it takes: base64 makes a third more, escapes are counted.
  const std::size_t payload = entry.payload.size();
  bytes += std::max(payload + payload / 3 + 4, escaped_bytes(entry.payload));
  return bytes > entry_bytes_max;
}

}  // namespace gait::record
