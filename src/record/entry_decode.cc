#include <fmt/format.h>

#include "record/base64.h"
#include "record/entry.h"
#include "record/entry_json.h"

namespace gait::record {
namespace {

bool read_time(EntryScanner& scanner, std::string_view name, Timestamp& time) {
  std::string text;
  return !scanner.member(name, text) || parse_rfc3339(text, time);
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool read_hex(std::string_view text, Hash& hash) {
  if (text.size() != 2 * hash.size()) return false;
  for (std::size_t i = 0; i < hash.size(); ++i) {
    const int high = digit_of(text[2 * i]), low = digit_of(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    hash[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return true;
}

bool read_blob(EntryScanner& scanner, Entry& entry) {
  if (!scanner.word(",\"blob\":{\"sha256\":\"")) return true;
  BlobRef blob;
  constexpr std::size_t hex_bytes = 64;
  if (scanner.rest().size() < hex_bytes) return false;
  const std::string_view hex = scanner.rest().substr(0, hex_bytes);
  if (!read_hex(hex, blob.sha256) || !scanner.word(hex)) return false;
  if (!scanner.word("\",\"len\":") || !scanner.number(blob.length) || !scanner.word("}"))
    return false;
  entry.blob = blob;
  return true;
}

// Behind it only the brace is left.
bool read_payload(EntryScanner& scanner, Entry& entry) {
  std::string encoded;
  if (scanner.word(",\"raw\":")) {
    const std::string_view raw = scanner.rest();
    if (raw.empty()) return false;
    entry.payload = raw.substr(0, raw.size() - 1);
    return scanner.word(entry.payload);
  }
  if (scanner.member("text", entry.payload)) return true;
  if (!scanner.member("bytes", encoded)) return true;
  auto bytes = from_base64(encoded);
  if (!bytes) return false;
  entry.payload = *std::move(bytes);
  return true;
}

bool read(std::string_view bytes, Entry& entry) {
  EntryScanner scanner(bytes);
  if (!scanner.word(entry_head) || !scanner.number(entry.index)) return false;
  scanner.member("src", entry.source);
  scanner.member("seq", entry.sequence);
  scanner.member("kind", entry.kind);
  scanner.member("id", entry.event);
  if (!read_time(scanner, "t", entry.time) || !read_time(scanner, "r", entry.received))
    return false;
  scanner.member("identity", entry.identity);
  scanner.member("session", entry.session);
  scanner.member("credential", entry.credential);
  scanner.member("action", entry.action);
  scanner.member("resource", entry.resource);
  scanner.member("address", entry.address);
  return read_blob(scanner, entry) && read_payload(scanner, entry) && scanner.rest() == "}";
}

}  // namespace

// Whatever the reading above let pass, one spelling is left.
Result<Entry> decode_entry(std::string_view bytes) {
  Entry entry;
  if (!read(bytes, entry) || encode_entry(entry) != bytes)
    return Error{Error::Code::corrupt, "not an entry of this record, or not as it spells one"};
  return entry;
}

}  // namespace gait::record
