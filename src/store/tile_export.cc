#include "store/tile_export.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <vector>

#include "record/bundle.h"
#include "record/hash.h"
#include "record/tile.h"
#include "record/tile_tree.h"
#include "store/disk.h"

namespace gait::store {
namespace {

using record::Hash;

Status put(const std::string& folder, const std::string& name, std::string_view bytes) {
  const std::string path = folder + "/" + name;
  TRY_STATUS(make_folder(std::filesystem::path(path).parent_path()));
  TRY(const File file, File::open(path, File::Mode::create));
  TRY_STATUS(file.truncate(0));
  return file.write_at(bytes, 0);
}

}  // namespace

Status export_tiles(LogReader& log, const std::string& folder) {
  TRY(const std::string note, log.checkpoint_note());
  TRY(const record::Checkpoint checkpoint, log.checkpoint());
  record::TileBuilder tiles([&](const record::TileId& tile, std::string_view bytes) {
    return put(folder, record::tile_path(tile), bytes);
  });
  for (std::uint64_t first = 0; first < checkpoint.size; first += record::bundle_entries) {
    const auto width = static_cast<unsigned>(
        std::min<std::uint64_t>(record::bundle_entries, checkpoint.size - first));
    std::string bundle;
    std::vector<Hash> leaves;
    TRY_STATUS(log.for_each(first, first + width, [&](std::uint64_t, std::string_view entry) {
      record::append_entry(bundle, entry);
      return Nothing{};
    }));
    std::vector<std::string_view> entries;
    TRY_STATUS(record::split_bundle(bundle, entries));
    leaves.resize(entries.size());
    record::hash_leaves(entries, leaves);
    TRY_STATUS(tiles.add(leaves));
    TRY_STATUS(put(folder, record::bundle_path({first / record::bundle_entries, width}), bundle));
  }
  TRY_STATUS(tiles.finish());
  if (tiles.frontier().root() != checkpoint.root)
    return Error{Error::Code::corrupt,
                 "the entries do not lead to the signed root, so no checkpoint was written; look "
                 "with `gait record verify`"};
  return put(folder, "checkpoint", note);
}

}  // namespace gait::store
