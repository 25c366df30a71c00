#include "record/tile.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "record/tree_size.h"

namespace gait::record {
namespace {

constexpr std::string_view tile_start = "tile/", bundle_start = "tile/entries/";

Error no_path(std::string_view path) {
  return {Error::Code::invalid,
          "`" + std::string(path.substr(0, 100)) + "` is no path of c2sp.org/tlog-tiles"};
}

// Three digits an element, and an x before all but the last.
std::string index_path(std::uint64_t index) {
  std::string path = fmt::format("{:03}", index % 1000);
  for (index /= 1000; index > 0; index /= 1000)
    path.insert(0, fmt::format("x{:03}/", index % 1000));
  return path;
}

std::string numbered_path(std::string path, std::uint64_t index, unsigned width) {
  check(width >= 1 && width <= tile_width, "a tile has 1 to 256 hashes");
  path += index_path(index);
  return width == tile_width ? path : path + fmt::format(".p/{}", width);
}

bool is_three_digits(std::string_view text) {
  return text.size() == 3 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Takes an index apart. What index_path would not write is refused, so each has one spelling.
Result<std::uint64_t> parse_index(std::string_view path) {
  std::uint64_t index = 0;
  for (std::string_view rest = path;;) {
    const std::size_t slash = rest.find('/');
    std::string_view digits = rest.substr(0, slash);
    const bool last = slash == rest.npos;
    if (!last && digits.starts_with('x')) digits.remove_prefix(1);
    if (!is_three_digits(digits) || index > tree_size_max / 1000 - 1) return no_path(path);
    for (const char c : digits) index = index * 10 + static_cast<std::uint64_t>(c - '0');
    if (last) break;
    rest.remove_prefix(slash + 1);
  }
  if (index_path(index) != path) return no_path(path);
  return index;
}

Result<BundleId> parse_numbered(std::string_view path) {
  BundleId id;
  const std::size_t dot = path.find(".p/");
  if (dot != path.npos) {
    TRY(const std::uint64_t width, parse_decimal(path.substr(dot + 3), tile_width - 1));
    if (width == 0) return no_path(path);
    id.width = static_cast<unsigned>(width);
  }
  TRY(id.index, parse_index(path.substr(0, dot)));
  return id;
}

}  // namespace

std::uint64_t tile_hashes(std::uint64_t size, unsigned level) {
  return level * tile_height < 64 ? size >> level * tile_height : 0;
}

unsigned width_at(std::uint64_t size, unsigned level, std::uint64_t index) {
  const std::uint64_t hashes = tile_hashes(size, level);
  if (index > hashes / tile_width) return 0;
  return static_cast<unsigned>(std::min<std::uint64_t>(hashes - index * tile_width, tile_width));
}

std::string tile_path(const TileId& tile) {
  check(tile.level <= tile_level_max, "a tile has a level up to 63");
  return numbered_path(fmt::format("{}{}/", tile_start, tile.level), tile.index, tile.width);
}

std::string bundle_path(const BundleId& bundle) {
  return numbered_path(std::string(bundle_start), bundle.index, bundle.width);
}

Result<TileId> parse_tile_path(std::string_view path) {
  if (!path.starts_with(tile_start)) return no_path(path);
  const std::string_view rest = path.substr(tile_start.size());
  const std::size_t slash = rest.find('/');
  if (slash == rest.npos) return no_path(path);
  TRY(const std::uint64_t level, parse_decimal(rest.substr(0, slash), tile_level_max));
  TRY(const BundleId id, parse_numbered(rest.substr(slash + 1)));
  return TileId{static_cast<unsigned>(level), id.index, id.width};
}

Result<BundleId> parse_bundle_path(std::string_view path) {
  if (!path.starts_with(bundle_start)) return no_path(path);
  return parse_numbered(path.substr(bundle_start.size()));
}

}  // namespace gait::record
