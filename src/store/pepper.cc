#include "store/pepper.h"

#include <fmt/format.h>

#include <array>

#include "record/base64.h"
#include "record/hash.h"
#include "store/disk.h"

namespace gait::store {
namespace {

constexpr std::size_t pepper_bytes = 32;

}  // namespace

Result<std::string> read_or_make_pepper(const std::string& keys) {
  const std::string path = keys + "/pepper.key";
  if (!exists(path)) {
    record::Hash random{};
    TRY_STATUS(random_bytes(random));
    TRY_STATUS(make_folder(keys));
    TRY_STATUS(replace_file(path, record::to_base64(record::bytes_of(random)) + "\n"));
    TRY_STATUS(sync_folder(keys));
  }
  TRY(std::string text, read_file(path, 256));
  while (text.ends_with('\n')) text.pop_back();
  auto pepper = record::from_base64(text);
  if (!pepper || pepper->size() != pepper_bytes)
    return Error{
        Error::Code::corrupt,
        fmt::format("`{}` is no key; restore it: without it, marks of secrets do not match "
                    "those of before",
                    path)};
  return pepper;
}

}  // namespace gait::store
