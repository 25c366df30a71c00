#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "base/result.h"
#include "record/commit_frame.h"
#include "store/disk.h"
#include "store/log_folder.h"
#include "store/recovery.h"

namespace gait::store {

// A frame whose payload has been hashed: what is left is to write it.
struct FrameToWrite {
  record::CommitFrame frame;  // the payload lies in the bundle of the caller
  std::uint32_t payload_crc = 0;
};

// Where commits are written. A segment is written with zeroes to its full size before it is used,
// so that a commit changes no metadata and costs one short fdatasync. The next segment is made
// beside the work, when the current one is half full.
class HotSegments {
 public:
  // A segment is twice as long as the one before, from `bytes_min` to `bytes_max`, so that a small
  // log takes little room.
  struct Sizes {
    std::uint64_t bytes_min = std::uint64_t{16} << 20;
    std::uint64_t bytes_max = std::uint64_t{256} << 20;
  };

  // Goes on where recovery ended.
  static Result<HotSegments> open(const LogFolder& folder, const Replayed& log, Sizes sizes);

  // Writes the frames, each set to begin or to continue a commit, and syncs. When it returns they
  // are durable; when it fails, nothing is known of them and nothing more may be written.
  // A commit that does not fit goes on in the next segment as another one.
  Status commit(std::span<FrameToWrite> frames);

  HotSegments(HotSegments&&) = default;
  HotSegments& operator=(HotSegments&&) = default;
  ~HotSegments();  // takes a segment that was made ahead away again

 private:
  HotSegments(LogFolder folder, Sizes sizes) : folder_(std::move(folder)), sizes_(sizes) {}

  Status write(std::span<FrameToWrite> frames);
  Status next_segment(std::uint64_t first_index);
  void make_spare();  // begins to
  std::string spare_path() const;

  LogFolder folder_;
  Sizes sizes_;
  std::optional<File> file_;
  std::uint64_t size_ = 0, end_ = 0;
  std::uint64_t spare_size_ = 0;
  std::unique_ptr<Status> spare_made_;  // to be read when the thread has ended
  std::jthread spare_maker_;            // ends before what it writes to
};

}  // namespace gait::store
