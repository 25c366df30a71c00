#include "bench/gunzip_all.h"

#include <libdeflate.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "base/check.h"

namespace gait::bench {
namespace {

namespace fs = std::filesystem;

void read_whole(const std::string& path, std::vector<char>& bytes) {
  bytes.resize(fs::file_size(path));
  std::FILE* file = std::fopen(path.c_str(), "rb");
  check(file != nullptr, "the files of the bench exist");
  std::setvbuf(file, nullptr, _IONBF, 0);
  const std::size_t got = std::fread(bytes.data(), 1, bytes.size(), file);
  std::fclose(file);
  check(got == bytes.size() && got >= 18, "the files of the bench are whole");
}

// The last four bytes of a member say how long it was, modulo 2^32.
std::uint32_t plain_bytes(const std::vector<char>& compressed) {
  std::uint32_t size = 0;
  std::memcpy(&size, compressed.data() + compressed.size() - sizeof size, sizeof size);
  return size;
}

}  // namespace

std::vector<std::string> gzip_files(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".gz") files.push_back(entry.path().string());
  std::ranges::sort(files);
  return files;
}

std::uint64_t gunzip_all(const std::vector<std::string>& files) {
  const std::unique_ptr<libdeflate_decompressor, void (*)(libdeflate_decompressor*)> tool(
      libdeflate_alloc_decompressor(), libdeflate_free_decompressor);
  std::vector<char> compressed, plain;
  std::uint64_t sum = 0;
  for (const std::string& path : files) {
    read_whole(path, compressed);
    plain.resize(std::max<std::size_t>(plain.size(), plain_bytes(compressed)));
    std::size_t size = 0;
    const auto result = libdeflate_gzip_decompress(tool.get(), compressed.data(), compressed.size(),
                                                   plain.data(), plain.size(), &size);
    check(result == LIBDEFLATE_SUCCESS, "the files of the bench are gzip files of one member");
    sum += size;
  }
  return sum;
}

}  // namespace gait::bench
