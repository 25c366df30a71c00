// Arbitrary bytes as lines of text, whole and in two pieces: any way of cutting them must give the
// same activities, and every byte is accounted for. Also the decoders of single values.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "formats/auditd_text.h"
#include "formats/format_table.h"
#include "formats/shell_command.h"
#include "formats/text_records.h"

namespace {

using namespace gait;
using namespace gait::formats;

// Copies the piece, so that a read outside of it is found.
Progress feed(TextRecords& records, std::string_view piece, bool last, Batch& batch) {
  const std::vector<char> bytes(piece.begin(), piece.end());
  return records.parse({bytes.data(), bytes.size()}, last, batch);
}

Batch read_in_two(std::string_view input, std::size_t cut) {
  SymbolTable symbols;
  const ActionCatalogue catalogue;
  const ParserContext context{symbols, catalogue};
  TextRecords records(context, text_formats());
  Batch batch;
  const Progress first = feed(records, input.substr(0, cut), false, batch);
  check(first.consumed <= cut, "what is consumed was given");
  if (records.met_json()) return batch;
  const Progress second = feed(records, input.substr(first.consumed), true, batch);
  check(records.met_json() || first.consumed + second.consumed == input.size(),
        "the last piece is consumed whole");
  check(batch.counts.records ==
            batch.counts.activities + batch.counts.ignored + batch.counts.malformed,
        "every record is one of three");
  return batch;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data) + 2, size - 2);
  const std::size_t cut = (data[0] | std::size_t{data[1]} << 8) % (input.size() + 1);
  const Batch whole = read_in_two(input, 0);
  const Batch parts = read_in_two(input, cut);
  check(whole.counts.malformed == parts.counts.malformed, "cuts break no line");
  check(whole.counts.ignored == parts.counts.ignored, "cuts lose no line");
  check(std::ranges::equal(whole.activities, parts.activities, {}, &Activity::event,
                           &Activity::event),
        "cuts change no activity");
  decode_audit_text(input);
  decode_audit_arguments(input);
  command_for_catalogue(input);
  return 0;
}
