#include "formats/json_walk.h"

#include <simdjson.h>

#include <algorithm>
#include <array>

#include "base/check.h"

namespace gait::formats {
namespace {

// Depth of the brackets alone: +1 opens, -1 closes.
constexpr std::array<std::int8_t, 256> bracket_step = [] {
  std::array<std::int8_t, 256> step{};
  step['{'] = step['['] = 1;
  step['}'] = step[']'] = -1;
  return step;
}();

BlockIndex::Fault fault_of(simdjson::error_code code) {
  if (code == simdjson::UTF8_ERROR) return BlockIndex::Fault::not_utf8;
  if (code == simdjson::UNESCAPED_CHARS) return BlockIndex::Fault::control_character;
  if (code == simdjson::UNCLOSED_STRING) return BlockIndex::Fault::open_string;
  return BlockIndex::Fault::too_large;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto byte = [&out](std::uint32_t b) { out.push_back(static_cast<char>(b)); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) return byte(0xc0 | code >> 6), byte(0x80 | (code & 0x3f));
  if (code < 0x10000) {
    return byte(0xe0 | code >> 12), byte(0x80 | (code >> 6 & 0x3f)), byte(0x80 | (code & 0x3f));
  }
  byte(0xf0 | code >> 18), byte(0x80 | (code >> 12 & 0x3f));
  byte(0x80 | (code >> 6 & 0x3f)), byte(0x80 | (code & 0x3f));
}

constexpr std::uint32_t no_code = 0xffff'ffff;
constexpr std::uint32_t replacement = 0xfffd;

// The number in "uXXXX" at `at`.
std::uint32_t hex4(std::string_view raw, std::size_t at) {
  if (at + 5 > raw.size() || raw[at] != 'u') return no_code;
  std::uint32_t code = 0;
  for (std::size_t i = at + 1; i < at + 5; ++i) {
    const char c = raw[i];
    const int lower = c | 0x20;
    if (c >= '0' && c <= '9')
      code = code << 4 | static_cast<std::uint32_t>(c - '0');
    else if (lower >= 'a' && lower <= 'f')
      code = code << 4 | static_cast<std::uint32_t>(lower - 'a' + 10);
    else
      return no_code;
  }
  return code;
}

// Reads the \uXXXX (or the pair of them) whose `u` is at `at`; moves past it.
std::uint32_t unicode_escape(std::string_view raw, std::size_t& at) {
  const std::uint32_t high = hex4(raw, at);
  if (high == no_code) return ++at, replacement;
  at += 5;
  if (high < 0xd800 || high > 0xdfff) return high;
  if (high > 0xdbff || at >= raw.size() || raw[at] != '\\') return replacement;
  const std::uint32_t low = hex4(raw, at + 1);
  if (low < 0xdc00 || low > 0xdfff) return replacement;  // also no_code
  at += 6;
  return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

std::uint32_t simple_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/':
      return static_cast<unsigned char>(c);
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return replacement;
  }
}

}  // namespace

BlockIndex::BlockIndex() = default;
BlockIndex::~BlockIndex() = default;
BlockIndex::BlockIndex(BlockIndex&&) noexcept = default;
BlockIndex& BlockIndex::operator=(BlockIndex&&) noexcept = default;

BlockIndex::Fault BlockIndex::build(std::string_view text) {
  size_ = 0;
  if (text.empty()) return Fault::none;
  // Grows to the largest text asked for, and back when blocks are of the usual size again.
  const std::size_t wanted = std::max(text.size(), std::min(block_bytes, text.size() * 2));
  if (text.size() > capacity_ || (capacity_ > 2 * block_bytes && text.size() <= block_bytes)) {
    stage_.reset();
    const auto error =
        simdjson::get_active_implementation()->create_dom_parser_implementation(wanted, 1, stage_);
    capacity_ = error == simdjson::SUCCESS ? wanted : 0;
    if (error != simdjson::SUCCESS) return Fault::too_large;
  }
  const auto error = stage_->stage1(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                    simdjson::stage1_mode::regular);
  if (error == simdjson::EMPTY) return Fault::none;
  if (error != simdjson::SUCCESS) return fault_of(error);
  positions_ = stage_->structural_indexes.get();
  size_ = stage_->n_structural_indexes;
  check(positions_[size_] == text.size(), "simdjson puts the length behind the last position");
  return Fault::none;
}

std::string_view fault_text(BlockIndex::Fault fault) {
  switch (fault) {
    case BlockIndex::Fault::none:
      return "no fault";
    case BlockIndex::Fault::not_utf8:
      return "not UTF-8";
    case BlockIndex::Fault::control_character:
      return "a control character inside a string";
    case BlockIndex::Fault::open_string:
      return "a string that does not end";
    case BlockIndex::Fault::too_large:
      return "too large";
  }
  return "";
}

bool JsonWalk::skip_nested() {
  int depth = depth_;
  for (; at_ < end_; ++at_) {
    const int step = bracket_step[static_cast<unsigned char>(text_[*at_])];
    if (step == 0) [[likely]]
      continue;
    if (step < 0) {
      if (--depth > depth_) continue;
      ++at_;
      return true;
    }
    // A bracket opens only where a value may stand. This finds records that run together, before
    // one cut line has swallowed all that follow.
    const char before = depth == depth_ ? ':' : text_[at_[-1]];
    if (before != ':' && before != ',' && before != '[') return fail();
    if (++depth > depth_max) return fail();
  }
  return fail(Stop::end);
}

std::string_view unescape(std::string_view raw, std::string& scratch) {
  const std::size_t first = raw.find('\\');
  if (first == std::string_view::npos) return raw;
  scratch.assign(raw.substr(0, first));
  for (std::size_t at = first; at < raw.size();) {
    if (raw[at] != '\\') {
      const std::size_t next = std::min(raw.find('\\', at), raw.size());
      scratch.append(raw.substr(at, next - at));
      at = next;
      continue;
    }
    if (++at == raw.size()) break;
    if (raw[at] == 'u')
      append_utf8(scratch, unicode_escape(raw, at));
    else
      append_utf8(scratch, simple_escape(raw[at++]));
  }
  return scratch;
}

}  // namespace gait::formats
