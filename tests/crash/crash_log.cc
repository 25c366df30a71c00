// Writes a log whose entries are foretold, or checks one; what the crash tests run.
//
//   crash_log write FOLDER COUNT ACKED     appends COUNT entries; writes each durable size, 8
//   bytes,
//                                          over the file ACKED
//   crash_log check FOLDER ACKED [NOTE]    recovers the log as after a crash: ACKED entries must be
//                                          there, all must be the foretold ones, the checkpoint in
//                                          the file NOTE must be one of them, and the log must go
//                                          on
//
// Prints what is wrong, and then the exit code is 1; 3 when the writer says that the disk failed.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <thread>

#include "crash/foretold_log.h"
#include "record/note.h"
#include "store/disk.h"
#include "store/log_birth.h"
#include "store/verify_log.h"

namespace {

using namespace gait;
using namespace gait::store;
using namespace gait::store::crash;

constexpr int refused = 1, disk_failed = 3;

int say(int code, const Error& error) {
  fmt::print("{}\n", error.message);
  return code;
}

// Bursts, pauses and waits, so that commits are of all sizes and there are several segments.
Status append_all(LogWriter& log, std::uint64_t count) {
  const std::uint64_t first = log.durable_size();
  for (std::uint64_t i = first; i < first + count; ++i) {
    auto index = log.append(entry_head, entry_tail(i));
    if (!index) return std::move(index.error());
    const bool alone = i / 100 % 3 == 0;
    if (alone && i % 9 == 0) TRY_STATUS(log.wait(i));
    if (alone && i % 25 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(3));
    if (i % 1000 == 500) TRY_STATUS(log.flush());
  }
  return Nothing{};
}

int write(const std::string& folder, std::uint64_t count, const std::string& acked) {
  const int told = ::open(acked.c_str(), O_WRONLY | O_CREAT, 0600);
  LogOptions options = options_for(folder);
  options.commits.on_durable = [&](std::uint64_t size) {
    if (::pwrite(told, &size, sizeof size, 0) != sizeof size) std::abort();
  };
  auto log = LogWriter::open(options);
  if (!log) return say(disk_failed, log.error());
  const Status appended = append_all(**log, count);
  const Status closed = (*log)->close();
  if (!appended) return say(disk_failed, appended.error());
  return closed ? 0 : say(disk_failed, closed.error());
}

// That the tree stated there is a beginning of this log.
Status check_stated(LogReader& log, const std::string& path) {
  TRY(const record::VerifierKey key,
      read_verifier_key({std::filesystem::path(path).parent_path()}));
  TRY(const std::string bytes, read_file(path, record::note_bytes_max));
  TRY(const record::Note note, record::open_note(bytes, {&key, 1}));
  TRY(const record::Checkpoint stated, record::parse_checkpoint(note.text));
  record::Frontier tree;
  if (stated.size <= log.size())
    TRY_STATUS(log.for_each(0, stated.size, [&](std::uint64_t, std::string_view entry) {
      tree.add(record::leaf_hash(entry));
      return Nothing{};
    }));
  if (tree.size() == stated.size && tree.root() == stated.root) return Nothing{};
  return Error{Error::Code::corrupt,
               fmt::format("a checkpoint of {} entries was published, of which this log of {} is "
                           "no continuation",
                           stated.size, log.size())};
}

Status check(const std::string& folder, std::uint64_t acknowledged, const std::string& note) {
  constexpr std::uint64_t more = 3;
  {
    TRY(const auto log, LogWriter::open(options_for(folder)));
    if (!note.empty()) {
      TRY(LogReader reader, LogReader::open(folder));
      TRY_STATUS(check_stated(reader, note));
    }
    for (std::uint64_t i = 0; i < more; ++i) {
      auto index = log->append(entry_head, entry_tail(log->durable_size()));
      if (!index) return std::move(index.error());
      TRY_STATUS(log->flush());
    }
    TRY_STATUS(log->close());
  }
  TRY(LogReader log, LogReader::open(folder));
  record::Frontier tree;
  TRY_STATUS(check_entries(log, acknowledged + more, tree));
  TRY(const LogVerdict verdict, verify_log(folder));
  if (verdict.root == tree.root() && verdict.unsigned_entries == 0) return Nothing{};
  return Error{Error::Code::corrupt, "the signed root is not that of the entries"};
}

}  // namespace

int main(int count, char** words) {
  const std::string_view what = count > 1 ? words[1] : "";
  if (what == "write" && count == 5)
    return write(words[2], std::strtoull(words[3], nullptr, 10), words[4]);
  if (what == "check" && count >= 4) {
    const Status held =
        check(words[2], std::strtoull(words[3], nullptr, 10), count > 4 ? words[4] : "");
    return held ? 0 : say(refused, held.error());
  }
  fmt::print(stderr, "usage: crash_log write FOLDER COUNT ACKED | check FOLDER ACKED [NOTE]\n");
  return 2;
}
