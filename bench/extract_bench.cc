// How fast a log of JSON lines is read, against simdjson On-Demand visiting every value of the same
// bytes.
//
//   extract_bench RECORDS.ndjson [ROUNDS]
//
// All in memory. Prints a table and one line of JSON (timing.h).
#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <string_view>

#include "bench/extract_passes.h"
#include "bench/full_iterate.h"
#include "bench/timing.h"
#include "formats/parser.h"
#include "ingest/files.h"

int main(int argc, char** argv) {
  using namespace gait;
  using namespace gait::bench;
  constexpr std::size_t file_bytes_max = std::size_t{4} << 30;
  if (argc < 2) return fmt::print(stderr, "usage: extract_bench RECORDS.ndjson [ROUNDS]\n"), 2;
  auto text = ingest::read_text_file(argv[1], file_bytes_max);
  if (!text) return fmt::print(stderr, "{}\n", text.error().message), 2;
  const int rounds = argc > 2 ? std::max(1, std::atoi(argv[2])) : 5;
  const std::size_t size = text->size();
  text->append(std::max(formats::padding_bytes, iterate_padding_bytes), ' ');
  const std::string_view input = std::string_view(*text).substr(0, size);

  const std::string format = format_of(input);
  fmt::print("{}\n", format);
  std::vector<Contestant> contestants{
      {"iterate", [&] { return full_iterate(input, false); }},
      {"iterate_unescape", [&] { return full_iterate(input, true); }},
      {"extract", [&] { return extract(input, format); }},
      {"parse_to_activities", [&] { return parse_to_activities(input); }},
  };
  take_turns(contestants, rounds);
  print_results(contestants, size);
  return 0;
}
