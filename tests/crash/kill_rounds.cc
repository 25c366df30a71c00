// Kills a writer at random moments, thousands of times.
//
//   kill_rounds FOLDER ROUNDS [SEED]
//
// Each round forks a writer, which opens the log (and so recovers it) and appends foretold entries
// until it is killed with SIGKILL: at any moment, also while it recovers. It tells what was
// acknowledged through shared memory. Then the log is read: every acknowledged entry must be there
// at its index and be the foretold one, nothing else may be there, and no checkpoint may be smaller
// than one before or state another root. Prints one line, and what is wrong.
#include <fmt/format.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <random>
#include <thread>

#include "crash/foretold_log.h"
#include "store/verify_log.h"

namespace {

using namespace gait;
using namespace gait::store;
using namespace gait::store::crash;

// Between the writer and the one who kills it.
struct Shared {
  std::atomic<std::uint64_t> acknowledged{0};
  std::atomic<bool> opened{false};
};

[[noreturn]] void write_until_killed(const std::string& folder, Shared& shared, unsigned seed) {
  LogOptions options = options_for(folder);
  options.commits.on_durable = [&](std::uint64_t size) { shared.acknowledged = size; };
  auto log = LogWriter::open(options);
  if (!log) {
    fmt::print(stderr, "kill_rounds: {}\n", log.error().message);
    ::_exit(1);
  }
  shared.opened = true;
  std::minstd_rand random(seed);
  for (std::uint64_t index = (*log)->durable_size();; ++index) {
    if (!(*log)->append(entry_head, entry_tail(index))) ::_exit(1);
    const auto chance = random() % 200;
    if (chance == 0) (void)(*log)->flush();
    if (chance == 1) std::this_thread::sleep_for(std::chrono::microseconds(random() % 500));
    if (seed % 7 == 0 && index % 3000 == 2999) {  // now and then a writer that ends by itself
      (void)(*log)->close();
      ::_exit(0);
    }
  }
}

class Rounds {
 public:
  Rounds(std::string folder, Shared& shared, unsigned seed)
      : folder_(std::move(folder)), shared_(shared), random_(seed) {}

  Status run(int rounds) {
    for (int round = 0; round < rounds; ++round) {
      if (round % fresh_every == 0) begin_anew();
      TRY_STATUS(kill_one());
      TRY_STATUS(look());
      if (round % fresh_every == fresh_every - 1 || round == rounds - 1) TRY_STATUS(look_at_all());
    }
    return Nothing{};
  }

  std::uint64_t acknowledged() const { return all_acknowledged_; }
  int killed_while_opening() const { return killed_while_opening_; }

 private:
  static constexpr int fresh_every = 50;  // a log does not grow for ever

  void begin_anew() {
    std::filesystem::remove_all(folder_);
    tree_ = {};
    checkpoint_ = {};
    shared_.acknowledged = 0;
  }

  Status kill_one() {
    shared_.opened = false;
    const auto seed = static_cast<unsigned>(random_());
    const pid_t writer = ::fork();
    if (writer == 0) write_until_killed(folder_, shared_, seed);
    // One in four while it opens the log, the others somewhere later.
    const bool early = random_() % 4 == 0;
    while (!early && !shared_.opened && ::waitpid(writer, nullptr, WNOHANG) == 0)
      std::this_thread::sleep_for(std::chrono::microseconds(100));
    std::this_thread::sleep_for(std::chrono::microseconds(random_() % (early ? 2000 : 9000)));
    ::kill(writer, SIGKILL);
    int status = 0;
    ::waitpid(writer, &status, 0);
    if (!shared_.opened) ++killed_while_opening_;
    if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
      return Error{Error::Code::corrupt, "the writer could not go on"};
    return Nothing{};
  }

  Status look() {
    if (!std::filesystem::exists(folder_ + "/keys/log.key")) return Nothing{};  // not yet a log
    TRY(LogReader log, LogReader::open(folder_));
    // What was whole but not acknowledged may have gone since; what is hashed stays the beginning.
    if (tree_.size() > log.size()) tree_ = {};
    const std::uint64_t before = shared_.acknowledged;
    TRY_STATUS(check_entries(log, before, tree_));
    all_acknowledged_ += before - std::min(before, last_acknowledged_);
    last_acknowledged_ = before;
    const auto checkpoint = log.checkpoint();
    if (!checkpoint) return Nothing{};  // killed before the first one
    if (checkpoint->size < checkpoint_.size ||
        (checkpoint->size == checkpoint_.size && checkpoint->root != checkpoint_.root &&
         !checkpoint_.origin.empty()))
      return Error{Error::Code::corrupt, "a checkpoint takes another one back"};
    checkpoint_ = *checkpoint;
    return Nothing{};
  }

  Status look_at_all() {
    {
      auto log = LogWriter::open(options_for(folder_));  // recovers, signs
      if (!log) return std::move(log.error());
    }
    TRY(LogReader log, LogReader::open(folder_));
    record::Frontier tree;
    TRY_STATUS(check_entries(log, shared_.acknowledged, tree));
    last_acknowledged_ = 0;
    TRY(const LogVerdict verdict, verify_log(folder_));
    if (verdict.root != tree.root() || verdict.unsigned_entries != 0)
      return Error{Error::Code::corrupt, "the signed root is not that of the entries"};
    return Nothing{};
  }

  const std::string folder_;
  Shared& shared_;
  std::mt19937 random_;
  record::Frontier tree_;
  record::Checkpoint checkpoint_;
  std::uint64_t all_acknowledged_ = 0, last_acknowledged_ = 0;
  int killed_while_opening_ = 0;
};

}  // namespace

int main(int count, char** words) {
  if (count < 3) {
    fmt::print(stderr, "usage: kill_rounds FOLDER ROUNDS [SEED]\n");
    return 2;
  }
  void* memory =
      ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return 1;
  const int rounds = std::atoi(words[2]);
  const unsigned seed = count > 3 ? static_cast<unsigned>(std::atoi(words[3])) : 1;
  Rounds all(std::string(words[1]) + "/log", *new (memory) Shared, seed);
  const auto begin = std::chrono::steady_clock::now();
  const Status held = all.run(rounds);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  fmt::print("{} rounds in {:.1f} s, {} killed while opening, {} entries acknowledged: {}\n",
             rounds, took.count(), all.killed_while_opening(), all.acknowledged(),
             held ? "none lost, none twice, none different" : held.error().message);
  return held ? 0 : 1;
}
