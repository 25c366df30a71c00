#include "store/log_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "record/bundle.h"
#include "record/hash.h"
#include "record/note.h"
#include "record/tile.h"
#include "store/log_birth.h"

namespace gait::store {

using record::Checkpoint;
using record::Hash;
using record::TileId;

Result<LogReader> LogReader::open(const std::string& folder) {
  LogReader reader(LogFolder{folder});
  if (!exists(reader.folder_.vkey()))
    return Error{Error::Code::not_found,
                 fmt::format("`{}` is no log: it has no `log.vkey`; check the path", folder)};
  TRY_STATUS(reader.find_frames());
  return reader;
}

Status LogReader::find_frames() {
  // What was signed was whole and durable then, so that its headers are enough. Behind it a frame
  // may be half written.
  const auto stated = checkpoint();
  const std::uint64_t trusted = stated ? stated->size : 0;
  TRY(const std::vector<SegmentName> segments, list_segments(folder_));
  for (const SegmentName& segment : segments) {
    if (segments_.empty()) size_ = segment.first_index;
    if (segment.first_index != size_) return Nothing{};  // what follows a gap is not in the log
    TRY_STATUS(find_frames(segment, trusted));
  }
  return Nothing{};
}

Status LogReader::find_frames(const SegmentName& segment, std::uint64_t trusted) {
  const std::string path = folder_.hot() + "/" + segment.text();
  TRY(File file, File::open(path, File::Mode::read));
  TRY(FrameCursor cursor, FrameCursor::open(path));
  segments_.push_back(std::move(file));
  const auto number = static_cast<std::uint32_t>(segments_.size() - 1);
  while (true) {
    const std::uint64_t offset = cursor.offset();
    record::CommitFrame frame;
    if (size_ < trusted) {
      const auto header = cursor.next_header();
      if (!header) return Nothing{};
      frame = header->frame;
    } else {
      const auto whole = cursor.next();
      if (!whole) return Nothing{};
      frame = *whole;
    }
    if (frame.first_index != size_) return Nothing{};
    frames_.push_back({size_, offset, number});
    size_ += frame.count;
  }
}

Result<std::string> LogReader::checkpoint_note() const {
  return read_file(folder_.checkpoint(), record::note_bytes_max);
}

Result<Checkpoint> LogReader::checkpoint() const {
  TRY(const record::VerifierKey key, read_verifier_key(folder_));
  TRY(const std::string bytes, checkpoint_note());
  auto note = record::open_note(bytes, {&key, 1});
  if (!note) return std::move(note.error()).in(fmt::format("reading `{}`", folder_.checkpoint()));
  return record::parse_checkpoint(note->text);
}

std::uint64_t LogReader::end_of(std::uint64_t place) const {
  return place + 1 < frames_.size() ? frames_[place + 1].first_index : size_;
}

Status LogReader::load(std::uint64_t place) {
  if (loaded_.place == place) return Nothing{};
  const FramePlace& frame = frames_[place];
  const File& file = segments_[frame.segment];
  loaded_.place = UINT64_MAX;
  loaded_.bytes.resize(frame_bytes_max);
  TRY(const std::size_t got, file.read_at(loaded_.bytes, frame.offset));
  loaded_.bytes.resize(got);
  auto whole = record::read_frame(loaded_.bytes);
  loaded_.entries.clear();
  if (whole) TRY_STATUS(record::split_bundle(whole->payload, loaded_.entries));
  if (!whole || whole->first_index != frame.first_index ||
      loaded_.entries.size() != end_of(place) - frame.first_index)
    return Error{Error::Code::corrupt,
                 fmt::format("`{}` is damaged at byte {}; look with `gait record verify`",
                             file.path(), frame.offset)};
  loaded_.place = place;
  return Nothing{};
}

Result<std::string> LogReader::entry(std::uint64_t index) {
  std::string found;
  TRY_STATUS(for_each(index, index + 1, [&](std::uint64_t, std::string_view entry) {
    found = entry;
    return Nothing{};
  }));
  return found;
}

Status LogReader::for_each(std::uint64_t first, std::uint64_t end, const Visit& visit) {
  if (first >= end) return Nothing{};
  if (end > size_ || frames_.empty() || first < frames_.front().first_index)
    return Error{Error::Code::not_found,
                 fmt::format("the log has no entries {} to {}; it has {}", first, end, size_)};
  const auto behind = std::ranges::upper_bound(frames_, first, {}, &FramePlace::first_index);
  for (auto place = static_cast<std::uint64_t>(behind - frames_.begin()) - 1;
       place < frames_.size() && frames_[place].first_index < end; ++place) {
    TRY_STATUS(load(place));
    const std::uint64_t base = frames_[place].first_index;
    for (std::uint64_t i = std::max(first, base); i < std::min(end, end_of(place)); ++i)
      TRY_STATUS(visit(i, loaded_.entries[static_cast<std::size_t>(i - base)]));
  }
  return Nothing{};
}

Result<std::vector<Hash>> LogReader::leaves(std::uint64_t first, std::size_t count) {
  std::vector<std::string> copies;  // a bundle may lie in two frames
  copies.reserve(count);
  TRY_STATUS(for_each(first, first + count, [&](std::uint64_t, std::string_view entry) {
    copies.emplace_back(entry);
    return Nothing{};
  }));
  const std::vector<std::string_view> entries(copies.begin(), copies.end());
  std::vector<Hash> hashes(count);
  record::hash_leaves(entries, hashes);
  return hashes;
}

Result<std::string> LogReader::tile(const TileId& tile) {
  const std::uint64_t first = tile.index * record::tile_width;
  std::vector<Hash> hashes;
  if (tile.level == 0) {
    TRY(hashes, leaves(first, tile.width));
  } else {
    TRY(auto row, rows_.read(tile.level, first, tile.width));
    if (row) hashes = *std::move(row);
    // The writer is about to write them, or it ended before it could: from the tiles below.
    for (std::uint64_t n = first; hashes.size() < tile.width; ++n) {
      TRY(std::string below, this->tile({tile.level - 1, n, record::tile_width}));
      std::vector<Hash> children(record::tile_width);
      std::copy(below.begin(), below.end(), reinterpret_cast<char*>(children.data()));
      hashes.push_back(record::perfect_root(children));
    }
  }
  std::string bytes;
  for (const Hash& hash : hashes) bytes += record::bytes_of(hash);
  return bytes;
}

record::TileHashes LogReader::hashes(std::uint64_t size) {
  return {size, [this](const TileId& id) { return tile(id); }};
}

Result<std::vector<Hash>> LogReader::prove(std::uint64_t index, const Checkpoint& to) {
  if (index >= to.size || to.size > size_)
    return Error{Error::Code::not_found,
                 fmt::format("entry {} is not below the {} entries of the checkpoint, or the log "
                             "has only {}",
                             index, to.size, size_)};
  record::TileHashes tree = hashes(to.size);
  TRY(std::vector<Hash> path, record::inclusion_proof(index, to.size, tree.reader()));
  TRY(const std::string entry, this->entry(index));
  const Hash leaf = record::leaf_hash(entry);
  if (Status holds = record::verify_inclusion(leaf, index, to.size, path, to.root); !holds)
    return Error{Error::Code::corrupt,
                 fmt::format("what the log holds does not lead entry {} to the signed root; look "
                             "with `gait record verify`",
                             index)};
  return path;
}

}  // namespace gait::store
