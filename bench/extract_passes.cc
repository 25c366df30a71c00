#include "bench/extract_passes.h"

#include "base/check.h"
#include "formats/cloudtrail_fields.h"
#include "formats/cloudtrail_reader.h"
#include "formats/json_frame.h"
#include "formats/json_walk.h"
#include "formats/log_parser.h"

namespace gait::bench {

using namespace formats;

namespace {

// Gives a walk of each block of lines to `read_record` until the block is read.
template <class ReadRecord>
void each_record(std::string_view input, ReadRecord&& read_record) {
  BlockIndex index;
  for (std::size_t at = 0; at < input.size();) {
    const std::string_view rest = input.substr(at, block_bytes);
    const std::size_t length = rest.size() < block_bytes ? rest.size() : safe_cut(rest);
    check(length != 0, "a line of the bench is shorter than a block");
    check(index.build(rest.substr(0, length)) == BlockIndex::Fault::none,
          "the lines of the bench are JSON");
    const std::uint32_t* word = index.positions();
    const std::uint32_t* const end = word + index.size();
    while (word < end) {
      JsonWalk walk(rest.data(), word, end);
      read_record(walk, rest.data());
      word = walk.at();
    }
    at += length;
  }
}

std::uint64_t extract_cloudtrail(std::string_view input) {
  std::uint64_t sum = 0;
  each_record(input, [&sum](JsonWalk& walk, const char* text) {
    CloudTrailFields fields;
    check(read_fields(walk, text, fields), "the lines of the bench are CloudTrail");
    sum += fields.event_id.size() + fields.caller.arn.size() + fields.param_count;
  });
  return sum;
}

}  // namespace

std::string format_of(std::string_view input) {
  SymbolTable symbols;
  const ActionCatalogue catalogue;
  LogParser parser({symbols, catalogue, nullptr});
  Batch batch;
  parser.begin();
  parser.parse(input.substr(0, std::size_t{1} << 16), false, batch);
  check(!parser.counts().empty(), "the lines of the bench are of a format that Gait knows");
  return parser.counts().front().name;
}

std::uint64_t extract(std::string_view input, const std::string& format) {
  if (format == CloudTrailReader::format_name) return extract_cloudtrail(input);
  std::vector<std::string_view> paths;
  const JsonFormat& wanted = *find_json_format(format);
  for (const FieldSpec& field : wanted.fields) paths.push_back(field.path);
  const FieldTable table = *FieldTable::make(paths, wanted.letters);
  Fields fields = table.fields();
  std::uint64_t sum = 0;
  each_record(input, [&](JsonWalk& walk, const char* text) {
    check(table.read(walk, text, fields, [&] { sum += fields.record().size(); }),
          "the lines of the bench can be read");
  });
  return sum;
}

std::uint64_t parse_to_activities(std::string_view input) {
  constexpr std::size_t piece_bytes = std::size_t{1} << 20;
  SymbolTable symbols;
  const ActionCatalogue catalogue;
  LogParser parser({symbols, catalogue, nullptr});
  parser.begin();
  std::uint64_t activities = 0;
  Batch batch;
  for (std::size_t at = 0; at < input.size();) {
    const std::string_view piece = input.substr(at, piece_bytes);
    batch.activities.clear();
    batch.mints.clear();
    batch.twins.clear();
    const bool last = at + piece.size() == input.size();
    const Progress progress = parser.parse(piece, last, batch);
    activities += batch.activities.size();
    check(progress.consumed != 0, "a line of the bench is shorter than a piece");
    at += progress.consumed;
  }
  return activities;
}

}  // namespace gait::bench
