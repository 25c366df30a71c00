#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "record/entry.h"
#include "store/log_folder.h"

namespace gait::store {

// Payloads that are too long for an entry: files named by the SHA-256 of what they hold, in
// `blobs/<first two hex digits>/<all of them>`. The entry that names one is in the log only after
// the file is durable, so what an entry names is there.
inline constexpr std::uint64_t blob_bytes_max = std::uint64_t{64} << 20;

std::string blob_path(const LogFolder& folder, const record::BlobRef& blob);

// Makes the bytes durable, once: what is there already stays. `blob` is of these bytes. Fails above
// `blob_bytes_max`.
Status put_blob(const LogFolder& folder, const record::BlobRef& blob, std::string_view bytes);

// The bytes, whose hash was checked; `corrupt` when they are others, `not_found` when none are
// there.
Result<std::string> read_blob(const LogFolder& folder, const record::BlobRef& blob);

}  // namespace gait::store
