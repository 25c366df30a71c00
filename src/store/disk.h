#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace gait::store {

// The only door of this folder to the disk. Every call goes on after an interruption and after a
// short write; every message names the path and what was done to it. A failed `sync` is final: the
// system may have thrown the bytes away and will call the next sync a success, so nobody retries.
class File {
 public:
  enum class Mode {
    read,
    write,   // an existing file
    create,  // made when it is absent, with what it holds otherwise
  };
  static Result<File> open(const std::string& path, Mode mode);

  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  ~File();

  // Up to room.size() bytes; fewer only at the end of the file.
  Result<std::size_t> read_at(std::span<char> room, std::uint64_t offset) const;
  Status write_at(std::string_view bytes, std::uint64_t offset) const;
  Status write_at(std::span<const std::string_view> pieces, std::uint64_t offset) const;
  Status sync_data() const;  // fdatasync: the bytes, and the size where it changed
  Status sync() const;       // fsync
  Status truncate(std::uint64_t size) const;
  Result<std::uint64_t> size() const;

  // False when another open file holds it (flock); ends with this object or process.
  Result<bool> lock() const;

  const std::string& path() const { return path_; }

 private:
  File(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  int descriptor_ = -1;
  std::string path_;
};

bool exists(const std::string& path);
Status make_folder(const std::string& path);  // with its parents, for the owner alone
Status sync_folder(const std::string& path);  // makes new and changed names in it durable
Status rename_file(const std::string& from, const std::string& to);
Status remove_file(const std::string& path);                            // absent is fine
Result<std::vector<std::string>> list_folder(const std::string& path);  // names, sorted

Result<std::string> read_file(const std::string& path, std::size_t bytes_max);

// At every moment, also after a crash, the old or the new content is there in full. The new name is
// durable only after sync_folder.
Status replace_file(const std::string& path, std::string_view bytes);

// From the system, good enough for keys.
Status random_bytes(std::span<std::uint8_t> room);

}  // namespace gait::store
