// What a million identities cost: bytes of each, and of the process.
//
//   memory_bench [IDENTITIES] [sessions]     default: 1000000; `sessions`: see crowd.h
//
// Feeds the engine six hours at a time, as a folder that fills is scanned again and again. Prints
// where the bytes are, and one line of JSON.
#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <string>
#include <string_view>

#include "bench/crowd.h"
#include "bench/whole_scan.h"
#include "engine/engine.h"

namespace {

using namespace gait;

// A line of /proc/self/status such as `VmRSS`, in bytes.
std::size_t status_bytes(std::string_view name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(name)) return std::stoull(line.substr(name.size() + 1)) * 1024;
  return 0;
}

void feed(engine::Engine& engine, std::uint32_t identities, bool new_sessions) {
  bench::Crowd crowd(identities, new_sessions);
  Batch batch;
  for (std::uint32_t day = 0; day < bench::Crowd::days; ++day) {
    for (std::uint32_t part = 0; part < 4; ++part) {
      SymbolTable symbols;
      crowd.make(day, part, batch, symbols);
      std::vector<engine::Inlet> lanes(1);
      lanes.front().take(batch);
      engine.take(std::move(lanes), std::move(symbols), {}, {}, engine::one_after_another);
    }
    const std::size_t findings = engine.findings(engine.fold().watermark()).size();
    if (day % 7 == 6)
      fmt::print(stderr, "day {}: {} identities, {} findings that day, RSS {} MiB\n", day + 1,
                 engine.fold().identities(), findings, status_bytes("VmRSS:") >> 20);
  }
}

std::vector<std::size_t> profile_sizes(const engine::Engine& engine) {
  std::vector<std::size_t> sizes;
  engine.fold().for_each_profile(
      [&](const profile::Profile& profile) { sizes.push_back(profile.memory_bytes()); });
  std::ranges::sort(sizes);
  return sizes;
}

void print_sizes(const engine::Engine& engine, std::size_t rss, std::size_t rss_most) {
  const ScanStats stats = engine.stats();
  const engine::Fold& fold = engine.fold();
  const auto mib = [](std::size_t bytes) { return static_cast<double>(bytes) / (1 << 20); };
  const std::size_t named = stats.state_bytes + stats.symbol_bytes;
  fmt::print("profiles             {:7.0f} MiB\n", mib(stats.profile_bytes));
  fmt::print("peers                {:7.0f} MiB\n", mib(fold.peers().memory_bytes()));
  fmt::print("credentials in use   {:7.0f} MiB\n",
             mib(fold.memory_bytes() - stats.profile_bytes - fold.peers().memory_bytes()));
  fmt::print("registry, sessions   {:7.0f} MiB\n", mib(stats.state_bytes - fold.memory_bytes()));
  fmt::print("symbols              {:7.0f} MiB   ({} texts)\n", mib(stats.symbol_bytes),
             engine.symbols().size());
  fmt::print("everything else      {:7.0f} MiB\n", mib(rss) - mib(named));
  fmt::print("resident             {:7.0f} MiB   (most at any time: {:.0f})\n", mib(rss),
             mib(rss_most));
}

}  // namespace

int main(int argc, char** argv) {
  const auto identities =
      argc > 1 ? static_cast<std::uint32_t>(std::strtoul(argv[1], nullptr, 10)) : 1'000'000U;
  const bool new_sessions = argc > 2 && std::string_view(argv[2]) == "sessions";
  if (identities == 0)
    return fmt::print(stderr, "usage: memory_bench [IDENTITIES] [sessions]\n"), 2;

  const ActionCatalogue catalogue = bench::bench_catalogue();
  engine::Engine engine({}, catalogue);
  feed(engine, identities, new_sessions);
  // Before the sizes are asked for, which takes memory itself.
  const std::size_t rss = status_bytes("VmRSS:"), rss_most = status_bytes("VmHWM:");
  malloc_trim(0);
  const std::size_t trimmed = status_bytes("VmRSS:");
  print_sizes(engine, rss, rss_most);

  const auto sizes = profile_sizes(engine);
  const double mean = static_cast<double>(std::accumulate(sizes.begin(), sizes.end(), 0ULL)) /
                      static_cast<double>(sizes.size());
  const std::size_t p50 = sizes[sizes.size() / 2], p99 = sizes[sizes.size() * 99 / 100];
  fmt::print("bytes per profile    mean {:.0f}  p50 {}  p99 {}  max {}\n", mean, p50, p99,
             sizes.back());
  fmt::print(R"({{"identities":{},"activities":{},"resident_bytes":{},"resident_trimmed_bytes":{},)"
             R"("resident_most_bytes":{},"profile_mean":{:.0f},"profile_p50":{},"profile_p99":{},)"
             R"("profile_max":{}}})"
             "\n",
             sizes.size(), engine.stats().activities, rss, trimmed, rss_most, mean, p50, p99,
             sizes.back());
  return 0;
}
