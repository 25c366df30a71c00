#pragma once

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

namespace gait::bench {

// How long something took, in seconds. On a quiet machine one thread has as much of both; on a
// shared one the processor time is what is left of the truth.
struct Took {
  double wall = 0, cpu = 0;  // cpu: of all threads of the process
};

inline double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// Memory that an earlier turn gave back is returned to the system first, so that each turn pays
// for its pages as a fresh process does.
inline Took time_of(const std::function<void()>& run) {
  malloc_trim(0);
  const double cpu = cpu_seconds();
  const auto wall = std::chrono::steady_clock::now();
  run();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - wall;
  return {took.count(), cpu_seconds() - cpu};
}

// One way of doing the work. `sum` is something it computed, so that no compiler leaves it out.
struct Contestant {
  std::string name;
  std::function<std::uint64_t()> run;
  std::vector<Took> rounds = {};
  std::uint64_t sum = 0;
};

// A B A B ...: what disturbs the machine for a while disturbs all of them.
inline void take_turns(std::vector<Contestant>& contestants, int rounds) {
  for (int round = 0; round < rounds; ++round)
    for (Contestant& contestant : contestants)
      contestant.rounds.push_back(time_of([&] { contestant.sum = contestant.run(); }));
}

inline double median(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

inline double median_of(const Contestant& contestant, double Took::*clock) {
  std::vector<double> values;
  for (const Took& took : contestant.rounds) values.push_back(took.*clock);
  return median(values);
}

// How many times as fast as the reference: the median of the ratios of each round.
inline double speed_ratio(const Contestant& contestant, const Contestant& reference,
                          double Took::*clock) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < contestant.rounds.size(); ++i)
    ratios.push_back(reference.rounds[i].*clock / contestant.rounds[i].*clock);
  return median(ratios);
}

// A table of all against the first, and then one line of JSON: `{"bytes":.., "rounds":..,
// "contestants":[{"name":.., "ratio_cpu":.., "ratio_wall":.., "cores":..}]}`. `cores` is how many
// processors it was given while it ran.
inline void print_results(const std::vector<Contestant>& contestants, std::uint64_t bytes) {
  const Contestant& reference = contestants.front();
  std::string json;
  for (const Contestant& contestant : contestants) {
    const double seconds = median_of(contestant, &Took::wall);
    const double cores = median_of(contestant, &Took::cpu) / seconds;
    const double cpu = speed_ratio(contestant, reference, &Took::cpu);
    const double wall = speed_ratio(contestant, reference, &Took::wall);
    fmt::print("{:20} {:7.3f} s on {:.2f} cores {:6.0f} MB/s   {:.3f} (cpu) {:.3f} (wall) of {}\n",
               contestant.name, seconds, cores, static_cast<double>(bytes) / seconds / 1e6, cpu,
               wall, reference.name);
    json +=
        fmt::format(R"({}{{"name":"{}","ratio_cpu":{:.4f},"ratio_wall":{:.4f},"cores":{:.3f}}})",
                    json.empty() ? "" : ",", contestant.name, cpu, wall, cores);
  }
  fmt::print(R"({{"bytes":{},"rounds":{},"contestants":[{}]}})"
             "\n",
             bytes, reference.rounds.size(), json);
}

}  // namespace gait::bench
