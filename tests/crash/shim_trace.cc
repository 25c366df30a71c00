#include "crash/shim_trace.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <cstdlib>

namespace gait::crash {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

template <class T>
void put(std::string& bytes, T value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace

// System calls by number: the functions of that name are the ones that are replaced.
void record(Operation operation, std::uint64_t inode, std::uint64_t offset, std::string_view path,
            std::string_view data) {
  static const std::string trace(environment("GAIT_SHIM_TRACE"));
  if (trace.empty()) return;
  static const long file = ::syscall(SYS_openat, AT_FDCWD, trace.c_str(),
                                     O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  std::string bytes;
  put(bytes, operation);
  put(bytes, inode);
  put(bytes, offset);
  put(bytes, static_cast<std::uint32_t>(path.size()));
  put(bytes, static_cast<std::uint32_t>(data.size()));
  bytes.append(path).append(data);
  const long written = ::syscall(SYS_write, file, bytes.data(), bytes.size());
  if (written != static_cast<long>(bytes.size())) std::abort();
}

bool is_watched(std::string_view path) {
  static const std::string_view folder = environment("GAIT_SHIM_FOLDER");
  return (!folder.empty() && path.starts_with(folder)) || is_acknowledgement(path);
}

bool is_acknowledgement(std::string_view path) {
  static const std::string_view acked = environment("GAIT_SHIM_ACKED");
  return !acked.empty() && path == acked;
}

std::string path_of(int descriptor) {
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  std::array<char, PATH_MAX> path{};
  const ssize_t length = ::readlink(link.c_str(), path.data(), path.size());
  return length < 0 ? std::string() : std::string(path.data(), static_cast<std::size_t>(length));
}

std::uint64_t inode_of(int descriptor) {
  struct stat facts {};
  return ::fstat(descriptor, &facts) == 0 ? facts.st_ino : 0;
}

bool is_folder(int descriptor) {
  struct stat facts {};
  return ::fstat(descriptor, &facts) == 0 && S_ISDIR(facts.st_mode);
}

}  // namespace gait::crash
