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

// Whether the bundle of that index holds entries of the range.
bool is_in(const ExportRange& range, std::uint64_t bundle) {
  const std::uint64_t first = bundle * record::bundle_entries;
  return first < range.end && range.first < first + record::bundle_entries;
}

bool is_written(const ExportRange& range, const record::TileId& tile) {
  return tile.level > 0 || tile.width < record::tile_width || is_in(range, tile.index);
}

}  // namespace

Status export_tiles(LogReader& log, const std::string& folder, const ExportRange& range) {
  TRY(const std::string note, log.checkpoint_note());
  TRY(const record::Checkpoint checkpoint, log.checkpoint());
  record::TileBuilder tiles([&](const record::TileId& tile, std::string_view bytes) -> Status {
    if (!is_written(range, tile)) return Nothing{};
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
    const record::BundleId id{first / record::bundle_entries, width};
    if (is_in(range, id.index)) TRY_STATUS(put(folder, record::bundle_path(id), bundle));
  }
  TRY_STATUS(tiles.finish());
  if (tiles.frontier().root() != checkpoint.root)
    return Error{Error::Code::corrupt,
                 "the entries do not lead to the signed root, so no checkpoint was written; look "
                 "with `gait record verify`"};
  return put(folder, "checkpoint", note);
}

}  // namespace gait::store
