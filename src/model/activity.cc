#include "model/activity.h"

#include <fmt/format.h>

namespace gait {
namespace {

constexpr std::uint64_t not_a_uuid = ~std::uint64_t{0};
constexpr std::string_view hash_prefix = "hash:";
constexpr std::size_t hash_digits = 24;

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// 8-4-4-4-12 in lower case, the only spelling that prints back to the same text.
bool parse_uuid(std::string_view text, EventId& id) {
  if (text.size() != 36) return false;
  std::uint64_t halves[2] = {0, 0};
  int count = 0;
  for (std::size_t i = 0; i < 36; ++i) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (text[i] != '-') return false;
      continue;
    }
    const int digit = nibble(text[i]);
    if (digit < 0) return false;
    halves[count / 16] = halves[count / 16] << 4 | static_cast<std::uint64_t>(digit);
    ++count;
  }
  id = {halves[0], halves[1]};
  return id.high < EventId::uuid_high_end;
}

bool parse_hash(std::string_view text, EventId& id) {
  if (text.size() != hash_prefix.size() + hash_digits || !text.starts_with(hash_prefix))
    return false;
  std::uint64_t high = 0, low = 0;
  for (const char c : text.substr(hash_prefix.size())) {
    const int digit = nibble(c);
    if (digit < 0) return false;
    high = high << 4 | low >> 60;
    low = low << 4 | static_cast<std::uint64_t>(digit);
  }
  id = EventId::from_hash(high, low);
  return true;
}

}  // namespace

EventId EventId::from_text(std::string_view text, SymbolTable& symbols) {
  EventId id;
  if (parse_uuid(text, id) || parse_hash(text, id)) return id;
  return {not_a_uuid, symbols.insert(text).value};
}

EventId EventId::from_hash(std::uint64_t high, std::uint64_t low) {
  return {uuid_high_end | (high & 0xffff'ffff), low};
}

std::string EventId::text(const SymbolTable& symbols) const {
  if (high == not_a_uuid) return std::string(symbols.text(Symbol{low}));
  if (high >> 32 == uuid_high_end >> 32)
    return fmt::format("{}{:08x}{:016x}", hash_prefix, high & 0xffff'ffff, low);
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32, high >> 16 & 0xffff,
                     high & 0xffff, low >> 48, low & 0xffff'ffff'ffffULL);
}

}  // namespace gait
