#include "store/disk.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

namespace gait::store {
namespace {

namespace fs = std::filesystem;

Error failed(std::string_view doing, const std::string& path, int number) {
  using enum Error::Code;
  const auto say = [&](Error::Code code, std::string_view what) {
    return Error{code, fmt::format("{} `{}`: {}", doing, path, what)};
  };
  switch (number) {
    case ENOENT:
    case ENOTDIR:
      return say(not_found, "no such file or folder; check the path");
    case EACCES:
    case EPERM:
    case EROFS:
      return say(unavailable, "permission denied; run as a user that may use it");
    case ENOSPC:
    case EDQUOT:
      return say(unavailable, "no space left on the disk; free some and open the log again");
    case EIO:
      return say(unavailable, "the disk reports an error; check it, then open the log again");
    case EMFILE:
    case ENFILE:
      return say(unavailable, "too many open files; raise the limit with `ulimit -n`");
  }
  return say(unavailable, std::generic_category().message(number));
}

template <class Call>
auto again_when_interrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

int flags_of(File::Mode mode) {
  switch (mode) {
    case File::Mode::read:
      return O_RDONLY;
    case File::Mode::write:
      return O_RDWR;
    case File::Mode::create:
      return O_RDWR | O_CREAT;
  }
  check(false, "every mode is named above");
  return 0;
}

// Drops `count` bytes off the front of what is left to write.
void advance(std::vector<iovec>& pieces, std::size_t& first, std::size_t count) {
  while (first < pieces.size() && count >= pieces[first].iov_len) count -= pieces[first++].iov_len;
  if (first == pieces.size()) return;
  pieces[first].iov_base = static_cast<char*>(pieces[first].iov_base) + count;
  pieces[first].iov_len -= count;
}

constexpr std::size_t pieces_per_call = 512;  // below IOV_MAX

}  // namespace

Result<File> File::open(const std::string& path, Mode mode) {
  const int descriptor = again_when_interrupted(
      [&] { return ::open(path.c_str(), flags_of(mode) | O_CLOEXEC, S_IRUSR | S_IWUSR); });
  if (descriptor < 0) return failed("opening", path, errno);
  return File(descriptor, path);
}

File::File(File&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

File& File::operator=(File&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(path_, other.path_);
  return *this;
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::size_t> File::read_at(std::span<char> room, std::uint64_t offset) const {
  std::size_t done = 0;
  while (done < room.size()) {
    const ssize_t got = again_when_interrupted([&] {
      return ::pread(descriptor_, room.data() + done, room.size() - done,
                     static_cast<off_t>(offset + done));
    });
    if (got < 0) return failed("reading", path_, errno);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

Status File::write_at(std::string_view bytes, std::uint64_t offset) const {
  while (!bytes.empty()) {
    const ssize_t put = again_when_interrupted([&] {
      return ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    });
    if (put < 0) return failed("writing", path_, errno);
    if (put == 0) return failed("writing", path_, ENOSPC);  // no progress would be for ever
    bytes.remove_prefix(static_cast<std::size_t>(put));
    offset += static_cast<std::uint64_t>(put);
  }
  return Nothing{};
}

Status File::write_at(std::span<const std::string_view> pieces, std::uint64_t offset) const {
  std::vector<iovec> rest;
  for (const std::string_view piece : pieces)
    if (!piece.empty()) rest.push_back({const_cast<char*>(piece.data()), piece.size()});
  for (std::size_t first = 0; first < rest.size();) {
    const auto count = static_cast<int>(std::min(pieces_per_call, rest.size() - first));
    const ssize_t put = again_when_interrupted(
        [&] { return ::pwritev(descriptor_, &rest[first], count, static_cast<off_t>(offset)); });
    if (put < 0) return failed("writing", path_, errno);
    if (put == 0) return failed("writing", path_, ENOSPC);
    advance(rest, first, static_cast<std::size_t>(put));
    offset += static_cast<std::uint64_t>(put);
  }
  return Nothing{};
}

Status File::sync_data() const {
  if (::fdatasync(descriptor_) != 0) return failed("syncing", path_, errno);
  return Nothing{};
}

Status File::sync() const {
  if (::fsync(descriptor_) != 0) return failed("syncing", path_, errno);
  return Nothing{};
}

Status File::truncate(std::uint64_t size) const {
  if (again_when_interrupted([&] { return ::ftruncate(descriptor_, static_cast<off_t>(size)); }))
    return failed("cutting", path_, errno);
  return Nothing{};
}

Result<std::uint64_t> File::size() const {
  struct stat facts {};
  if (::fstat(descriptor_, &facts) != 0) return failed("reading", path_, errno);
  return static_cast<std::uint64_t>(facts.st_size);
}

Result<bool> File::lock() const {
  if (again_when_interrupted([&] { return ::flock(descriptor_, LOCK_EX | LOCK_NB); }) == 0)
    return true;
  if (errno == EWOULDBLOCK) return false;
  return failed("locking", path_, errno);
}

bool exists(const std::string& path) {
  std::error_code error;
  return fs::exists(path, error);
}

Status make_folder(const std::string& path) {
  const std::string parent = fs::path(path).parent_path();
  if (!parent.empty() && !exists(parent)) TRY_STATUS(make_folder(parent));
  if (::mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) return failed("making", path, errno);
  return Nothing{};
}

Status sync_folder(const std::string& path) {
  const int folder = again_when_interrupted(
      [&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
  if (folder < 0) return failed("opening", path, errno);
  const int failure = ::fsync(folder) == 0 ? 0 : errno;
  ::close(folder);
  // Some file systems cannot sync a folder, and say so with EINVAL.
  if (failure != 0 && failure != EINVAL) return failed("syncing", path, failure);
  return Nothing{};
}

Status rename_file(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return failed("renaming", from, errno);
  return Nothing{};
}

Status remove_file(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return failed("removing", path, errno);
  return Nothing{};
}

Result<std::vector<std::string>> list_folder(const std::string& path) {
  std::error_code error;
  std::vector<std::string> names;
  fs::directory_iterator entries(path, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error))
    names.push_back(entries->path().filename());
  if (error) return failed("listing", path, error.value());
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
  TRY(const File file, File::open(path, File::Mode::read));
  TRY(const std::uint64_t size, file.size());
  if (size > bytes_max)
    return Error{
        Error::Code::invalid,
        fmt::format("reading `{}`: larger than the {} bytes it may have", path, bytes_max)};
  std::string bytes(size, '\0');
  TRY(const std::size_t got, file.read_at(bytes, 0));
  bytes.resize(got);
  return bytes;
}

Status replace_file(const std::string& path, std::string_view bytes) {
  const std::string temporary = path + ".new";
  TRY(const File file, File::open(temporary, File::Mode::create));
  TRY_STATUS(file.truncate(0));
  TRY_STATUS(file.write_at(bytes, 0));
  TRY_STATUS(file.sync());
  return rename_file(temporary, path);
}

Status random_bytes(std::span<std::uint8_t> room) {
  const ssize_t got =
      again_when_interrupted([&] { return ::getrandom(room.data(), room.size(), 0); });
  if (got != static_cast<ssize_t>(room.size()))
    return failed("reading", "random numbers of the system", errno);
  return Nothing{};
}

}  // namespace gait::store
