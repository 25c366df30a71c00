// What the record costs.
//
//   record_bench append FOLDER ENTRY_BYTES ROUNDS    durable appending, against a plain file with
//   as
//                                                    many syncs, and RocksDB with as large batches
//   record_bench read FOLDER ENTRY_BYTES BYTES       recovery, proofs and a full check of a log of
//                                                    that size, against hashing its entries alone
//
// FOLDER is on the disk that is measured, and is emptied. Prints a table, and one line of JSON.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "bench/record_contest.h"
#include "bench/timing.h"
#include "record/entry.h"
#include "record/hash.h"
#include "store/log_reader.h"
#include "store/log_writer.h"
#include "store/recovery.h"
#include "store/verify_log.h"

namespace gait::bench {
namespace {

constexpr std::uint64_t append_bytes = std::uint64_t{256} << 20;

std::string empty_folder(const std::string& folder) {
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

template <class T>
T must(Result<T> result) {
  if (!result) {
    fmt::print(stderr, "record_bench: {}\n", result.error().message);
    std::exit(2);
  }
  return *std::move(result);
}

void append(const std::string& folder, std::size_t entry_bytes, int rounds) {
  RecordInput input = make_record_input(entry_bytes, append_bytes);
  std::vector<Contestant> contestants{
      {"plain file", {}}, {"log", {}}, {"log in use", {}}, {"rocksdb", {}}};
  const auto take = [&](Contestant& contestant, DurableAppend& way) {
    std::uint64_t commits = 0;
    contestant.rounds.push_back(time_of([&] { commits = way.run(input); }));
    return commits;
  };
  std::uint64_t commits = 0;
  for (int round = 0; round < rounds; ++round) {
    // The log goes first: the size of its commits, which depends on the disk, is that of the
    // others.
    commits = take(contestants[1], *append_to_log(empty_folder(folder) + "/log", append_bytes));
    input.commit_bytes = append_bytes / commits;
    take(contestants[0], *append_to_file(empty_folder(folder), append_bytes));
    take(contestants[2], *append_to_log(empty_folder(folder) + "/log", 0));
    if (const auto rocksdb = append_to_rocksdb(empty_folder(folder)))
      take(contestants[3], *rocksdb);
  }
  std::erase_if(contestants,
                [](const Contestant& contestant) { return contestant.rounds.empty(); });
  fmt::print("{} entries of {} B in {} commits of {} KiB; the log {:.0f} entries/s\n", input.count,
             entry_bytes, commits, input.commit_bytes >> 10,
             static_cast<double>(input.count) / median_of(contestants[1], &Took::wall));
  print_results(contestants, append_bytes);
  std::filesystem::remove_all(folder);
}

// Milliseconds, in the median, the worst of a hundred, and the first of a reader.
std::vector<double> time_proofs(const std::string& folder, std::uint64_t size) {
  auto reader = must(store::LogReader::open(folder));
  const auto checkpoint = must(reader.checkpoint());
  std::mt19937_64 random(1);
  std::vector<double> took;
  for (int i = 0; i < 1000; ++i)
    took.push_back(time_of([&] { must(reader.prove(random() % size, checkpoint)); }).wall * 1e3);
  const double first = took.front();
  std::ranges::sort(took);
  return {took[took.size() / 2], took[took.size() * 99 / 100], first};
}

double hash_alone(const std::string& folder) {
  auto reader = must(store::LogReader::open(folder));
  const std::uint64_t count = std::min<std::uint64_t>(reader.size(), 100'000);
  std::vector<std::string> entries;
  must(reader.for_each(0, count, [&](std::uint64_t, std::string_view entry) -> Status {
    entries.emplace_back(entry);
    return Nothing{};
  }));
  std::vector<record::Hash> hashes(256);
  const Took took = time_of([&] {
    for (std::size_t i = 0; i + 256 <= entries.size(); i += 256) {
      const std::vector<std::string_view> batch(&entries[i], &entries[i] + 256);
      record::hash_leaves(batch, hashes);
      record::hash_nodes(hashes, std::span(hashes).first(128));
      for (std::size_t width = 64; width > 0; width /= 2)
        record::hash_nodes(std::span(hashes).first(2 * width), std::span(hashes).first(width));
    }
  });
  return static_cast<double>(entries.size()) / took.cpu;
}

void read(const std::string& folder, std::size_t entry_bytes, std::uint64_t bytes) {
  const RecordInput input = make_record_input(entry_bytes, bytes);
  store::LogOptions options;
  options.folder = empty_folder(folder) + "/log";
  options.segments.bytes_min = options.segments.bytes_max;
  {
    const auto log = must(store::LogWriter::open(options));
    for (std::uint64_t i = 0; i < input.count; ++i)
      must(log->append(record::entry_head, input.after_of(i)));
    must(log->close());
  }
  std::vector<double> recoveries;
  for (int round = 0; round < 3; ++round)
    recoveries.push_back(time_of([&] { must(store::LogWriter::open(options)); }).wall);
  const double recovery = median(recoveries);
  store::LogVerdict verdict;
  const Took checked = time_of([&] { verdict = must(store::verify_log(options.folder)); });
  const double verify = static_cast<double>(verdict.entries) / checked.cpu;
  const double hashed = hash_alone(options.folder);
  const double opening = time_of([&] { must(store::LogReader::open(options.folder)); }).wall;
  const std::vector<double> proof = time_proofs(options.folder, verdict.entries);
  fmt::print("{} entries of {} B, {:.2f} GiB\n", verdict.entries, entry_bytes,
             static_cast<double>(bytes) / static_cast<double>(1ULL << 30));
  fmt::print("recovery {:.2f} s   opening to read {:.0f} ms\n", recovery, opening * 1e3);
  fmt::print("proof {:.3f} ms, p99 {:.3f}, first {:.3f}\n", proof[0], proof[1], proof[2]);
  fmt::print("full check {:.2f} M entries/s per core; hashing alone {:.2f} M\n", verify / 1e6,
             hashed / 1e6);
  fmt::print(R"({{"entries":{},"recovery_s":{:.4f},"proof_ms":{:.4f},"proof_p99_ms":{:.4f},)"
             R"("proof_first_ms":{:.4f},"verify_per_s":{:.0f},"hash_per_s":{:.0f}}})"
             "\n",
             verdict.entries, recovery, proof[0], proof[1], proof[2], verify, hashed);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace gait::bench

int main(int count, char** words) {
  const std::string_view what = count > 1 ? words[1] : "";
  if (count == 5 && what == "append") {
    gait::bench::append(words[2], std::strtoull(words[3], nullptr, 10), std::atoi(words[4]));
    return 0;
  }
  if (count == 5 && what == "read") {
    gait::bench::read(words[2], std::strtoull(words[3], nullptr, 10),
                      std::strtoull(words[4], nullptr, 10));
    return 0;
  }
  fmt::print(stderr,
             "usage: record_bench append FOLDER ENTRY_BYTES ROUNDS\n"
             "       record_bench read FOLDER ENTRY_BYTES BYTES\n");
  return 2;
}
