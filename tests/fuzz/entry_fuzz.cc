// Arbitrary bytes as an entry of the record, and as all the fields of one: what is read encodes to
// the same bytes, what is encoded can be read.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "record/entry.h"

using namespace gait;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto entry = record::decode_entry(text))
    check(record::encode_entry(entry->index, entry->draft()) == text, "an entry has one spelling");
  record::EntryDraft draft;
  draft.source = text;
  draft.kind = draft.identity = draft.resource = text;
  draft.sequence = size;
  draft.time.ns = static_cast<std::int64_t>(size * 1'234'567'890'123'456'789U);
  draft.raw = text;
  draft.raw_kind = record::raw_kind_of(text);
  const std::string written = record::encode_entry(size, draft);
  const auto read = record::decode_entry(written);
  check(static_cast<bool>(read), "what is encoded can be read");
  check(read->raw == text && read->index == size, "what was encoded is read");
  return 0;
}
