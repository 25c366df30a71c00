#include <fmt/format.h>
#include <simdjson.h>

#include <string>

#include "record/base64.h"
#include "record/bundle.h"
#include "record/entry.h"
#include "record/json_text.h"

namespace gait::record {
namespace {

// What `parse_rfc3339` reads ends here.
constexpr Timestamp time_end = Timestamp::from_seconds(9'214'646'400);  // 2262-01-01

constexpr std::size_t index_digits_max = 20;

void put_number(std::string& out, std::string_view key, std::uint64_t value) {
  if (value == 0) return;
  const fmt::format_int digits(value);
  out.append(key).append(digits.data(), digits.size());
}

void put_text(std::string& out, std::string_view key, std::string_view text) {
  if (text.empty()) return;
  out.append(key);
  append_json_string(out, text, field_bytes_max);
}

void put_time(std::string& out, std::string_view key, Timestamp time) {
  if (time.ns <= 0 || time >= time_end) return;
  out.append(key).push_back('"');
  append_rfc3339_ns(out, time);
  out.push_back('"');
}

void put_sealed(std::string& out, std::span<const SealedField> fields) {
  if (fields.empty()) return;
  out.append(R"(,"sealed":[)");
  bool first = true;
  for (const SealedField& field : fields) {
    out.append(first ? R"({"name":)" : R"(,{"name":)");
    first = false;
    append_json_string(out, field.name, field_bytes_max);
    out.append(R"(,"alg":"A256GCM","key":)");
    append_json_string(out, field.key, field_bytes_max);
    out.append(R"(,"nonce":")").append(to_base64(field.nonce));
    out.append(R"(","ct":")").append(to_base64(field.ciphertext));
    out.append(R"(","tag":")").append(to_base64(field.tag));
    out.append(R"(","kc":")").append(to_base64(field.commitment)).append("\"}");
  }
  out.push_back(']');
}

void put_blob(std::string& out, const BlobRef* blob) {
  if (blob == nullptr) return;
  out.append(R"(,"blob":{"sha256":")").append(to_hex(bytes_of(blob->sha256)));
  const fmt::format_int digits(blob->length);
  out.append(R"(","len":)").append(digits.data(), digits.size());
  put_text(out, R"(,"type":)", blob->media_type);
  out.push_back('}');
}

void put_raw(std::string& out, std::string_view raw, RawKind kind) {
  switch (kind) {
    case RawKind::none:
      return;
    case RawKind::json:
      out.append(R"(,"raw":)").append(raw);
      return;
    case RawKind::text:
      out.append(R"(,"text":)");
      append_json_string(out, raw, out.max_size());
      return;
    case RawKind::bytes:
      out.append(R"(,"bytes":")").append(to_base64(raw)).push_back('"');
      return;
  }
}

}  // namespace

RawKind raw_kind_of(std::string_view raw) {
  if (raw.empty()) return RawKind::none;
  if (!simdjson::validate_utf8(raw.data(), raw.size())) return RawKind::bytes;
  return json_value_end(raw, 0) == raw.size() ? RawKind::json : RawKind::text;
}

void append_entry_tail(std::string& out, const EntryDraft& draft) {
  constexpr std::size_t envelope_bytes = 640;  // of most; only memory depends on it
  out.reserve(out.size() + draft.raw.size() + envelope_bytes);
  out.append(R"(,"src":)");
  append_json_string(out, draft.source, field_bytes_max);
  put_text(out, R"(,"kind":)", draft.kind);
  put_number(out, R"(,"seq":)", draft.sequence);
  put_text(out, R"(,"id":)", draft.event_id);
  put_time(out, R"(,"t":)", draft.time);
  put_time(out, R"(,"r":)", draft.received);
  put_text(out, R"(,"identity":)", draft.identity);
  put_text(out, R"(,"session":)", draft.session);
  put_text(out, R"(,"credential":)", draft.credential);
  put_text(out, R"(,"action":)", draft.action);
  put_text(out, R"(,"resource":)", draft.resource);
  put_text(out, R"(,"address":)", draft.address);
  put_sealed(out, draft.sealed);
  put_blob(out, draft.blob);
  put_raw(out, draft.raw, draft.raw_kind);
  out.push_back('}');
}

std::string encode_entry(std::uint64_t index, const EntryDraft& draft) {
  std::string out(entry_head);
  const fmt::format_int digits(index);
  out.append(digits.data(), digits.size());
  append_entry_tail(out, draft);
  return out;
}

bool fits_entry(const EntryDraft& draft) {
  std::string tail;
  append_entry_tail(tail, draft);
  return entry_head.size() + index_digits_max + tail.size() <= entry_bytes_max;
}

BlobRef blob_of(std::string_view raw, RawKind kind) {
  BlobRef blob{sha256(raw), raw.size(), "application/octet-stream"};
  if (kind == RawKind::json) blob.media_type = "application/json";
  if (kind == RawKind::text) blob.media_type = "text/plain";
  return blob;
}

}  // namespace gait::record
