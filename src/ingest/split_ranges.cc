#include "ingest/split_ranges.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace gait::ingest {
namespace {

constexpr std::size_t head_bytes = std::size_t{1} << 20;
constexpr std::string_view utf8_mark = "\xef\xbb\xbf";
constexpr std::string_view white_space = " \t\r\n";

// The length of the JSON object that `text` begins with; nothing when it does not end on its line.
std::optional<std::size_t> object_on_one_line(std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') return std::nullopt;
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return i + 1;
    }
  }
  return std::nullopt;
}

void skip(std::string_view& text, std::string_view characters) {
  text.remove_prefix(std::min(text.find_first_not_of(characters), text.size()));
}

// Looks at the first two lines: each is one whole object, and the first no array in disguise.
bool begins_as_json_lines(std::string_view head) {
  if (head.starts_with(utf8_mark)) head.remove_prefix(utf8_mark.size());
  for (int line = 0; line < 2; ++line) {
    skip(head, white_space);
    if (!head.starts_with('{')) return false;
    std::string_view key = head.substr(1);
    skip(key, white_space);
    if (key.starts_with("\"Records\"")) return false;

    const auto length = object_on_one_line(head);
    if (!length) return false;
    head.remove_prefix(*length);
    skip(head, " \t\r");
    if (!head.starts_with('\n')) return false;
  }
  return true;
}

bool is_json_lines(const std::string& path) {
  auto input = RawInput::open(path);
  if (!input || !input->size_bytes()) return false;
  const auto head = input->peek(head_bytes);
  return head && begins_as_json_lines(*head);
}

// The first place in the range where a line begins with `{`.
std::optional<std::uint64_t> find_cut(const std::string& path, ByteRange range) {
  auto input = RawInput::open(path, {range.begin - 1, range.end});
  if (!input) return std::nullopt;
  std::array<char, std::size_t{64} << 10> chunk;
  std::uint64_t offset = range.begin - 1;
  char before = 0;
  while (true) {
    const auto got = input->read(chunk);
    if (!got || *got == 0) return std::nullopt;
    for (std::size_t i = 0; i < *got; ++i) {
      if (before == '\n' && chunk[i] == '{') return offset + i;
      before = chunk[i];
    }
    offset += *got;
  }
}

}  // namespace

std::vector<ByteRange> split_ranges(const std::string& path, std::uint64_t size_bytes,
                                    std::size_t parts) {
  const std::uint64_t wanted = std::min<std::uint64_t>(parts, size_bytes / range_bytes_min);
  if (wanted < 2 || path == "-" || !is_json_lines(path)) return {ByteRange{}};

  const std::uint64_t step = size_bytes / wanted;
  std::vector<ByteRange> ranges{{0, ByteRange::to_end}};
  for (std::uint64_t i = 1; i < wanted; ++i) {
    const auto cut = find_cut(path, {i * step, (i + 1) * step});
    if (!cut) continue;  // one line fills this part; it goes to the range before
    if (*cut - ranges.back().begin < range_bytes_min / 2) continue;
    ranges.back().end = *cut;
    ranges.push_back({*cut, ByteRange::to_end});
  }
  return ranges;
}

}  // namespace gait::ingest
