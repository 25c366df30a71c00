#include "bench/extract_passes.h"

#include "base/check.h"
#include "formats/log_parser.h"
#include "formats/cloudtrail_fields.h"
#include "formats/json_frame.h"
#include "formats/json_walk.h"

namespace gait::bench {

using namespace formats;

std::uint64_t extract(std::string_view input) {
  BlockIndex index;
  std::uint64_t sum = 0;
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
      CloudTrailFields fields;
      check(read_fields(walk, rest.data(), fields), "the lines of the bench are CloudTrail");
      sum += fields.event_id.size() + fields.caller.arn.size() + fields.param_count;
      word = walk.at();
    }
    at += length;
  }
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
