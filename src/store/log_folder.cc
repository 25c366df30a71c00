#include "store/log_folder.h"

#include <fmt/format.h>

#include <charconv>

#include "store/disk.h"

namespace gait::store {
namespace {

constexpr std::string_view prefix = "seg-", suffix = ".seg";
constexpr std::size_t digits = 16;

}  // namespace

std::string SegmentName::text() const {
  return fmt::format("{}{:016x}{}", prefix, first_index, suffix);
}

bool SegmentName::parse(std::string_view name, SegmentName& segment) {
  if (name.size() != prefix.size() + digits + suffix.size()) return false;
  std::uint64_t index = 0;
  const char* begin = name.data() + prefix.size();
  if (std::from_chars(begin, begin + digits, index, 16).ptr != begin + digits) return false;
  const SegmentName found{index};
  if (found.text() != name) return false;
  segment = found;
  return true;
}

Result<std::vector<SegmentName>> list_segments(const LogFolder& folder) {
  std::vector<SegmentName> segments;
  if (!exists(folder.hot())) return segments;
  TRY(const std::vector<std::string> names, list_folder(folder.hot()));
  for (const std::string& name : names)  // sorted, so by index
    if (SegmentName segment; SegmentName::parse(name, segment)) segments.push_back(segment);
  return segments;
}

}  // namespace gait::store
