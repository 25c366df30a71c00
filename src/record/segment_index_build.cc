#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "base/check.h"
#include "record/crc32c.h"
#include "record/segment_index.h"
#include "record/segment_index_form.h"

namespace gait::record {
namespace {

using namespace index_form;

// By the key, three digits of 16 bits; what has one key stays in the order of its positions.
void sort_by_key(std::vector<std::uint64_t>& pairs) {
  std::vector<std::uint64_t> sorted(pairs.size());
  std::vector<std::uint32_t> starts(65'536);
  for (const unsigned shift : {16U, 32U, 48U}) {
    std::ranges::fill(starts, 0U);
    for (const std::uint64_t pair : pairs) ++starts[pair >> shift & 0xFFFF];
    std::uint32_t sum = 0;
    for (std::uint32_t& start : starts) sum += std::exchange(start, sum);
    for (const std::uint64_t pair : pairs) sorted[starts[pair >> shift & 0xFFFF]++] = pair;
    pairs.swap(sorted);
  }
}

void put_varint(std::string& out, std::uint32_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

struct Written {
  std::uint32_t keys = 0;
  std::string table, postings;
};

Written write_list(std::vector<std::uint64_t> pairs) {
  sort_by_key(pairs);
  Written list;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const std::uint64_t key = pairs[i] >> 16;
    const auto position = static_cast<std::uint32_t>(pairs[i] & 0xFFFF);
    if (i > 0 && pairs[i - 1] >> 16 == key) {
      put_varint(list.postings, position - static_cast<std::uint32_t>(pairs[i - 1] & 0xFFFF));
      continue;
    }
    const auto at = static_cast<std::uint32_t>(list.postings.size());
    list.table.append(reinterpret_cast<const char*>(&key), 6);
    list.table.append(reinterpret_cast<const char*>(&at), 4);
    ++list.keys;
    put_varint(list.postings, position);
  }
  return list;
}

}  // namespace

void SegmentIndexBuilder::add(const Entry& entry) {
  check(count_ < segment_entries, "a segment has 65,536 entries");
  const std::uint64_t position = count_++;
  for (std::size_t d = 0; d < dimension_count; ++d) {
    const std::string_view value = value_of(entry, static_cast<Dimension>(d));
    if (!value.empty()) pairs_[d].push_back(key_of(value) << 16 | position);
  }
  const Timestamp time = time_of(entry);
  if (time.ns <= 0) return;
  pairs_[dimension_count].push_back(key_of(time) << 16 | position);
  earliest_ = std::min(earliest_, time);
  latest_ = std::max(latest_, time);
}

std::string SegmentIndexBuilder::bytes() const {
  std::string body;
  ByteWriter lists_part;
  for (const auto& pairs : pairs_) {
    const Written list = write_list(pairs);
    const auto at = static_cast<std::uint32_t>(body.size());
    body += list.table;
    lists_part.put(list.keys);
    lists_part.put(at);
    lists_part.put(static_cast<std::uint32_t>(body.size()));
    lists_part.put(static_cast<std::uint32_t>(list.postings.size()));
    body += list.postings;
  }
  body.resize(whole_pages(body.size()), '\0');
  ByteWriter header;
  header.put(magic);
  header.put(version);
  header.put(first_);
  header.put(count_);
  header.put(static_cast<std::uint32_t>(body.size() / page_bytes));
  header.put(earliest_.ns);
  header.put(latest_.ns);
  std::string bytes = header.take() + lists_part.bytes();
  const auto put_crc = [&bytes](std::uint32_t crc) {
    bytes.append(reinterpret_cast<const char*>(&crc), sizeof crc);
  };
  for (std::size_t at = 0; at < body.size(); at += page_bytes)
    put_crc(crc32c(std::string_view(body).substr(at, page_bytes)));
  put_crc(crc32c(bytes));
  bytes.resize(whole_pages(bytes.size()), '\0');
  return bytes + body;
}

}  // namespace gait::record
