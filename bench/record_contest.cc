#include "bench/record_contest.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <random>

#include "base/check.h"
#include "record/entry.h"
#include "store/disk.h"
#include "store/log_writer.h"

#ifdef GAIT_BENCH_ROCKSDB
#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>
#endif

namespace gait::bench {
namespace {

template <class T>
T must(Result<T> result) {
  if (!result) {
    fmt::print(stderr, "record_bench: {}\n", result.error().message);
    std::exit(2);
  }
  return *std::move(result);
}

class Log : public DurableAppend {
 public:
  Log(const std::string& folder, std::uint64_t bytes) {
    store::LogOptions options;
    options.folder = folder;
    // All of it in the first half of one, so that no other is made meanwhile.
    if (bytes > 0) options.segments = {bytes * 5 / 2, bytes * 5 / 2};
    log_ = must(store::LogWriter::open(options));
    must(log_->append(record::entry_head, "}"));  // makes the segment
    must(log_->flush());
  }
  std::uint64_t run(const RecordInput& input) override {
    const std::uint64_t before = log_->status().commits;
    for (std::uint64_t i = 0; i < input.count; ++i)
      must(log_->append(record::entry_head, input.after_of(i)));
    must(log_->flush());
    return log_->status().commits - before;
  }

 private:
  std::unique_ptr<store::LogWriter> log_;
};

class PlainFile : public DurableAppend {
 public:
  PlainFile(const std::string& folder, std::uint64_t bytes)
      : file_(must(store::File::open(folder + "/plain", store::File::Mode::create))) {
    const std::string zeroes(std::size_t{1} << 20, '\0');
    for (std::uint64_t at = 0; at < bytes + bytes / 4; at += zeroes.size())
      must(file_.write_at(zeroes, at));
    must(file_.sync());
  }
  std::uint64_t run(const RecordInput& input) override {
    std::string commit;
    std::uint64_t at = 0, commits = 0;
    for (std::uint64_t i = 0; i < input.count; ++i) {
      commit.append(record::entry_head).append(input.after_of(i));
      if (commit.size() < input.commit_bytes && i + 1 < input.count) continue;
      must(file_.write_at(commit, at));
      must(file_.sync_data());
      at += commit.size();
      commit.clear();
      ++commits;
    }
    return commits;
  }

 private:
  store::File file_;
};

#ifdef GAIT_BENCH_ROCKSDB
class RocksDb : public DurableAppend {
 public:
  explicit RocksDb(const std::string& folder) {
    rocksdb::Options options;
    options.create_if_missing = true;
    rocksdb::DB* opened = nullptr;
    check(rocksdb::DB::Open(options, folder + "/rocksdb", &opened).ok(), "a new folder opens");
    database_.reset(opened);
  }
  std::uint64_t run(const RecordInput& input) override {
    rocksdb::WriteOptions synced;
    synced.sync = true;
    rocksdb::WriteBatch batch;
    std::uint64_t commits = 0;
    for (std::uint64_t i = 0; i < input.count; ++i) {
      const std::uint64_t key = __builtin_bswap64(i);  // in the order of the index
      batch.Put({reinterpret_cast<const char*>(&key), sizeof key}, std::string(input.after_of(i)));
      if (batch.GetDataSize() < input.commit_bytes && i + 1 < input.count) continue;
      check(database_->Write(synced, &batch).ok(), "the disk has room");
      batch.Clear();
      ++commits;
    }
    return commits;
  }

 private:
  std::unique_ptr<rocksdb::DB> database_;
};
#endif

}  // namespace

RecordInput make_record_input(std::size_t entry_bytes, std::uint64_t bytes) {
  RecordInput input;
  std::mt19937_64 random(1);
  for (int i = 0; i < 1000; ++i) {
    std::string after = R"(,"raw":")";
    // A tenth more or less, so that no length is special.
    const std::size_t wanted = entry_bytes - entry_bytes / 10 + random() % (entry_bytes / 5);
    while (after.size() + 20 < wanted) after += static_cast<char>('a' + random() % 26);
    input.after.push_back(after + "\"}");
  }
  input.count = bytes / entry_bytes;
  return input;
}

std::unique_ptr<DurableAppend> append_to_log(const std::string& folder, std::uint64_t bytes) {
  return std::make_unique<Log>(folder, bytes);
}

std::unique_ptr<DurableAppend> append_to_file(const std::string& folder, std::uint64_t bytes) {
  return std::make_unique<PlainFile>(folder, bytes);
}

std::unique_ptr<DurableAppend> append_to_rocksdb([[maybe_unused]] const std::string& folder) {
#ifdef GAIT_BENCH_ROCKSDB
  return std::make_unique<RocksDb>(folder);
#else
  return nullptr;
#endif
}

}  // namespace gait::bench
