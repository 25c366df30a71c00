#include "formats/uuid.h"

#include <array>

namespace gait::formats {
namespace {

constexpr unsigned no_digit = 0x80;

constexpr std::array<unsigned char, 256> hex_values = [] {
  std::array<unsigned char, 256> values{};
  for (unsigned char& value : values) value = no_digit;
  for (unsigned i = 0; i < 16; ++i)
    values[static_cast<unsigned char>("0123456789abcdef"[i])] = static_cast<unsigned char>(i);
  return values;
}();

// `count` digits at `text` behind those in `value`; `faults` collects what is no digit.
inline void take_digits(const char* text, int count, std::uint64_t& value, unsigned& faults) {
  for (int i = 0; i < count; ++i) {
    const unsigned digit = hex_values[static_cast<unsigned char>(text[i])];
    faults |= digit;
    value = value << 4 | (digit & 0xf);
  }
}

}  // namespace

EventId event_id(std::string_view text, SymbolTable& symbols) {
  if (text.size() != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-')
    return EventId::from_text(text, symbols);
  EventId id;
  unsigned faults = 0;
  take_digits(text.data(), 8, id.high, faults);
  take_digits(text.data() + 9, 4, id.high, faults);
  take_digits(text.data() + 14, 4, id.high, faults);
  take_digits(text.data() + 19, 4, id.low, faults);
  take_digits(text.data() + 24, 12, id.low, faults);
  if ((faults & no_digit) != 0 || id.high >= EventId::uuid_high_end)
    return EventId::from_text(text, symbols);
  return id;
}

}  // namespace gait::formats
