#include "store/hot_segments.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "base/check.h"
#include "store/frame_cursor.h"

namespace gait::store {
namespace {

constexpr std::size_t fill_bytes = std::size_t{1} << 20;
constexpr std::uint64_t fill_sync_bytes = std::uint64_t{8} << 20;

// Synced every few megabytes, so that no commit waits behind all of it.
Status make_zeroes(const std::stop_token& stop, const std::string& path, std::uint64_t size) {
  TRY_STATUS(remove_file(path));
  TRY(const File file, File::open(path, File::Mode::create));
  const std::string zeroes(fill_bytes, '\0');
  for (std::uint64_t at = 0; at < size && !stop.stop_requested();) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(fill_bytes, size - at));
    TRY_STATUS(file.write_at(std::string_view(zeroes).substr(0, count), at));
    at += count;
    if (at % fill_sync_bytes == 0) TRY_STATUS(file.sync_data());
  }
  return file.sync();
}

std::uint64_t bytes_of(const FrameToWrite& frame) {
  return record::frame_bytes(frame.frame.payload.size());
}

}  // namespace

Result<HotSegments> HotSegments::open(const LogFolder& folder, const Replayed& log, Sizes sizes) {
  check(sizes.bytes_min >= frame_bytes_max && sizes.bytes_max >= sizes.bytes_min,
        "a segment has room for any frame");
  HotSegments segments(folder, sizes);
  if (!log.has_segment) return segments;
  TRY(File file, File::open(folder.hot() + "/" + log.last.text(), File::Mode::write));
  TRY(segments.size_, file.size());
  segments.end_ = log.end;
  segments.file_ = std::move(file);
  return segments;
}

HotSegments::~HotSegments() {
  if (!spare_made_) return;
  if (spare_maker_.joinable()) {
    spare_maker_.request_stop();
    spare_maker_.join();
  }
  (void)remove_file(spare_path());  // it holds nothing
}

Status HotSegments::commit(std::span<FrameToWrite> frames) {
  while (!frames.empty()) {
    std::size_t count = 0;
    std::uint64_t end = end_;
    while (count < frames.size() && end + bytes_of(frames[count]) <= size_)
      end += bytes_of(frames[count++]);
    if (count == 0) {
      TRY_STATUS(next_segment(frames.front().frame.first_index));
      continue;
    }
    TRY_STATUS(write(frames.first(count)));
    end_ = end;
    frames = frames.subspan(count);
  }
  if (end_ > size_ / 2 && !spare_made_) make_spare();
  return Nothing{};
}

Status HotSegments::write(std::span<FrameToWrite> frames) {
  static const std::string zeroes(record::frame_align_bytes, '\0');
  std::vector<std::string> headers;
  headers.reserve(frames.size());  // the pieces point into it
  std::vector<std::string_view> pieces;
  for (FrameToWrite& frame : frames) {
    frame.frame.continues = &frame != &frames.front();
    headers.push_back(record::frame_header(frame.frame, frame.payload_crc));
    const std::size_t used = headers.back().size() + frame.frame.payload.size();
    pieces.insert(pieces.end(), {headers.back(), frame.frame.payload,
                                 std::string_view(zeroes).substr(0, bytes_of(frame) - used)});
  }
  TRY_STATUS(file_->write_at(pieces, end_));
  return file_->sync_data();
}

Status HotSegments::next_segment(std::uint64_t first_index) {
  if (!spare_made_) make_spare();
  spare_maker_.join();
  TRY_STATUS(*spare_made_);
  spare_made_.reset();
  const std::string path = folder_.hot() + "/" + SegmentName{first_index}.text();
  TRY_STATUS(rename_file(spare_path(), path));
  TRY_STATUS(sync_folder(folder_.hot()));
  TRY(file_, File::open(path, File::Mode::write));
  size_ = spare_size_;
  end_ = 0;
  return Nothing{};
}

std::string HotSegments::spare_path() const { return folder_.hot() + "/next"; }

void HotSegments::make_spare() {
  spare_size_ = std::clamp(size_ * 2, sizes_.bytes_min, sizes_.bytes_max);
  spare_made_ = std::make_unique<Status>(Nothing{});
  spare_maker_ =
      std::jthread([made = spare_made_.get(), path = spare_path(), size = spare_size_](
                       const std::stop_token& stop) { *made = make_zeroes(stop, path, size); });
}

}  // namespace gait::store
