#include "ingest/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "ingest/raw_input.h"
#include "ingest/system_error.h"

namespace gait::ingest {
namespace {

namespace fs = std::filesystem;

Error failed(std::string_view doing, const std::string& path, Error error) {
  return std::move(error).in(fmt::format("{} `{}`", doing, path));
}

// A descriptor that is closed in the end.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  bool close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

Status write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return system_error(errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return Nothing{};
}

// A new name is durable only when the folder that holds it is.
Status sync_folder(const fs::path& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.number() < 0) return system_error(errno);
  // Some file systems cannot sync a folder, and say so with EINVAL.
  if (::fsync(opened.number()) != 0 && errno != EINVAL) return system_error(errno);
  return Nothing{};
}

Status write_durably(const std::string& temporary, Descriptor& file, std::string_view bytes,
                     const fs::path& target) {
  TRY_STATUS(write_all(file.number(), bytes));
  if (::fsync(file.number()) != 0) return system_error(errno);
  if (!file.close()) return system_error(errno);
  if (::rename(temporary.c_str(), target.c_str()) != 0) return system_error(errno);
  return Nothing{};
}

Status replace(const fs::path& target, std::string_view bytes) {
  std::string temporary = target.string() + ".XXXXXX";
  Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));  // makes it with mode 0600
  if (file.number() < 0) return system_error(errno);
  Status written = write_durably(temporary, file, bytes, target);
  if (!written) {
    ::unlink(temporary.c_str());
    return written;
  }
  return sync_folder(target.has_parent_path() ? target.parent_path() : fs::path("."));
}

Status write_directly(const std::string& path, std::string_view bytes) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (file.number() < 0) return system_error(errno);
  return write_all(file.number(), bytes);
}

Status write(const std::string& path, std::string_view bytes) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) return replace(path, bytes);
  if (S_ISDIR(facts.st_mode)) return system_error(EISDIR);
  if (!S_ISREG(facts.st_mode)) return write_directly(path, bytes);

  std::error_code error;
  const fs::path target = fs::canonical(path, error);
  if (error) return system_error(error.value());
  return replace(target, bytes);
}

}  // namespace

namespace {
constexpr std::size_t text_bytes_first = std::size_t{64} << 10;
}  // namespace

Result<std::string> read_text_file(const std::string& path, std::size_t bytes_max) {
  auto input = RawInput::open(path);
  if (!input) return failed("reading", path, std::move(input.error()));
  // Looks further as long as there is more, so that a small file costs little whatever the limit.
  std::size_t wanted = text_bytes_first;
  auto bytes = input->peek(std::min(wanted, bytes_max + 1));
  while (bytes && bytes->size() == wanted && wanted <= bytes_max) {
    wanted = std::min(wanted * 2, bytes_max + 1);
    bytes = input->peek(wanted);
  }
  if (!bytes) return failed("reading", path, std::move(bytes.error()));
  if (bytes->size() > bytes_max)
    return failed(
        "reading", path,
        {Error::Code::invalid, fmt::format("larger than the {} bytes it may have", bytes_max)});
  return std::string(*bytes);
}

Status write_file_atomically(const std::string& path, std::string_view bytes) {
  Status written = write(path, bytes);
  if (!written) return failed("writing", path, std::move(written.error()));
  return Nothing{};
}

}  // namespace gait::ingest
