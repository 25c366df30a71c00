// How fast leaves and nodes of the record are hashed by each kernel, against OpenSSL in the same
// run.
//
//   hash_bench [ROUNDS]
//
// All in memory, in batches of 256 as the log has them. Prints the processor time of one hash.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "bench/timing.h"
#include "record/sha256_kernels.h"

namespace gait::bench {
namespace {

using record::Hash;
using record::Kernel;

constexpr std::size_t batch = 256;
constexpr std::size_t batches = 400;

// One line for each kernel that this processor has; `hash_batch` hashes `batch` times.
template <class HashBatch>
void compare(std::string_view what, int rounds, HashBatch hash_batch) {
  std::vector<Contestant> contestants;
  for (const Kernel kernel : record::kernels) {
    const std::string name(record::kernel_names[static_cast<std::size_t>(kernel)]);
    if (!is_supported(kernel)) {
      fmt::print("{:12} {:8} not on this processor\n", what, name);
      continue;
    }
    contestants.push_back({name, [=] {
                             std::uint64_t sum = 0;
                             for (std::size_t i = 0; i < batches; ++i) sum += hash_batch(kernel);
                             return sum;
                           }});
  }
  take_turns(contestants, rounds);
  for (const Contestant& contestant : contestants)
    fmt::print("{:12} {:8} {:6.0f} ns   {:.2f} times as fast as {}\n", what, contestant.name,
               median_of(contestant, &Took::cpu) * 1e9 / (batch * batches),
               speed_ratio(contestant, contestants.front(), &Took::cpu), contestants.front().name);
}

void compare_leaves(std::size_t bytes_min, std::size_t bytes_max, int rounds) {
  std::vector<std::string> entries;
  for (std::size_t i = 0; i < batch; ++i)
    entries.emplace_back(bytes_min + i * 97 % (bytes_max - bytes_min + 1), static_cast<char>(i));
  const std::vector<std::string_view> views(entries.begin(), entries.end());
  const std::string what = bytes_min == bytes_max ? fmt::format("leaf {}", bytes_min)
                                                  : fmt::format("leaf {}-{}", bytes_min, bytes_max);
  compare(what, rounds, [&](Kernel kernel) {
    std::vector<Hash> hashes(batch);
    hash_all(kernel, {"\0", 1}, views, hashes);
    return std::uint64_t{hashes.back()[0]};
  });
}

void compare_nodes(int rounds) {
  std::vector<Hash> children(2 * batch), parents(batch);
  compare("node", rounds, [&](Kernel kernel) {
    hash_pairs(kernel, children, parents);
    return std::uint64_t{parents.back()[0]};
  });
}

}  // namespace
}  // namespace gait::bench

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 9;
  gait::bench::compare_leaves(300, 300, rounds);
  gait::bench::compare_leaves(1261, 1261, rounds);
  gait::bench::compare_leaves(100, 2400, rounds);
  gait::bench::compare_nodes(rounds);
  return 0;
}
