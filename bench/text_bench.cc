// How fast a log of text lines is read, against finding its line ends.
//
//   text_bench LOG [ROUNDS]
//
// All in memory. Prints a table and one line of JSON (timing.h).
#include <fmt/format.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "bench/extract_passes.h"
#include "bench/timing.h"
#include "formats/parser.h"
#include "ingest/files.h"

namespace {

std::uint64_t count_lines(std::string_view input) {
  std::uint64_t lines = 0;
  const char* at = input.data();
  const char* const end = at + input.size();
  while (at < end) {
    const void* found = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
    if (found == nullptr) break;
    at = static_cast<const char*>(found) + 1;
    ++lines;
  }
  return lines;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace gait;
  using namespace gait::bench;
  constexpr std::size_t file_bytes_max = std::size_t{4} << 30;
  if (argc < 2) return fmt::print(stderr, "usage: text_bench LOG [ROUNDS]\n"), 2;
  auto text = ingest::read_text_file(argv[1], file_bytes_max);
  if (!text) return fmt::print(stderr, "{}\n", text.error().message), 2;
  const int rounds = argc > 2 ? std::max(1, std::atoi(argv[2])) : 5;
  const std::size_t size = text->size();
  text->append(formats::padding_bytes, ' ');
  const std::string_view input = std::string_view(*text).substr(0, size);

  std::vector<Contestant> contestants{
      {"count_lines", [&] { return count_lines(input); }},
      {"parse_to_activities", [&] { return parse_to_activities(input); }},
  };
  take_turns(contestants, rounds);
  print_results(contestants, size);
  return 0;
}
