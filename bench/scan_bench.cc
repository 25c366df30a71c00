// How fast a whole scan is, without its output: parse, identity, intern, sort, profile, judge.
//
//   scan_bench iterate RECORDS.ndjson [ROUNDS]   against simdjson visiting every value of the file
//   scan_bench gunzip FOLDER [ROUNDS]            against libdeflate alone on the same gz files
//   scan_bench threads RECORDS.ndjson [ROUNDS]   two threads against one
//   scan_bench turns RECORDS.ndjson              scans once per line of standard input and answers
//                                                `WALL CPU` in seconds, for whoever calls the turns
//
// Both sides read files, from the page cache once a first round has filled it. Prints a table and
// one line of JSON (timing.h).
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <thread>

#include "bench/full_iterate.h"
#include "bench/gunzip_all.h"
#include "bench/timing.h"
#include "bench/whole_scan.h"

namespace {

using namespace gait;
using namespace gait::bench;

struct Arguments {
  std::string mode, path;
  int rounds = 5;
};

// A contestant that scans; where the time went is told on standard error.
Contestant scanning(std::string name, const std::string& path, const ActionCatalogue& catalogue,
                    std::size_t threads) {
  return {std::move(name), [&path, &catalogue, threads] {
            const ScanStages stages = whole_scan(path, catalogue, threads);
            fmt::print(stderr, "  read {:.3f} learn {:.3f} tell {:.3f} free {:.3f}\n", stages.read,
                       stages.learn, stages.tell, stages.free);
            return static_cast<std::uint64_t>(stages.findings);
          }};
}

// Two threads that only count: how many processors the machine has to offer at this time.
std::uint64_t spin_on_two() {
  const auto spin = [] {
    for (std::uint32_t i = 0; i < 500'000'000; ++i) asm volatile("");
  };
  std::thread other(spin);
  spin();
  other.join();
  return 2;
}

// The first round fills the page cache and is not counted.
void compete(std::vector<Contestant> contestants, int rounds, std::uint64_t bytes) {
  for (Contestant& contestant : contestants) contestant.run();
  take_turns(contestants, rounds);
  print_results(contestants, bytes);
}

int turns(const std::string& path, const ActionCatalogue& catalogue) {
  for (std::string line; std::getline(std::cin, line);) {
    const Took took = time_of([&] { whole_scan(path, catalogue, 1); });
    fmt::print("{:.6f} {:.6f}\n", took.wall, took.cpu);
    std::fflush(stdout);
  }
  return 0;
}

int run(const Arguments& arguments) {
  const std::string& path = arguments.path;
  const ActionCatalogue catalogue = bench_catalogue();
  if (arguments.mode == "turns") return turns(path, catalogue);
  if (arguments.mode == "gunzip") {
    const auto files = gzip_files(path);
    compete(
        {{"libdeflate", [&] { return gunzip_all(files); }}, scanning("scan", path, catalogue, 1)},
        arguments.rounds, gunzip_all(files));
    return 0;
  }
  const std::uint64_t bytes = std::filesystem::file_size(path);
  if (arguments.mode == "iterate")
    compete({{"iterate", [&] { return full_iterate_file(path); }},
             scanning("scan", path, catalogue, 1)},
            arguments.rounds, bytes);
  else if (arguments.mode == "threads")
    compete({scanning("scan_1", path, catalogue, 1),
             scanning("scan_2", path, catalogue, 2),
             {"spin_2", spin_on_two}},
            arguments.rounds, bytes);
  else
    return fmt::print(stderr, "`{}` is no mode; see scan_bench.cc\n", arguments.mode), 2;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3)
    return fmt::print(stderr, "usage: scan_bench iterate|gunzip|threads|turns PATH [ROUNDS]\n"), 2;
  Arguments arguments{argv[1], argv[2]};
  if (argc > 3) arguments.rounds = std::max(1, std::atoi(argv[3]));
  std::error_code failure;
  if (!std::filesystem::exists(arguments.path, failure))
    return fmt::print(stderr, "`{}` cannot be read\n", arguments.path), 2;
  return run(arguments);
}
