#pragma once

// What the tests of this folder share: files to read, and a parser simple enough to predict.

#include <gtest/gtest.h>
#include <libdeflate.h>
#include <unistd.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "formats/parser.h"

namespace gait::ingest {

// A folder that lives as long as a test.
class TestFolder {
 public:
  TestFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "gait.XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  std::string path(const std::string& name = "") const {
    return name.empty() ? path_.string() : (path_ / name).string();
  }
  // Makes the folders in the name, too.
  std::string write(const std::string& name, std::string_view bytes) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
    return file.string();
  }

 private:
  std::filesystem::path path_;
};

// Each line is a record; `bad` ones are malformed, and so is a last one that lacks its newline and
// its `}`. What it was given can be read back.
class LineParser : public formats::Parser {
 public:
  std::vector<std::string> lines;
  std::size_t begun = 0;
  std::size_t largest_piece = 0;
  bool saw_end = false;

  void begin() override {
    ++begun;
    saw_end = false;
  }

  formats::Progress parse(std::string_view piece, bool last, Batch& batch) override {
    EXPECT_FALSE(saw_end) << "nothing comes after the end";
    read_padding(piece);
    largest_piece = std::max(largest_piece, piece.size());
    saw_end = last;
    formats::Progress progress;
    while (progress.consumed < piece.size()) {
      const std::string_view rest = piece.substr(progress.consumed);
      const std::size_t newline = rest.find('\n');
      if (newline == std::string_view::npos && !last) break;
      take(rest.substr(0, newline), newline == std::string_view::npos, progress, batch);
      progress.consumed += newline == std::string_view::npos ? rest.size() : newline + 1;
    }
    return progress;
  }

 private:
  // A sanitizer sees it when the padding is not there.
  void read_padding(std::string_view piece) {
    unsigned sum = 0;
    for (std::size_t i = 0; i < formats::padding_bytes; ++i)
      sum += static_cast<unsigned char>(piece.data()[piece.size() + i]);
    padding_sum_ = sum;
  }

  void take(std::string_view line, bool unended, formats::Progress& progress, Batch& batch) {
    ++batch.counts.records;
    const bool half = unended && !line.ends_with('}');
    if (!half && !line.starts_with("bad")) {
      ++batch.counts.activities;
      lines.emplace_back(line);
      return;
    }
    ++batch.counts.malformed;
    if (!progress.error.empty()) return;
    progress.error = half ? "unexpected end of a record" : "a bad line";
    progress.error_at = progress.consumed;
  }

  volatile unsigned padding_sum_ = 0;
};

inline std::string gzip(std::string_view bytes, int level = 6) {
  libdeflate_compressor* compressor = libdeflate_alloc_compressor(level);
  std::string packed(libdeflate_gzip_compress_bound(compressor, bytes.size()), '\0');
  packed.resize(libdeflate_gzip_compress(compressor, bytes.data(), bytes.size(), packed.data(),
                                         packed.size()));
  libdeflate_free_compressor(compressor);
  return packed;
}

inline std::string zstd(std::string_view bytes, int level = 3) {
  std::string packed(ZSTD_compressBound(bytes.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), level));
  return packed;
}

// JSON lines that do not compress too well: `{"n":0,"v":"..."}`.
inline std::string json_lines(std::size_t count, std::size_t value_bytes = 40) {
  std::string text;
  std::uint64_t noise = 88172645463325252ULL;
  for (std::size_t n = 0; n < count; ++n) {
    text += "{\"n\":" + std::to_string(n) + ",\"v\":\"";
    for (std::size_t i = 0; i < value_bytes; ++i) {
      noise ^= noise << 13, noise ^= noise >> 7, noise ^= noise << 17;
      text += static_cast<char>('a' + noise % 26);
    }
    text += "\"}\n";
  }
  return text;
}

inline std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t newline = std::min(text.find('\n'), text.size() - 1);
    lines.emplace_back(text.substr(0, newline));
    text.remove_prefix(newline + 1);
  }
  return lines;
}

}  // namespace gait::ingest
