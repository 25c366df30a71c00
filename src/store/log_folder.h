#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace gait::store {

// Where the parts of one log lie.
struct LogFolder {
  std::string path;

  std::string at(std::string_view name) const { return path + "/" + std::string(name); }
  std::string vkey() const { return at("log.vkey"); }
  std::string policy() const { return at("policy.txt"); }
  std::string checkpoint() const { return at("checkpoint"); }
  std::string witnessed() const { return at("checkpoint.witnessed"); }  // satisfied the policy
  std::string lock() const { return at("lock"); }
  std::string hot() const { return at("hot"); }
  std::string state() const { return at("state"); }
  std::string keys() const { return at("keys"); }
  std::string index() const { return at("index"); }
  std::string blobs() const { return at("blobs"); }
  std::string sealed() const { return at("sealed"); }
};

// A preallocated file of commit frames; its name tells the index of its first entry.
struct SegmentName {
  std::uint64_t first_index = 0;

  std::string text() const;  // "seg-0000000000000000.seg"
  static bool parse(std::string_view name, SegmentName& segment);

  bool operator==(const SegmentName&) const = default;
};

// The hot segments, oldest first. A log without the folder has none.
Result<std::vector<SegmentName>> list_segments(const LogFolder& folder);

}  // namespace gait::store
