// What valgrind counts the instructions of:
//
//   valgrind --tool=callgrind --collect-atstart=no --toggle-collect=gait_bench_counted
//     instructions_bench extract|scan RECORDS.ndjson
//
// The extraction or the whole scan of the file, once, with one thread; reading the catalogue and,
// for the extraction, the file is not counted. Prints one line of JSON.
#include <fmt/format.h>

#include <functional>
#include <string>
#include <string_view>

#include "bench/extract_passes.h"
#include "bench/whole_scan.h"
#include "formats/parser.h"
#include "ingest/files.h"

// The name that callgrind waits for: it must not be inlined or mangled.
extern "C" [[gnu::noinline]] void gait_bench_counted(const std::function<void()>& run) {
  run();
  asm volatile("" ::: "memory");  // no tail call: collecting ends when this returns
}

namespace {

using namespace gait;
using namespace gait::bench;

int count_extract(const char* path) {
  constexpr std::size_t file_bytes_max = std::size_t{256} << 20;
  auto text = ingest::read_text_file(path, file_bytes_max);
  if (!text) return fmt::print(stderr, "{}\n", text.error().message), 2;
  const std::size_t size = text->size();
  text->append(formats::padding_bytes, ' ');
  std::uint64_t sum = 0;
  gait_bench_counted([&] { sum = extract(std::string_view(*text).substr(0, size), "aws_cloudtrail"); });
  fmt::print("{{\"sum\":{},\"compiler\":\"{}\"}}\n", sum, __VERSION__);
  return 0;
}

int count_scan(const char* path) {
  const ActionCatalogue catalogue = bench_catalogue();
  std::size_t findings = 0;
  gait_bench_counted([&] { findings = whole_scan(path, catalogue, 1).findings; });
  fmt::print("{{\"sum\":{},\"compiler\":\"{}\"}}\n", findings, __VERSION__);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc == 3 ? argv[1] : "";
  if (what == "extract") return count_extract(argv[2]);
  if (what == "scan") return count_scan(argv[2]);
  return fmt::print(stderr, "usage: instructions_bench extract|scan RECORDS.ndjson\n"), 2;
}
