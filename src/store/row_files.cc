#include "store/row_files.h"

#include <fmt/format.h>

#include "base/check.h"
#include "record/tile.h"

namespace gait::store {

using record::Hash;
using record::tile_height;
using record::tile_width;

std::string RowFiles::path(unsigned level) const {
  return folder_.at(fmt::format("state/row.{}", level));
}

Result<File*> RowFiles::open(unsigned level) {
  auto found = files_.find(level);
  if (found == files_.end()) {
    TRY(File file, File::open(path(level), File::Mode::create));
    found = files_.emplace(level, std::move(file)).first;
  }
  return &found->second;
}

Status RowFiles::put(std::span<const GrowingTree::RowHash> hashes) {
  // Those of one level come in a row of indices; they are put together into one write.
  std::map<unsigned, std::pair<std::uint64_t, std::string>> rows;
  for (const GrowingTree::RowHash& hash : hashes) {
    auto& [first, bytes] = rows.try_emplace(hash.level, hash.index, "").first->second;
    check(hash.index == first + bytes.size() / sizeof(Hash), "rows grow hash by hash");
    bytes += record::bytes_of(hash.hash);
  }
  for (const auto& [level, row] : rows) {
    TRY(const File* file, open(level));
    TRY_STATUS(file->write_at(row.second, row.first * sizeof(Hash)));
  }
  return Nothing{};
}

Status RowFiles::sync() {
  for (const auto& [level, file] : files_) TRY_STATUS(file.sync());
  return sync_folder(folder_.state());
}

Result<std::optional<std::vector<Hash>>> RowFiles::read(unsigned level, std::uint64_t first,
                                                        std::size_t count) const {
  std::optional<std::vector<Hash>> none;
  if (!exists(path(level))) return none;
  TRY(const File file, File::open(path(level), File::Mode::read));
  std::vector<Hash> hashes(count);
  const std::span<char> room(reinterpret_cast<char*>(hashes.data()), count * sizeof(Hash));
  TRY(const std::size_t got, file.read_at(room, first * sizeof(Hash)));
  if (got < room.size()) return none;
  return std::optional(std::move(hashes));
}

Result<GrowingTree> RowFiles::tree_at(std::uint64_t size) const {
  check(size % tile_width == 0, "rows know whole tiles only");
  std::vector<std::vector<Hash>> rows;
  std::uint64_t count = size;
  for (unsigned level = 1; (count >>= tile_height) > 0; ++level) {
    const std::uint64_t first = count / tile_width * tile_width;
    TRY(auto row, read(level, first, static_cast<std::size_t>(count - first)));
    if (!row)
      return Error{Error::Code::corrupt,
                   fmt::format("`{}` is cut off; restore it from a copy", path(level))};
    rows.push_back(*std::move(row));
  }
  return GrowingTree(size, std::move(rows));
}

}  // namespace gait::store
