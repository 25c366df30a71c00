#include "record/segment_index.h"

#include <algorithm>
#include <iterator>
#include <memory>

#include "base/bytes.h"
#include "record/crc32c.h"
#include "record/segment_index_form.h"

namespace gait::record {
namespace {

using namespace index_form;

Error damaged(const char* what) {
  return {Error::Code::corrupt, std::string("the index is damaged: ") + what};
}

// False when the bytes are no ascending positions below `count`.
bool read_positions(std::string_view bytes, std::uint32_t count,
                    std::vector<std::uint32_t>& positions) {
  std::uint64_t position = 0, value = 0;
  unsigned shift = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    value |= std::uint64_t{byte & 0x7FU} << shift;
    shift += 7;
    if (byte >= 0x80) {
      if (shift > 21) return false;
      continue;
    }
    if (!positions.empty() && value == 0) return false;
    position += value;
    if (position >= count) return false;
    positions.push_back(static_cast<std::uint32_t>(position));
    value = shift = 0;
  }
  return shift == 0;
}

}  // namespace

Result<SegmentIndex> SegmentIndex::open(Read read) {
  SegmentIndex index;
  index.read_ = std::move(read);
  TRY_STATUS(index.read_header());
  return index;
}

Result<SegmentIndex> SegmentIndex::open(std::string bytes) {
  const auto shared = std::make_shared<const std::string>(std::move(bytes));
  return open([shared](std::uint64_t offset, std::size_t size) -> Result<std::string> {
    return offset < shared->size() ? shared->substr(static_cast<std::size_t>(offset), size) : "";
  });
}

Status SegmentIndex::read_header() {
  TRY(const std::string first_page, read_(0, page_bytes));
  TRY(const std::uint32_t pages, read_fixed(first_page));
  const std::size_t header_bytes = fixed_bytes + 4 * (pages + std::size_t{1});
  TRY(const std::string header, read_(0, header_bytes));
  TRY_STATUS(read_crcs(header, header_bytes, pages));
  body_ = whole_pages(header_bytes);
  const std::uint64_t body_bytes = std::uint64_t{pages} * page_bytes;
  for (const List& list : lists_)
    if (list.keys > count_ || list.keys_at + list.keys * std::uint64_t{key_bytes} > body_bytes ||
        list.postings_at + std::uint64_t{list.postings_bytes} > body_bytes)
      return damaged("a list lies outside of it");
  return Nothing{};
}

// Not inlined: g++ 12 takes a string that comes out of a Result for uninitialised.
[[gnu::noinline]] Result<std::uint32_t> SegmentIndex::read_fixed(std::string_view bytes) {
  ByteReader reader(bytes);
  const auto magic_here = reader.get<std::uint32_t>(), version_here = reader.get<std::uint32_t>();
  first_ = reader.get<std::uint64_t>();
  count_ = reader.get<std::uint32_t>();
  const auto pages = reader.get<std::uint32_t>();
  earliest_.ns = reader.get<std::int64_t>();
  latest_.ns = reader.get<std::int64_t>();
  for (List& list : lists_) list = reader.get<List>();
  if (!reader.ok() || magic_here != magic || version_here != version || pages > pages_max ||
      count_ > segment_entries)
    return damaged("it does not begin as one");
  return pages;
}

[[gnu::noinline]] Status SegmentIndex::read_crcs(std::string_view header, std::size_t bytes,
                                                 std::uint32_t pages) {
  if (header.size() < bytes) return damaged("it is cut off");
  ByteReader crcs(header.substr(fixed_bytes));
  for (std::uint32_t i = 0; i < pages; ++i) page_crcs_.push_back(crcs.get<std::uint32_t>());
  if (crcs.get<std::uint32_t>() != crc32c(header.substr(0, bytes - 4)))
    return damaged("the checksum of its header");
  return Nothing{};
}

Result<std::string> SegmentIndex::bytes_at(std::uint64_t offset, std::size_t size) {
  std::string bytes;
  while (bytes.size() < size) {
    const std::uint64_t at = offset + bytes.size();
    const auto page = static_cast<std::uint32_t>(at / page_bytes);
    auto found = pages_.find(page);
    if (found == pages_.end()) {
      if (page >= page_crcs_.size()) return damaged("a list lies outside of it");
      TRY(std::string read, read_(body_ + std::uint64_t{page} * page_bytes, page_bytes));
      if (read.size() != page_bytes || crc32c(read) != page_crcs_[page])
        return damaged("the checksum of a page");
      found = pages_.emplace(page, std::move(read)).first;
    }
    bytes.append(found->second, static_cast<std::size_t>(at % page_bytes), size - bytes.size());
  }
  return bytes;
}

Result<SegmentIndex::Key> SegmentIndex::key_at(const List& list, std::uint32_t n) {
  TRY(const std::string bytes, bytes_at(list.keys_at + std::uint64_t{n} * key_bytes, key_bytes));
  Key key;
  std::copy_n(bytes.data(), 6, reinterpret_cast<char*>(&key.key));
  std::copy_n(bytes.data() + 6, 4, reinterpret_cast<char*>(&key.postings));
  return key;
}

// The first key that is not smaller. Keys that are spread evenly are guessed before halving.
Result<std::uint32_t> SegmentIndex::lower_bound(const List& list, std::uint64_t key, bool is_even) {
  constexpr std::uint32_t near = page_bytes / key_bytes / 2;
  std::uint32_t low = 0, high = list.keys;
  std::uint32_t middle =
      is_even ? static_cast<std::uint32_t>((key >> 16) * list.keys >> 32) : high / 2;
  for (int guess = 0; low < high; ++guess) {
    middle = std::clamp(middle, low, high - 1);
    TRY(const Key here, key_at(list, middle));
    if (here.key < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
    if (!is_even || guess > 1) {
      middle = low + (high - low) / 2;
    } else {
      middle = here.key < key ? middle + near : middle - std::min(middle, near);
    }
  }
  return low;
}

Result<SegmentIndex::Positions> SegmentIndex::postings(const List& list, std::uint32_t n) {
  TRY(const Key key, key_at(list, n));
  std::uint32_t end = list.postings_bytes;
  if (n + 1 < list.keys) {
    TRY(const Key next, key_at(list, n + 1));
    end = next.postings;
  }
  if (key.postings > end || end > list.postings_bytes) return damaged("postings out of order");
  TRY(const std::string bytes,
      bytes_at(std::uint64_t{list.postings_at} + key.postings, end - key.postings));
  Positions positions;
  if (!read_positions(bytes, count_, positions)) return damaged("postings that are none");
  return positions;
}

Result<SegmentIndex::Positions> SegmentIndex::find_value(Dimension dimension,
                                                         std::string_view value) {
  const List& list = lists_[static_cast<std::size_t>(dimension)];
  const std::uint64_t key = key_of(value);
  TRY(const std::uint32_t n, lower_bound(list, key, true));
  if (n == list.keys) return Positions{};
  TRY(const Key here, key_at(list, n));
  if (here.key != key) return Positions{};
  return postings(list, n);
}

Result<SegmentIndex::Positions> SegmentIndex::find_time(const EntryQuery& query) {
  const List& list = lists_[dimension_count];
  const Timestamp from = std::max(query.from.value_or(earliest_), earliest_);
  const Timestamp until = query.until.value_or(Timestamp{INT64_MAX});
  Positions positions;
  if (from > latest_ || until <= earliest_) return positions;
  TRY(std::uint32_t n, lower_bound(list, key_of(from), false));
  for (; n < list.keys; ++n) {
    TRY(const Key key, key_at(list, n));
    if (key.key > key_of(std::min(until, latest_))) break;
    TRY(const Positions more, postings(list, n));
    positions.insert(positions.end(), more.begin(), more.end());
  }
  std::ranges::sort(positions);
  return positions;
}

Result<std::vector<std::uint32_t>> SegmentIndex::find(const EntryQuery& query) {
  Positions found;
  bool narrowed = false;
  const auto narrow = [&](Positions more) {
    Positions both;
    if (narrowed)
      std::ranges::set_intersection(found, more, std::back_inserter(both));
    else
      both = std::move(more);
    found = std::move(both);
    narrowed = true;
  };
  for (std::size_t d = 0; d < dimension_count; ++d) {
    if (query.values[d].empty() || (narrowed && found.empty())) continue;
    TRY(Positions more, find_value(static_cast<Dimension>(d), query.values[d]));
    narrow(std::move(more));
  }
  // A whole segment within the time asked for needs no list of it; the entries are compared anyway.
  const bool is_inside =
      (!query.from || *query.from <= earliest_) && (!query.until || *query.until > latest_);
  if (query.has_time() && !(narrowed && (found.empty() || is_inside))) {
    TRY(Positions more, find_time(query));
    narrow(std::move(more));
  }
  if (narrowed) return found;
  for (std::uint32_t i = 0; i < count_; ++i) found.push_back(i);
  return found;
}

}  // namespace gait::record
