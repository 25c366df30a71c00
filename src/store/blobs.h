#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "record/entry.h"
#include "store/log_folder.h"

namespace gait::store {

inline constexpr std::size_t blob_bytes_max = std::size_t{256} << 20;

// Payloads that are too large for an entry: `blobs/<2 hex>/<64 hex>`, named by their SHA-256.
// A blob is put, and durable, before the entry that names it is appended; so no entry points to
// nothing, and what a crash leaves is at most a blob that nobody names.
class Blobs {
 public:
  explicit Blobs(LogFolder folder) : folder_(std::move(folder)) {}

  // Durable when it returns. One that is there already, and sound, is not written again.
  Status put(const record::BlobRef& blob, std::string_view bytes) const;

  // Checked against its name and length: `corrupt` when it is another one.
  Result<std::string> get(const record::BlobRef& blob) const;

  Status remove(const record::BlobRef& blob) const;

  std::string path(const record::BlobRef& blob) const;

 private:
  LogFolder folder_;
};

}  // namespace gait::store
