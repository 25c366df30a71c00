#include "store/index_files.h"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "store/disk.h"

namespace gait::store {
namespace {

using record::SegmentIndex;

Result<SegmentIndex> open_file(const std::string& path) {
  TRY(File opened, File::open(path, File::Mode::read));
  const auto file = std::make_shared<const File>(std::move(opened));
  return SegmentIndex::open([file](std::uint64_t offset, std::size_t size) -> Result<std::string> {
    std::string bytes(size, '\0');
    TRY(const std::size_t got, file->read_at(bytes, offset));
    bytes.resize(got);
    return bytes;
  });
}

}  // namespace

std::string IndexFiles::path(std::uint64_t n) const {
  return fmt::format("{}/{}.idx", folder_.index(), n);
}

Result<SegmentIndex> IndexFiles::open(std::uint64_t n, LogReader& log,
                                      std::vector<std::string>& notes) const {
  if (!exists(path(n))) return rebuild(n, log, notes);
  auto index = open_file(path(n));
  if (index && index->first_index() == n * record::segment_entries &&
      index->size() == record::segment_entries)
    return index;
  notes.push_back(fmt::format("`{}` is damaged; it was made again", path(n)));
  return rebuild(n, log, notes);
}

Status IndexFiles::make_missing(LogReader& log, std::vector<std::string>& notes) const {
  for (std::uint64_t n = 0; (n + 1) * record::segment_entries <= log.size(); ++n)
    if (!exists(path(n))) TRY_STATUS(rebuild(n, log, notes));
  return Nothing{};
}

Result<SegmentIndex> IndexFiles::rebuild(std::uint64_t n, LogReader& log,
                                         std::vector<std::string>& notes) const {
  const std::uint64_t first = n * record::segment_entries;
  record::SegmentIndexBuilder builder(first);
  std::uint64_t strange = 0;
  TRY_STATUS(log.for_each(first, first + record::segment_entries,
                          [&](std::uint64_t, std::string_view text) -> Status {
                            const auto entry = record::decode_entry(text);
                            builder.add(entry ? *entry : record::Entry{});
                            strange += entry ? 0 : 1;
                            return Nothing{};
                          }));
  if (strange > 0)
    notes.push_back(fmt::format("{} entries from {} on are of another form and not in the index",
                                strange, first));
  std::string bytes = builder.bytes();
  Status kept = make_folder(folder_.index());
  if (kept) kept = replace_file(path(n), bytes);
  if (!kept) notes.push_back("the index is used but not kept: " + kept.error().message);
  return SegmentIndex::open(std::move(bytes));
}

}  // namespace gait::store
