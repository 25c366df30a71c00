#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/checkpoint.h"
#include "record/merkle_proof.h"
#include "record/tile_tree.h"
#include "store/disk.h"
#include "store/frame_cursor.h"
#include "store/log_folder.h"
#include "store/row_files.h"

namespace gait::store {

// Reads a log, also while it is written and when it can no longer be written: needs no lock,
// changes nothing. It sees what was there when it was opened. One thread at a time.
class LogReader {
 public:
  static Result<LogReader> open(const std::string& folder);

  // Entries whose frames are whole. Of those behind the checkpoint a crash may still take some.
  std::uint64_t size() const { return size_; }

  // The first entry that is still here; what was before it was pruned.
  std::uint64_t first_index() const {
    return frames_.empty() ? size_ : frames_.front().first_index;
  }

  // `checkpoint`, signed by the key in `log.vkey`; cosignatures are not looked at.
  Result<record::Checkpoint> checkpoint() const;
  Result<std::string> checkpoint_note() const;  // the same, byte for byte

  // One entry, from at most one frame; `index` is below `size`.
  Result<std::string> entry(std::uint64_t index);

  // Each entry from `first` up to and without `end`, in order; stops with the first error.
  using Visit = std::function<Status(std::uint64_t index, std::string_view entry)>;
  Status for_each(std::uint64_t first, std::uint64_t end, const Visit& visit);

  // The tree of the first `size` entries, for proofs: leaves from the entries, all above from the
  // rows (row_files.h). What comes of it is true only if it leads to a root that was signed.
  record::TileHashes hashes(std::uint64_t size);

  // The path of an entry to the root of the checkpoint, checked against it before it is given out.
  Result<std::vector<record::Hash>> prove(std::uint64_t index, const record::Checkpoint& to);

 private:
  struct FramePlace {
    std::uint64_t first_index = 0;
    std::uint64_t offset = 0;
    std::uint32_t segment = 0;
  };
  struct LoadedFrame {
    std::uint64_t place = UINT64_MAX;
    std::string bytes;
    std::vector<std::string_view> entries;
  };

  explicit LogReader(LogFolder folder) : folder_(std::move(folder)), rows_(folder_) {}

  Status find_frames();
  Status find_frames(const SegmentName& segment, std::uint64_t trusted);
  Status load(std::uint64_t place);
  std::uint64_t end_of(std::uint64_t place) const;
  Result<std::string> tile(const record::TileId& tile);
  Result<std::vector<record::Hash>> leaves(std::uint64_t first, std::size_t count);

  LogFolder folder_;
  RowFiles rows_;
  std::vector<File> segments_;
  std::vector<FramePlace> frames_;
  std::uint64_t size_ = 0;
  LoadedFrame loaded_;
};

}  // namespace gait::store
