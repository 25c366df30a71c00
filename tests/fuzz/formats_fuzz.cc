// Arbitrary bytes as a log of any format: whole and in two pieces. Any way of cutting
// the input must give the same activities.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/check.h"
#include "formats/log_parser.h"

namespace {

using namespace gait;
using namespace gait::formats;

// Copies the piece so that a read outside of it and its padding is found.
Progress feed(LogParser& parser, std::string_view piece, bool last, Batch& batch) {
  std::string padded(piece);
  padded.append(padding_bytes, '}');
  return parser.parse(std::string_view(padded).substr(0, piece.size()), last, batch);
}

// A parser is large; one serves many inputs, and a new one comes before its symbols fill memory.
struct Reader {
  SymbolTable symbols;
  ActionCatalogue catalogue;
  LogParser parser{{symbols, catalogue, nullptr}};
};

LogParser& shared_parser() {
  constexpr int uses_max = 20'000;
  static std::unique_ptr<Reader> reader;
  static int uses = 0;
  if (reader == nullptr || ++uses > uses_max) reader = std::make_unique<Reader>(), uses = 0;
  return reader->parser;
}

Batch read_in_two(std::string_view input, std::size_t cut) {
  LogParser& parser = shared_parser();
  Batch batch;
  parser.begin();
  const Progress first = feed(parser, input.substr(0, cut), false, batch);
  check(first.consumed <= cut, "a parser consumes only what it was given");
  const Progress second = feed(parser, input.substr(first.consumed), true, batch);
  check(first.consumed + second.consumed == input.size(), "the last piece is consumed whole");
  check(batch.counts.records ==
            batch.counts.activities + batch.counts.ignored + batch.counts.malformed,
        "every record is one of three");
  check(batch.counts.activities == batch.activities.size(), "every activity is counted");
  return batch;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t cut = (data[0] | std::size_t{data[1]} << 8) % (size - 1);
  const std::string_view input(reinterpret_cast<const char*>(data) + 2, size - 2);
  const Batch whole = read_in_two(input, 0);
  const Batch parts = read_in_two(input, std::min(cut, input.size()));
  // Where brackets are broken, what a line takes in may depend on the piece; sound input may not.
  if (whole.counts.malformed == 0)
    check(parts.counts.activities == whole.counts.activities, "cuts do not lose records");
  return 0;
}
