#pragma once

// What the tests of this folder share: a folder, and entries that can be foretold.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "record/entry.h"
#include "record/frontier.h"
#include "record/hash.h"
#include "store/disk.h"
#include "store/log_reader.h"
#include "store/log_writer.h"

namespace gait::store {

// A folder that lives as long as a test; in memory where that can be, as these tests sync a lot.
class TestFolder {
 public:
  TestFolder() {
    const std::filesystem::path memory = "/dev/shm";
    const bool in_memory = ::access(memory.c_str(), W_OK) == 0;
    std::string pattern =
        (in_memory ? memory : std::filesystem::temp_directory_path()) / "gait.XXXXXX";
    path_ = ::mkdtemp(pattern.data());
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  std::string path(const std::string& name = "") const {
    return name.empty() ? path_.string() : (path_ / name).string();
  }

 private:
  std::filesystem::path path_;
};

inline std::string bytes_of_file(const std::string& path) {
  auto bytes = read_file(path, std::size_t{1} << 30);
  return bytes ? *std::move(bytes) : "";
}

inline void write_bytes(const std::string& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

// Of different lengths, and no two alike.
inline std::string entry_tail(std::uint64_t index) {
  return fmt::format(R"(,"raw":"{}"}})",
                     std::string(index * 37 % 701, static_cast<char>('a' + index % 26)));
}
using record::entry_head;
inline std::string entry_at(std::uint64_t index) {
  return std::string(entry_head) + std::to_string(index) + entry_tail(index);
}

inline record::Frontier tree_of_entries(std::uint64_t size) {
  record::Frontier tree;
  for (std::uint64_t i = 0; i < size; ++i) tree.add(record::leaf_hash(entry_at(i)));
  return tree;
}

inline LogOptions small_log(const TestFolder& folder) {
  LogOptions options;
  options.folder = folder.path("log");
  options.origin = "gait.local/test";
  options.segments = {std::uint64_t{512} << 10, std::uint64_t{1} << 20};
  return options;
}

inline std::unique_ptr<LogWriter> open_log(const LogOptions& options) {
  auto log = LogWriter::open(options);
  EXPECT_TRUE(log) << (log ? "" : log.error().message);
  return log ? *std::move(log) : nullptr;
}

// Appends the next `count` entries; the log then has `size` of them.
inline void append_entries(LogWriter& log, std::uint64_t first, std::uint64_t count) {
  for (std::uint64_t i = first; i < first + count; ++i) {
    auto index = log.append(entry_head, entry_tail(i));
    ASSERT_TRUE(index) << index.error().message;
    ASSERT_EQ(*index, i);
  }
}

// A closed log of that many entries.
inline void make_log_of(const LogOptions& options, std::uint64_t size) {
  auto log = open_log(options);
  ASSERT_TRUE(log);
  append_entries(*log, log->durable_size(), size - log->durable_size());
  const Status closed = log->close();
  ASSERT_TRUE(closed) << closed.error().message;
}

inline LogReader read_log(const LogOptions& options) {
  auto reader = LogReader::open(options.folder);
  EXPECT_TRUE(reader) << (reader ? "" : reader.error().message);
  return *std::move(reader);
}

}  // namespace gait::store
