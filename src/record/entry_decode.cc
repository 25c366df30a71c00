#include <fmt/format.h>

#include <charconv>

#include "record/base64.h"
#include "record/entry.h"
#include "record/json_text.h"

namespace gait::record {
namespace {

// Reads the members in their one order. It may accept a spelling that no encoder writes: that is
// found by encoding again.
class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  bool parse(Entry& entry) {
    return take(entry_head) && number(entry.index) && text(R"(,"src":)", entry.source, true) &&
           text(R"(,"kind":)", entry.kind) && number(R"(,"seq":)", entry.sequence) &&
           text(R"(,"id":)", entry.event_id) && time(R"(,"t":)", entry.time) &&
           time(R"(,"r":)", entry.received) && text(R"(,"identity":)", entry.identity) &&
           text(R"(,"session":)", entry.session) && text(R"(,"credential":)", entry.credential) &&
           text(R"(,"action":)", entry.action) && text(R"(,"resource":)", entry.resource) &&
           text(R"(,"address":)", entry.address) && sealed(entry.sealed) && blob(entry.blob) &&
           raw(entry) && rest_ == "}";
  }
  std::size_t left() const { return rest_.size(); }

 private:
  bool take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  bool number(std::uint64_t& value) {
    const auto [end, failure] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (failure != std::errc{}) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return true;
  }

  bool number(std::string_view key, std::uint64_t& value) { return !take(key) || number(value); }

  bool text(std::string_view key, std::string& value, bool needed = false) {
    return take(key) ? take_json_string(rest_, value) : !needed;
  }

  bool time(std::string_view key, Timestamp& value) {
    std::string written;
    return !take(key) || (take_json_string(rest_, written) && parse_rfc3339(written, value));
  }

  bool base64(std::string_view key, std::string& bytes) {
    std::string written;
    if (!take(key) || !take_json_string(rest_, written)) return false;
    auto read = from_base64(written);
    if (!read) return false;
    bytes = *std::move(read);
    return true;
  }

  bool sealed(std::vector<SealedField>& fields) {
    if (!take(R"(,"sealed":[)")) return true;
    do {
      SealedField field;
      if (!take("{") || !text(R"("name":)", field.name, true) || !take(R"(,"alg":"A256GCM")") ||
          !text(R"(,"key":)", field.key, true) || !base64(R"(,"nonce":)", field.nonce) ||
          !base64(R"(,"ct":)", field.ciphertext) || !base64(R"(,"tag":)", field.tag) ||
          !base64(R"(,"kc":)", field.commitment) || !take("}"))
        return false;
      fields.push_back(std::move(field));
    } while (take(","));
    return take("]");
  }

  bool blob(std::optional<BlobRef>& blob) {
    if (!take(R"(,"blob":{"sha256":")")) return true;
    BlobRef read;
    return hex(read.sha256) && take(R"(","len":)") && number(read.length) &&
           text(R"(,"type":)", read.media_type) && take("}") && (blob = std::move(read), true);
  }

  bool hex(Hash& hash) {
    for (std::uint8_t& byte : hash) {
      const char* const end = rest_.data() + std::min<std::size_t>(rest_.size(), 2);
      const auto [behind, failure] = std::from_chars(rest_.data(), end, byte, 16);
      if (failure != std::errc{} || behind != rest_.data() + 2) return false;
      rest_.remove_prefix(2);
    }
    return true;
  }

  bool raw(Entry& entry) {
    if (take(R"(,"raw":)")) {
      const std::size_t end = json_value_end(rest_, 0);
      if (end == std::string_view::npos) return false;
      entry.raw = rest_.substr(0, end);
      entry.raw_kind = RawKind::json;
      rest_.remove_prefix(end);
      return true;
    }
    if (rest_.starts_with(R"(,"text":)")) {
      entry.raw_kind = RawKind::text;
      return text(R"(,"text":)", entry.raw);
    }
    if (!rest_.starts_with(R"(,"bytes":)")) return true;
    entry.raw_kind = RawKind::bytes;
    return base64(R"(,"bytes":)", entry.raw);
  }

  std::string_view rest_;
};

}  // namespace

EntryDraft Entry::draft() const {
  EntryDraft draft;
  draft.source = source;
  draft.kind = kind;
  draft.sequence = sequence;
  draft.event_id = event_id;
  draft.time = time;
  draft.received = received;
  draft.identity = identity;
  draft.session = session;
  draft.credential = credential;
  draft.action = action;
  draft.resource = resource;
  draft.address = address;
  draft.sealed = sealed;
  draft.blob = blob ? &*blob : nullptr;
  draft.raw = raw;
  draft.raw_kind = raw_kind;
  return draft;
}

Result<Entry> decode_entry(std::string_view text) {
  Entry entry;
  Parser parser(text);
  if (!parser.parse(entry))
    return Error{Error::Code::corrupt,
                 fmt::format("no entry of a record: byte {} is not what stands there",
                             text.size() - parser.left())};
  const bool kind_fits =
      entry.raw_kind == RawKind::none || raw_kind_of(entry.raw) == entry.raw_kind;
  if (!kind_fits || encode_entry(entry.index, entry.draft()) != text)
    return Error{Error::Code::corrupt, "no entry of a record: spelled as no encoder does"};
  return entry;
}

}  // namespace gait::record
