#include "store/blobs.h"

#include <fmt/format.h>

#include "base/check.h"
#include "store/disk.h"

namespace gait::store {
namespace {

std::string shelf_of(const LogFolder& folder, const record::BlobRef& blob) {
  return folder.blobs() + '/' + record::to_hex(record::bytes_of(blob.sha256)).substr(0, 2);
}

}  // namespace

std::string Blobs::path(const record::BlobRef& blob) const {
  return shelf_of(folder_, blob) + '/' + record::to_hex(record::bytes_of(blob.sha256));
}

Status Blobs::put(const record::BlobRef& blob, std::string_view bytes) const {
  check(record::sha256(bytes) == blob.sha256, "a blob is put under its own name");
  if (bytes.size() > blob_bytes_max)
    return Error{Error::Code::invalid, fmt::format("a payload of {} bytes is larger than {}",
                                                   bytes.size(), blob_bytes_max)};
  // One that is there may be without its sync, so the folders are synced all the same.
  if (!get(blob)) {
    TRY_STATUS(make_folder(shelf_of(folder_, blob)));
    TRY_STATUS(replace_file(path(blob), bytes));
  }
  TRY_STATUS(sync_folder(shelf_of(folder_, blob)));
  TRY_STATUS(sync_folder(folder_.blobs()));
  return sync_folder(folder_.path);
}

Result<std::string> Blobs::get(const record::BlobRef& blob) const {
  TRY(std::string bytes, read_file(path(blob), blob_bytes_max));
  if (bytes.size() != blob.length || record::sha256(bytes) != blob.sha256)
    return Error{Error::Code::corrupt,
                 fmt::format("`{}` is not the payload that was recorded; take it from a backup",
                             path(blob))};
  return bytes;
}

Status Blobs::remove(const record::BlobRef& blob) const {
  TRY_STATUS(remove_file(path(blob)));
  return exists(shelf_of(folder_, blob)) ? sync_folder(shelf_of(folder_, blob)) : Nothing{};
}

}  // namespace gait::store
