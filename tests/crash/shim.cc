// A library that stands before the C library (LD_PRELOAD) and sees what a program does to its
// files. It records it (shim_trace.h), makes calls fail, and plays mistakes that the program could
// have made, so that the crash tests can show that they would find them.
//
//   GAIT_SHIM_FOLDER    files below it are watched; all others are left alone
//   GAIT_SHIM_ACKED     the file into which the program writes what it has acknowledged
//   GAIT_SHIM_TRACE     where to record to
//   GAIT_SHIM_FAIL      "N EIO", "N ENOSPC": the Nth watched call fails, and no other; "N SHORT"
//                       writes half, "N EINTR" is interrupted; "N+ ENOSPC": all from there on;
//                       "N SYNC": the Nth fdatasync of a segment with entries fails with EIO
//   GAIT_SHIM_MUTANT    no_data_sync, no_folder_sync, retried_sync, early_acknowledgement
//   GAIT_SHIM_COUNTED   the number of watched calls is written there at the end
//
// One lock is held around each watched call, so the order of the records is the order of events.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "crash/shim_trace.h"

namespace gait::crash {
namespace {

std::mutex mutex;

template <class Function>
Function* real(Function*, const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}
#define REAL(name) real(&::name, #name)

std::string_view mutant() {
  static const char* const name = std::getenv("GAIT_SHIM_MUTANT");
  return name == nullptr ? "" : name;
}

enum class Fault { none, error, half };

// Counts the watched calls and says what becomes of this one; sets errno.
class Faults {
 public:
  Faults() {
    const char* text = std::getenv("GAIT_SHIM_FAIL");
    if (text == nullptr) return;
    char* end = nullptr;
    at_ = std::strtol(text, &end, 10);
    from_ = *end == '+';
    kind_ = std::strrchr(text, ' ') + 1;
  }
  ~Faults() {
    if (const char* path = std::getenv("GAIT_SHIM_COUNTED")) {
      const long file = ::syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
      const std::string text = std::to_string(count_) + "\n";
      (void)::syscall(SYS_write, file, text.data(), text.size());
    }
  }
  Fault next(bool commit = false) {
    if (kind_ == "SYNC" && !commit) return Fault::none;
    ++count_;
    if (at_ == 0 || (from_ ? count_ < at_ : count_ != at_)) return Fault::none;
    if (kind_ == "SHORT") return Fault::half;
    errno = kind_ == "EIO" || kind_ == "SYNC" ? EIO : kind_ == "EINTR" ? EINTR : ENOSPC;
    return Fault::error;
  }

 private:
  long at_ = 0, count_ = 0;
  bool from_ = false;
  std::string_view kind_;
};
Faults faults;

ssize_t write_watched(int descriptor, std::string_view bytes, off_t offset) {
  const std::string path = path_of(descriptor);
  if (is_acknowledgement(path)) {
    record(Operation::acknowledge, 0, 0, path, bytes);
  } else {
    const Fault fault = faults.next();
    if (fault == Fault::error) return -1;
    if (fault == Fault::half) bytes = bytes.substr(0, (bytes.size() + 1) / 2);
  }
  const ssize_t put = REAL(pwrite)(descriptor, bytes.data(), bytes.size(), offset);
  if (put > 0 && !is_acknowledgement(path))
    record(Operation::write, inode_of(descriptor), static_cast<std::uint64_t>(offset), "",
           bytes.substr(0, static_cast<std::size_t>(put)));
  return put;
}

// Bytes that the disk has not taken when a sync fails are gone, though the cache still shows them
// and the next sync finds nothing to do.
int fail_sync(int descriptor) {
  record(Operation::lose, inode_of(descriptor), 0, "", "");
  return -1;
}

// The mistake "said to be durable, and then synced": the sync of before happens now.
int sync_early(int descriptor) {
  static std::optional<std::uint64_t> before;
  if (before) record(Operation::sync, *before, 0, "", "");
  before = inode_of(descriptor);
  return 0;
}

int sync_file(int descriptor, const std::string& path) {
  if (faults.next(path.find("/hot/seg-") != path.npos) == Fault::error) {
    if (mutant() != "retried_sync") return fail_sync(descriptor);
    fail_sync(descriptor);  // and "tried again", which the system calls a success
    return 0;
  }
  if (mutant() == "no_data_sync") return 0;
  if (mutant() == "early_acknowledgement") return sync_early(descriptor);
  record(Operation::sync, inode_of(descriptor), 0, "", "");
  return 0;
}

int sync_folder(const std::string& path) {
  if (faults.next() == Fault::error) return -1;
  if (mutant() != "no_folder_sync") record(Operation::sync_folder, 0, 0, path, "");
  return 0;
}

int open_watched(const char* path, int flags, mode_t mode) {
  if (!is_acknowledgement(path) && faults.next() == Fault::error) return -1;
  const bool creates =
      !is_acknowledgement(path) && (flags & O_CREAT) != 0 && ::access(path, F_OK) != 0;
  const int descriptor = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
  if (descriptor >= 0 && creates) record(Operation::create, inode_of(descriptor), 0, path, "");
  return descriptor;
}

}  // namespace
}  // namespace gait::crash

using namespace gait::crash;

extern "C" {

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  if (!is_watched(path))
    return static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path, flags, mode));
  const std::lock_guard lock(mutex);
  return open_watched(path, flags, mode);
}

ssize_t pwrite(int descriptor, const void* bytes, size_t count, off_t offset) {
  const std::string path = path_of(descriptor);
  if (!is_watched(path)) return REAL(pwrite)(descriptor, bytes, count, offset);
  const std::lock_guard lock(mutex);
  return write_watched(descriptor, {static_cast<const char*>(bytes), count}, offset);
}

ssize_t pwritev(int descriptor, const iovec* pieces, int count, off_t offset) {
  if (!is_watched(path_of(descriptor))) return REAL(pwritev)(descriptor, pieces, count, offset);
  std::string bytes;
  for (int i = 0; i < count; ++i)
    bytes.append(static_cast<const char*>(pieces[i].iov_base), pieces[i].iov_len);
  const std::lock_guard lock(mutex);
  return write_watched(descriptor, bytes, offset);
}

int fdatasync(int descriptor) {
  const std::string path = path_of(descriptor);
  if (!is_watched(path)) return REAL(fdatasync)(descriptor);
  const std::lock_guard lock(mutex);
  return sync_file(descriptor, path);
}

int fsync(int descriptor) {
  const std::string path = path_of(descriptor);
  if (!is_watched(path)) return REAL(fsync)(descriptor);
  const std::lock_guard lock(mutex);
  return is_folder(descriptor) ? sync_folder(path) : sync_file(descriptor, path);
}

int ftruncate(int descriptor, off_t size) noexcept {
  if (!is_watched(path_of(descriptor))) return REAL(ftruncate)(descriptor, size);
  const std::lock_guard lock(mutex);
  if (faults.next() == Fault::error) return -1;
  const int result = REAL(ftruncate)(descriptor, size);
  if (result == 0)
    record(Operation::cut, inode_of(descriptor), static_cast<std::uint64_t>(size), "", "");
  return result;
}

int rename(const char* from, const char* to) noexcept {
  if (!is_watched(to)) return REAL(rename)(from, to);
  const std::lock_guard lock(mutex);
  if (faults.next() == Fault::error) return -1;
  const int result = REAL(rename)(from, to);
  if (result == 0) record(Operation::rename, 0, 0, from, to);
  return result;
}

int unlink(const char* path) noexcept {
  if (!is_watched(path)) return REAL(unlink)(path);
  const std::lock_guard lock(mutex);
  const int result = REAL(unlink)(path);
  if (result == 0) record(Operation::remove, 0, 0, path, "");
  return result;
}

int mkdir(const char* path, mode_t mode) noexcept {
  if (!is_watched(path)) return REAL(mkdir)(path, mode);
  const std::lock_guard lock(mutex);
  if (faults.next() == Fault::error) return -1;
  const int result = REAL(mkdir)(path, mode);
  if (result == 0) record(Operation::make, 0, 0, path, "");
  return result;
}

}  // extern "C"
