#include "ingest/raw_input.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "ingest/system_error.h"

namespace gait::ingest {

Result<RawInput> RawInput::open(const std::string& path, ByteRange range) {
  check(range.begin <= range.end, "a range ends after it begins");
  RawInput input(::open(path.c_str(), O_RDONLY | O_CLOEXEC), true);
  if (input.descriptor_ < 0) return system_error(errno);

  struct stat facts {};
  if (::fstat(input.descriptor_, &facts) != 0) return system_error(errno);
  if (S_ISDIR(facts.st_mode)) return system_error(EISDIR);
  if (S_ISREG(facts.st_mode)) {
    ::posix_fadvise(input.descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);  // only a hint
    if (range == ByteRange{}) input.size_bytes_ = static_cast<std::uint64_t>(facts.st_size);
  }
  if (range.begin > 0 &&
      ::lseek(input.descriptor_, static_cast<::off_t>(range.begin), SEEK_SET) < 0)
    return system_error(errno);
  if (range.end != ByteRange::to_end) input.left_ = range.end - range.begin;
  return input;
}

RawInput RawInput::borrow(int descriptor) { return {descriptor, false}; }

RawInput::RawInput(RawInput&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      owned_(other.owned_),
      left_(other.left_),
      size_bytes_(other.size_bytes_),
      ahead_(std::move(other.ahead_)),
      bytes_read_(other.bytes_read_) {}

RawInput& RawInput::operator=(RawInput&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(owned_, other.owned_);
  std::swap(left_, other.left_);
  std::swap(size_bytes_, other.size_bytes_);
  std::swap(ahead_, other.ahead_);
  std::swap(bytes_read_, other.bytes_read_);
  return *this;
}

RawInput::~RawInput() {
  if (owned_ && descriptor_ >= 0) ::close(descriptor_);
}

Result<std::size_t> RawInput::read(std::span<char> room) {
  check(!room.empty(), "0 means the end, so there must be room for more than 0");
  if (ahead_.empty()) return read_descriptor(room);

  const std::size_t count = std::min(room.size(), ahead_.size());
  std::memcpy(room.data(), ahead_.data(), count);
  ahead_.erase(0, count);
  return count;
}

Result<std::string_view> RawInput::peek(std::size_t count) {
  while (ahead_.size() < count) {
    const std::size_t had = ahead_.size();
    ahead_.resize(count);
    auto got = read_descriptor({ahead_.data() + had, count - had});
    ahead_.resize(had + (got ? *got : 0));
    if (!got) return std::move(got.error());
    if (*got == 0) break;
  }
  return std::string_view(ahead_);
}

Result<std::size_t> RawInput::read_descriptor(std::span<char> room) {
  const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), left_));
  if (wanted == 0) return std::size_t{0};
  while (true) {
    const ssize_t got = ::read(descriptor_, room.data(), wanted);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(errno);
    const auto count = static_cast<std::size_t>(got);
    if (left_ != ByteRange::to_end) left_ -= count;
    if (bytes_read_ != nullptr) bytes_read_->fetch_add(count, std::memory_order_relaxed);
    return count;
  }
}

}  // namespace gait::ingest
