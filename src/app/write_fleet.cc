#include "app/write_fleet.h"

#include <fmt/format.h>
#include <libdeflate.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>

namespace gait::app {
namespace {

namespace fs = std::filesystem;

constexpr int compression_level = 6;

struct Compressor {
  libdeflate_compressor* raw = libdeflate_alloc_compressor(compression_level);
  Compressor() = default;
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;
  ~Compressor() { libdeflate_free_compressor(raw); }

  std::string gzip(const std::string& plain) const {
    std::string packed(libdeflate_gzip_compress_bound(raw, plain.size()), '\0');
    packed.resize(
        libdeflate_gzip_compress(raw, plain.data(), plain.size(), packed.data(), packed.size()));
    return packed;
  }
};

Status append(const fs::path& path, const std::string& bytes) {
  std::error_code failure;
  fs::create_directories(path.parent_path(), failure);
  std::ofstream file(path, std::ios::binary | std::ios::app);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file)
    return Error{
        Error::Code::unavailable,
        fmt::format("writing `{}` failed; is the disk full or the folder closed?", path.string())};
  return Nothing{};
}

}  // namespace

Result<std::uint64_t> write_fleet(const simulate::FleetOptions& options,
                                  const std::string& folder) {
  std::error_code failure;
  if (fs::exists(folder, failure) && !fs::is_empty(folder, failure))
    return Error{Error::Code::conflict,
                 fmt::format("folder `{}` is not empty; name a new one with --out", folder)};
  const Compressor compressor;
  std::uint64_t files = 0;
  Status written = Nothing{};
  TRY_STATUS(simulate::simulate(options, [&](simulate::OutputFile file) {
    if (!written) return;
    const fs::path path = fs::path(folder) / file.path;
    files += !fs::exists(path, failure);
    written =
        append(path, file.path.ends_with(".gz") ? compressor.gzip(file.content) : file.content);
  }));
  if (!written) return std::move(written.error());
  return files;
}

}  // namespace gait::app
