#include "ingest/binary_data.h"

#include <algorithm>
#include <array>
#include <utility>

namespace gait::ingest {
namespace {

constexpr std::size_t text_bytes_per_control_byte = 50;

constexpr std::array<std::pair<std::string_view, std::string_view>, 10> known_starts{{
    {"\xff\xfe", "UTF-16 text; convert it with `iconv -f UTF-16 -t UTF-8`"},
    {"\xfe\xff", "UTF-16 text; convert it with `iconv -f UTF-16 -t UTF-8`"},
    {"PK\x03\x04", "a zip archive; unpack it first"},
    {"BZh", "bzip2 data; decompress it with `bunzip2` first"},
    {"\xfd"
     "7zXZ",
     "xz data; decompress it with `unxz` first"},
    {"7z\xbc\xaf", "a 7-zip archive; unpack it first"},
    {"\x04\x22\x4d\x18", "lz4 data; decompress it with `unlz4` first"},
    {"PAR1", "a Parquet file; export it as JSON lines first"},
    {"Obj\x01", "an Avro file; export it as JSON lines first"},
    {"SQLite format 3", "an SQLite database; export the log as JSON lines first"},
}};

// No short circuits, so that the compiler looks at many bytes at once.
bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x07) | ((byte > 0x0d) & (byte < 0x1b)) | (byte == 0x7f);
}

}  // namespace

std::optional<BinaryData> find_binary_data(std::string_view head) {
  for (const auto& [start, advice] : known_starts)
    if (head.starts_with(start)) return BinaryData{0, std::string(advice)};

  const auto control_bytes =
      static_cast<std::size_t>(std::count_if(head.begin(), head.end(), is_control));
  if (control_bytes * text_bytes_per_control_byte <= head.size()) return std::nullopt;
  const auto first = std::find_if(head.begin(), head.end(), is_control);
  return BinaryData{static_cast<std::size_t>(first - head.begin()), {}};
}

}  // namespace gait::ingest
