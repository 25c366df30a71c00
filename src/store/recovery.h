#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/checkpoint.h"
#include "store/growing_tree.h"
#include "store/log_folder.h"

namespace gait::store {

// A size and root that the log has stated; where it was found is for the message.
struct Stated {
  std::uint64_t size = 0;
  record::Hash root{};
  std::string where;
};

// What the frames on disk hold.
struct Replayed {
  GrowingTree tree;
  SegmentName last;  // the newest segment, when there is one
  bool has_segment = false;
  std::uint64_t end = 0;          // in it: where the next frame goes
  std::uint64_t last_commit = 0;  // in it: where the last commit begins
  std::uint64_t torn_end = 0;     // in it: behind what a crash left half written; 0 is nothing
};

using RowSink = std::function<Status(std::span<const GrowingTree::RowHash>)>;

// Reads and hashes every hot entry again; about 1 s per GiB. A frame counts when its CRCs, its
// index and the root before it are right. The last segment is cut at the first one that does not,
// since a crash leaves that. `corrupt` when damage is where no crash can do it: in an earlier
// segment, or before a whole commit. `conflict` when the log is smaller than, or other than, what
// it has stated: it was rolled back or forged. Messages say what to do.
//
// Nothing is skipped: a frontier that was stored could not be told from a forged one without the
// entries, and at this speed there is nothing to gain.
Result<Replayed> replay(const LogFolder& folder, std::span<const Stated> stated,
                        const RowSink& rows);

// Makes durable what `replay` found, before anything is built on it: what was torn becomes zeroes
// again, and the last commit is written anew. Only the last one can have been without its sync; and
// when that sync failed, the cache may show what the disk does not have.
Status settle(const LogFolder& folder, const Replayed& log);

}  // namespace gait::store
