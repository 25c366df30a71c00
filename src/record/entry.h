#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "record/hash.h"
#include "record/sealed_field.h"

namespace gait::record {

// What a source's own bytes are, which says how they stand in an entry.
enum class RawKind : std::uint8_t {
  none,
  json,   // one JSON value on one line, UTF-8: verbatim
  text,   // other UTF-8: as a JSON string
  bytes,  // anything else: base64
};
RawKind raw_kind_of(std::string_view raw);

// A payload that lies beside the log, named by its content.
struct BlobRef {
  Hash sha256{};
  std::uint64_t length = 0;
  std::string media_type;  // `application/json`

  bool operator==(const BlobRef&) const = default;
};

// An entry before it has a place in the log. What is empty or zero is left out; `source` is not.
// Nothing is owned. A text of which more than `field_bytes_max` would be written is cut, at the
// border of a character: the record as the source wrote it is in `raw`.
struct EntryDraft {
  std::string_view source;     // format name, `aws_cloudtrail`; `gait` for what the log says itself
  std::string_view kind;       // of an entry of `gait`: `hold`, `erasure`, `prune` ...
  std::uint64_t sequence = 0;  // 1, 2, 3 ... of this source: a jump is a gap
  std::string_view event_id;
  Timestamp time;      // when it happened, as the source says; 0 is unknown
  Timestamp received;  // when it came here
  std::string_view identity, session, credential, action, resource, address;
  std::span<const SealedField> sealed;
  const BlobRef* blob = nullptr;
  std::string_view raw;              // redacted (redaction.h)
  RawKind raw_kind = RawKind::none;  // as `raw_kind_of` says
};
inline constexpr std::size_t field_bytes_max = 2048;

// The leaf of the tree: JSON on one line, in one order of keys, with one spelling for each value,
// so that a draft and an index have exactly one entry. docs/formats/record.md has every byte.
std::string encode_entry(std::uint64_t index, const EntryDraft& draft);

// The same in the pieces that a log's writer takes before the index is known: `entry_head`, the
// index in decimal, and what this appends to `out`.
inline constexpr std::string_view entry_head = R"({"v":1,"i":)";
void append_entry_tail(std::string& out, const EntryDraft& draft);

// False when the entry would be longer than 65,535 bytes at some index. Then the raw bytes become
// a blob: `blob_of` names them, and the draft has that in place of `raw`.
bool fits_entry(const EntryDraft& draft);
BlobRef blob_of(std::string_view raw, RawKind kind);

// An entry as it was read; owns what it says.
struct Entry {
  std::uint64_t index = 0;
  std::string source, kind;
  std::uint64_t sequence = 0;
  std::string event_id;
  Timestamp time, received;
  std::string identity, session, credential, action, resource, address;
  std::vector<SealedField> sealed;
  std::optional<BlobRef> blob;
  std::string raw;
  RawKind raw_kind = RawKind::none;

  EntryDraft draft() const;  // of this, as long as it lives

  bool operator==(const Entry&) const = default;
};

// Strict: what is read encodes to the same bytes, anything else is `corrupt`. Never throws.
Result<Entry> decode_entry(std::string_view text);

}  // namespace gait::record
