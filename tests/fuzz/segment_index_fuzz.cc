// Arbitrary bytes as an index of a segment, with their checksums made right so that the lists
// behind them are read: an error, or positions in order.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "base/check.h"
#include "record/crc32c.h"
#include "record/segment_index.h"
#include "record/segment_index_form.h"

using namespace gait;
using namespace gait::record::index_form;

namespace {

void put(std::string& bytes, std::size_t at, std::uint32_t value) {
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

// The bytes as a header and its pages.
std::string framed(std::string_view input) {
  std::string header(input.substr(0, fixed_bytes));
  header.resize(fixed_bytes, '\0');
  std::string body(input.substr(std::min(input.size(), fixed_bytes)));
  body.resize(whole_pages(body.size()), '\0');
  put(header, 0, magic);
  put(header, 4, version);
  put(header, 20, static_cast<std::uint32_t>(body.size() / page_bytes));
  for (std::size_t at = 0; at < body.size(); at += page_bytes) {
    header.resize(header.size() + 4);
    put(header, header.size() - 4, record::crc32c(std::string_view(body).substr(at, page_bytes)));
  }
  const std::uint32_t crc = record::crc32c(header);
  header.resize(header.size() + 4);
  put(header, header.size() - 4, crc);
  header.resize(whole_pages(header.size()), '\0');
  return header + body;
}

void look(std::string bytes) {
  auto index = record::SegmentIndex::open(std::move(bytes));
  if (!index) return;
  for (int i = 0; i < 8; ++i) {
    record::EntryQuery query;
    query.values[static_cast<std::size_t>(i) % record::dimension_count] = std::to_string(i);
    if (i > 5) query.values = {};
    if (i % 2 == 0) query.from = Timestamp::from_seconds(i * 1000);
    const auto found = index->find(query);
    if (!found) continue;
    check(std::ranges::is_sorted(*found), "positions are in order");
    check(found->empty() || found->back() < index->size(), "positions lie in the segment");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  look(std::string(input));
  look(framed(input));
  return 0;
}
