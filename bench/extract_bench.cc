// How fast CloudTrail is read, against simdjson On-Demand visiting every value of the same bytes.
//
//   extract_bench <records.ndjson> [rounds]
//
// The contestants take turns, and the ratio of medians is the result: on a shared machine
// the rates of one run mean little by themselves. Prints a table, then one line of JSON.
#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/cloudtrail.h"
#include "formats/cloudtrail_fields.h"
#include "formats/json_frame.h"
#include "formats/json_walk.h"

namespace {

using namespace gait;
using namespace gait::formats;
namespace ondemand = simdjson::ondemand;

std::string read_file(const char* path) {
  std::string text;
  std::FILE* file = std::fopen(path, "rb");
  if (file == nullptr) return text;
  std::vector<char> buffer(1 << 20);
  for (std::size_t n; (n = std::fread(buffer.data(), 1, buffer.size(), file)) > 0;)
    text.append(buffer.data(), n);
  std::fclose(file);
  return text;
}

std::uint64_t visit(ondemand::value value, bool unescape_all);

std::uint64_t visit_object(ondemand::object object, bool unescape_all) {
  std::uint64_t sum = 0;
  for (auto field : object) {
    if (unescape_all)
      sum += field.unescaped_key().value().size();
    else
      sum += static_cast<std::uint64_t>(*field.key().value().raw());
    sum += visit(field.value(), unescape_all);
  }
  return sum;
}

std::uint64_t visit(ondemand::value value, bool unescape_all) {
  std::uint64_t sum = 0;
  switch (value.type().value()) {
    case ondemand::json_type::object:
      return visit_object(value.get_object().value(), unescape_all);
    case ondemand::json_type::array:
      for (auto element : value.get_array()) sum += visit(element.value(), unescape_all);
      return sum;
    case ondemand::json_type::string:
      if (unescape_all) return value.get_string().value().size();
      return static_cast<std::uint64_t>(*value.get_raw_json_string().value().raw());
    case ondemand::json_type::number:
    case ondemand::json_type::boolean:
    case ondemand::json_type::null:
      return value.raw_json_token().size();
  }
  return sum;
}

std::uint64_t iterate_all(std::string_view input, bool unescape_all) {
  ondemand::parser parser;
  std::uint64_t sum = 0;
  for (std::size_t at = 0; at < input.size();) {
    const std::size_t end = std::min(input.find('\n', at), input.size());
    const simdjson::padded_string_view line(input.data() + at, end - at, end - at + padding_bytes);
    auto document = parser.iterate(line);
    sum += visit_object(document.get_object().value(), unescape_all);
    at = end + 1;
  }
  return sum;
}

std::uint64_t extract(std::string_view input) {
  BlockIndex index;
  std::uint64_t sum = 0;
  for (std::size_t at = 0; at < input.size();) {
    const std::string_view rest = input.substr(at, block_bytes);
    const std::size_t length = rest.size() < block_bytes ? rest.size() : safe_cut(rest);
    if (length == 0 || index.build(rest.substr(0, length)) != BlockIndex::Fault::none) break;
    const std::uint32_t* word = index.positions();
    const std::uint32_t* const end = word + index.size();
    while (word < end) {
      JsonWalk walk(rest.data(), word, end);
      CloudTrailFields fields;
      if (!read_fields(walk, rest.data(), fields)) return 0;
      sum += fields.event_id.size() + fields.caller.arn.size() + fields.param_count;
      word = walk.at();
    }
    at += length;
  }
  return sum;
}

std::uint64_t parse_all(std::string_view input) {
  constexpr std::size_t piece_bytes = 1024 * 1024;
  SymbolTable symbols;
  const ActionCatalogue catalogue;
  CloudTrailParser parser({symbols, catalogue, nullptr});
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
    if (progress.consumed == 0) break;
    at += progress.consumed;
  }
  return activities;
}

struct Contestant {
  std::string name;
  std::function<std::uint64_t()> run;
  std::vector<double> seconds;
  std::uint64_t sum = 0;

  double median() {
    std::ranges::sort(seconds);
    return seconds[seconds.size() / 2];
  }
};

void take_turns(std::vector<Contestant>& contestants, int rounds) {
  for (int round = 0; round < rounds; ++round) {
    for (Contestant& contestant : contestants) {
      const auto start = std::chrono::steady_clock::now();
      contestant.sum = contestant.run();
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
      contestant.seconds.push_back(took.count());
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return fmt::print(stderr, "usage: extract_bench <records.ndjson> [rounds]\n"), 2;
  std::string text = read_file(argv[1]);
  if (text.empty()) return fmt::print(stderr, "`{}` is empty or cannot be read\n", argv[1]), 2;
  const int rounds = argc > 2 ? std::max(1, std::atoi(argv[2])) : 5;
  const std::size_t size = text.size();
  text.append(padding_bytes, ' ');
  const std::string_view input = std::string_view(text).substr(0, size);

  std::vector<Contestant> contestants{
      {"iterate_raw", [&] { return iterate_all(input, false); }, {}},
      {"iterate_unescape", [&] { return iterate_all(input, true); }, {}},
      {"extract", [&] { return extract(input); }, {}},
      {"parse_to_activity", [&] { return parse_all(input); }, {}},
  };
  take_turns(contestants, rounds);

  const double raw = contestants[0].median();
  std::string json = fmt::format("{{\"bytes\":{},\"rounds\":{}", size, rounds);
  for (Contestant& contestant : contestants) {
    const double rate = static_cast<double>(size) / contestant.median() / 1e6;
    const double ratio = raw / contestant.median();
    fmt::print("{:18} {:8.0f} MB/s  {:.2f} of iterate_raw  ({})\n", contestant.name, rate, ratio,
               contestant.sum);
    json +=
        fmt::format(",\"{0}_mb_s\":{1:.0f},\"{0}_ratio\":{2:.3f}", contestant.name, rate, ratio);
  }
  fmt::print("{}}}\n", json);
  return 0;
}
