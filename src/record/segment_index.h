#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/entry_query.h"

namespace gait::record {

inline constexpr std::uint32_t segment_entries = 65'536;

// Where the values of at most 65,536 entries in a row stand, as bytes. Derived from the entries and
// made again when damaged; never trusted: what it finds is compared with the entry itself, and
// docs/formats/record.md says how to look without it.
//
// Little endian. Header, zeroes up to a multiple of 4,096, then pages of 4,096 bytes:
//
//   magic "GIDX" | version u32 = 1 | first index u64 | entries u32 | pages u32 |
//   earliest time i64 | latest time i64 |
//   for each dimension and for the time: keys u32, their offset u32, postings offset u32, bytes u32
//   | CRC-32C u32 of each page | CRC-32C u32 of the header before
//
// A key is the upper 48 bits of XXH3-64 of the value, or the number of the 64 seconds in which the
// entry happened. Keys are sorted, 10 bytes each: the key, and where its postings begin. Postings
// are positions below 65,536, ascending: varints of the first and of the differences. As keys are
// spread evenly, one of them is found, or found absent, in one or two pages.
class SegmentIndexBuilder {
 public:
  explicit SegmentIndexBuilder(std::uint64_t first_index) : first_(first_index) {}

  void add(const Entry& entry);  // the next one; at most `segment_entries`
  std::uint32_t size() const { return count_; }
  std::string bytes() const;

 private:
  static constexpr std::size_t lists = dimension_count + 1;  // the last one is the time

  std::uint64_t first_ = 0;
  std::uint32_t count_ = 0;
  Timestamp earliest_{INT64_MAX}, latest_;
  std::array<std::vector<std::uint64_t>, lists> pairs_;  // key << 16 | position
};

class SegmentIndex {
 public:
  // `size` bytes at `offset`; fewer only where the file ends.
  using Read = std::function<Result<std::string>(std::uint64_t offset, std::size_t size)>;

  // Reads the header. `corrupt` when it is no index or damaged; so is each look-up that meets a
  // page that is.
  static Result<SegmentIndex> open(Read read);
  static Result<SegmentIndex> open(std::string bytes);  // of all of it

  std::uint64_t first_index() const { return first_; }
  std::uint32_t size() const { return count_; }

  // Positions of the entries that may match, ascending: all that do, and few that do not.
  Result<std::vector<std::uint32_t>> find(const EntryQuery& query);

 private:
  struct List {
    std::uint32_t keys = 0, keys_at = 0, postings_at = 0, postings_bytes = 0;
  };
  struct Key {
    std::uint64_t key = 0;
    std::uint32_t postings = 0;
  };
  using Positions = std::vector<std::uint32_t>;

  Status read_header();
  Result<std::uint32_t> read_fixed(std::string_view bytes);  // how many pages there are
  Status read_crcs(std::string_view header, std::size_t bytes, std::uint32_t pages);
  Result<std::string> bytes_at(std::uint64_t offset, std::size_t size);  // of the pages
  Result<Key> key_at(const List& list, std::uint32_t n);
  Result<std::uint32_t> lower_bound(const List& list, std::uint64_t key, bool is_even);
  Result<Positions> postings(const List& list, std::uint32_t n);
  Result<Positions> find_value(Dimension dimension, std::string_view value);
  Result<Positions> find_time(const EntryQuery& query);

  Read read_;
  std::uint64_t first_ = 0, body_ = 0;
  std::uint32_t count_ = 0;
  Timestamp earliest_, latest_;
  std::array<List, dimension_count + 1> lists_;
  std::vector<std::uint32_t> page_crcs_;
  std::map<std::uint32_t, std::string> pages_;
};

}  // namespace gait::record
