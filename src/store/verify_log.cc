#include "store/verify_log.h"

#include <fmt/format.h>

#include <vector>

#include "record/bundle.h"
#include "record/hash.h"
#include "store/frame_cursor.h"
#include "store/growing_tree.h"
#include "store/log_reader.h"

namespace gait::store {
namespace {

using record::CommitFrame;
using record::Hash;

class Verification {
 public:
  Verification(LogFolder folder, record::Checkpoint checkpoint, const VerifyVisit& visit)
      : folder_(std::move(folder)), visit_(visit) {
    verdict_.checkpoint = std::move(checkpoint);
  }

  Result<LogVerdict> run() {
    TRY(const std::vector<SegmentName> segments, list_segments(folder_));
    TRY_STATUS(compare());
    for (const SegmentName& segment : segments) {
      if (segment.first_index != tree_.size()) break;
      TRY_STATUS(read(segment));
    }
    if (tree_.size() < verdict_.checkpoint.size)
      return Error{Error::Code::corrupt,
                   fmt::format("`{}`: entry {} is missing or damaged; {} were signed{}",
                               folder_.path, tree_.size(), verdict_.checkpoint.size, why_)};
    verdict_.entries = tree_.size();
    verdict_.unsigned_entries = tree_.size() - verdict_.checkpoint.size;
    verdict_.root = tree_.frontier().root();
    return verdict_;
  }

 private:
  Status read(const SegmentName& segment) {
    const std::string path = folder_.hot() + "/" + segment.text();
    TRY(FrameCursor cursor, FrameCursor::open(path));
    while (true) {
      const std::uint64_t offset = cursor.offset();
      auto frame = cursor.next();
      if (!frame && frame.error().code == Error::Code::not_found) return Nothing{};
      if (!frame || frame->first_index != tree_.size() ||
          frame->root_before != tree_.frontier().root()) {
        why_ = fmt::format(" (`{}`, byte {}: {})", path, offset,
                           frame ? "a frame of another log" : frame.error().message);
        return Nothing{};
      }
      TRY_STATUS(take(*frame));
    }
  }

  Status take(const CommitFrame& frame) {
    entries_.clear();
    TRY_STATUS(record::split_bundle(frame.payload, entries_));
    leaves_.resize(entries_.size());
    record::hash_leaves(entries_, leaves_);
    for (std::size_t i = 0; visit_ && i < entries_.size(); ++i)
      TRY_STATUS(visit_(frame.first_index + i, entries_[i]));
    const std::uint64_t before = tree_.size(), signed_size = verdict_.checkpoint.size;
    tree_.add(leaves_);
    tree_.take_finished();
    verdict_.bytes += frame.payload.size() - 2 * entries_.size();
    if (before < signed_size && tree_.size() > signed_size)
      return Error{Error::Code::corrupt,
                   fmt::format("`{}`: the checkpoint ends within a frame", folder_.path)};
    return compare();
  }

  Status compare() {
    if (tree_.size() != verdict_.checkpoint.size ||
        tree_.frontier().root() == verdict_.checkpoint.root)
      return Nothing{};
    return Error{Error::Code::corrupt,
                 fmt::format("`{}`: the {} entries are not those that were signed", folder_.path,
                             tree_.size())};
  }

  const LogFolder folder_;
  const VerifyVisit& visit_;
  GrowingTree tree_;
  LogVerdict verdict_;
  std::string why_;
  std::vector<std::string_view> entries_;
  std::vector<Hash> leaves_;
};

}  // namespace

Result<LogVerdict> verify_log(const std::string& folder, const VerifyVisit& visit) {
  TRY(const LogReader reader, LogReader::open(folder));
  TRY(record::Checkpoint checkpoint, reader.checkpoint());
  return Verification(LogFolder{folder}, std::move(checkpoint), visit).run();
}

}  // namespace gait::store
