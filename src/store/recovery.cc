#include "store/recovery.h"

#include <fmt/format.h>

#include <algorithm>

#include "record/bundle.h"
#include "record/hash.h"
#include "store/disk.h"
#include "store/frame_cursor.h"

namespace gait::store {
namespace {

using record::CommitFrame;
using record::Hash;

constexpr std::string_view what_to_do =
    "look with `gait record verify`, restore the newest copy, or start a new log";

Error refuse(Error::Code code, const std::string& path, std::string_view why) {
  return {code, fmt::format("`{}`: {}; nothing is written to it: {}", path, why, what_to_do)};
}

class Replay {
 public:
  Replay(const LogFolder& folder, std::span<const Stated> stated, const RowSink& rows)
      : folder_(folder), stated_(stated.begin(), stated.end()), rows_(rows) {
    std::ranges::sort(stated_, {}, &Stated::size);
  }

  Result<Replayed> run() {
    TRY(const std::vector<SegmentName> segments, list_segments(folder_));
    TRY_STATUS(compare());
    for (const SegmentName& segment : segments)
      TRY_STATUS(read_segment(segment, segment == segments.back()));
    if (next_stated_ < stated_.size()) {
      const Stated& missing = stated_[next_stated_];
      return refuse(Error::Code::conflict, folder_.path,
                    fmt::format("it ends at {} entries, but {} says {}: entries were lost, or an "
                                "older copy was put in its place",
                                log_.tree.size(), missing.where, missing.size));
    }
    return std::move(log_);
  }

 private:
  Status read_segment(const SegmentName& segment, bool is_last) {
    const std::string path = folder_.hot() + "/" + segment.text();
    if (segment.first_index != log_.tree.size())
      return refuse(Error::Code::corrupt, path,
                    fmt::format("entries are missing before it, from {} on", log_.tree.size()));
    log_.last = segment;
    log_.has_segment = true;
    log_.end = log_.last_commit = 0;
    TRY(FrameCursor cursor, FrameCursor::open(path));
    auto frame = cursor.next();
    while (frame && follows(*frame)) {
      if (!frame->continues) log_.last_commit = log_.end;
      TRY_STATUS(take(*frame));
      log_.end = cursor.offset();
      frame = cursor.next();
    }
    if (!frame && frame.error().code != Error::Code::corrupt &&
        frame.error().code != Error::Code::not_found)
      return std::move(frame.error());
    return look_behind(path, is_last);
  }

  bool follows(const CommitFrame& frame) const {
    return frame.first_index == log_.tree.size() &&
           frame.root_before == log_.tree.frontier().root() && (!frame.continues || log_.end > 0);
  }

  Status look_behind(const std::string& path, bool is_last) {
    TRY(const SegmentTail tail, read_tail(path, log_.end));
    if (tail.end == 0) return Nothing{};
    if (is_last && !tail.begins_a_commit) {
      log_.torn_end = tail.end;
      return Nothing{};
    }
    return refuse(Error::Code::corrupt, path,
                  fmt::format("damaged at byte {}, where no crash leaves damage", log_.end));
  }

  Status take(const CommitFrame& frame) {
    entries_.clear();
    TRY_STATUS(record::split_bundle(frame.payload, entries_));
    leaves_.resize(entries_.size());
    record::hash_leaves(entries_, leaves_);
    log_.tree.add(leaves_);
    TRY_STATUS(compare());
    const auto finished = log_.tree.take_finished();
    return finished.empty() ? Status(Nothing{}) : rows_(finished);
  }

  // What is signed is a durable size, and those are ends of frames.
  Status compare() {
    for (; next_stated_ < stated_.size() && stated_[next_stated_].size <= log_.tree.size();
         ++next_stated_) {
      const Stated& stated = stated_[next_stated_];
      if (stated.size != log_.tree.size() || stated.root != log_.tree.frontier().root())
        return refuse(
            Error::Code::conflict, folder_.path,
            fmt::format("its first {} entries are not those of {}", stated.size, stated.where));
    }
    return Nothing{};
  }

  const LogFolder& folder_;
  std::vector<Stated> stated_;
  const RowSink& rows_;
  std::size_t next_stated_ = 0;
  Replayed log_;
  std::vector<std::string_view> entries_;
  std::vector<Hash> leaves_;
};

}  // namespace

Result<Replayed> replay(const LogFolder& folder, std::span<const Stated> stated,
                        const RowSink& rows) {
  return Replay(folder, stated, rows).run();
}

Status settle(const LogFolder& folder, const Replayed& log) {
  if (!log.has_segment) return Nothing{};
  TRY(const File file, File::open(folder.hot() + "/" + log.last.text(), File::Mode::write));
  if (log.torn_end > log.end) {
    const std::string zeroes(static_cast<std::size_t>(log.torn_end - log.end), '\0');
    TRY_STATUS(file.write_at(zeroes, log.end));
  }
  std::string commit(static_cast<std::size_t>(log.end - log.last_commit), '\0');
  TRY_STATUS(file.read_at(commit, log.last_commit));
  TRY_STATUS(file.write_at(commit, log.last_commit));
  TRY_STATUS(file.sync_data());
  // The name, too: the crash may have come between the renaming and its sync.
  return sync_folder(folder.hot());
}

}  // namespace gait::store
