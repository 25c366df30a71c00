#include "store/blobs.h"

#include <fmt/format.h>

#include "store/disk.h"

namespace gait::store {
namespace {

std::string hex_of(const record::BlobRef& blob) {
  return record::to_hex(record::bytes_of(blob.sha256));
}

std::string folder_of(const LogFolder& folder, const record::BlobRef& blob) {
  return folder.at("blobs") + "/" + hex_of(blob).substr(0, 2);
}

}  // namespace

std::string blob_path(const LogFolder& folder, const record::BlobRef& blob) {
  return folder_of(folder, blob) + "/" + hex_of(blob);
}

Status put_blob(const LogFolder& folder, const record::BlobRef& blob, std::string_view bytes) {
  if (bytes.size() > blob_bytes_max)
    return Error{Error::Code::invalid, fmt::format("a payload of {} bytes; at most {} are kept",
                                                   bytes.size(), blob_bytes_max)};
  if (exists(blob_path(folder, blob))) return Nothing{};
  TRY_STATUS(make_folder(folder_of(folder, blob)));
  TRY_STATUS(replace_file(blob_path(folder, blob), bytes));
  for (const std::string& made : {folder_of(folder, blob), folder.at("blobs"), folder.path})
    TRY_STATUS(sync_folder(made));
  return Nothing{};
}

Result<std::string> read_blob(const LogFolder& folder, const record::BlobRef& blob) {
  const std::string path = blob_path(folder, blob);
  TRY(std::string bytes, read_file(path, blob_bytes_max));
  if (bytes.size() != blob.length || record::sha256(bytes) != blob.sha256)
    return Error{Error::Code::corrupt,
                 fmt::format("`{}` is not what its entry says; restore it from a copy", path)};
  return bytes;
}

}  // namespace gait::store
