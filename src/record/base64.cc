#include "record/base64.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace gait::record {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint32_t no_digit = 64;

constexpr std::array<std::uint8_t, 256> digits = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(no_digit);
  std::uint8_t value = 0;
  for (const char digit : alphabet) table[static_cast<unsigned char>(digit)] = value++;
  return table;
}();

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}

Error not_base64() { return {Error::Code::invalid, "no base64 as RFC 4648 writes it"}; }

}  // namespace

std::string to_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::uint32_t three =
        byte_at(bytes, at) << 16 | byte_at(bytes, at + 1) << 8 | byte_at(bytes, at + 2);
    const std::size_t count = std::min<std::size_t>(bytes.size() - at, 3);
    for (std::size_t i = 0; i < 4; ++i)
      text.push_back(i > count ? '=' : alphabet[three >> (18 - 6 * i) & 63]);
  }
  return text;
}

Result<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return not_base64();
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (std::size_t at = 0; at < text.size(); at += 4) {
    std::string_view four = text.substr(at, 4);
    if (at + 4 == text.size()) four = four.substr(0, std::min(four.find('='), four.size()));
    if (four.size() < 2 || text.substr(at + four.size(), 4 - four.size()) !=
                               std::string_view("==").substr(0, 4 - four.size()))
      return not_base64();
    std::uint32_t bits = 0;
    for (const char c : four) {
      const std::uint32_t digit = digits[static_cast<unsigned char>(c)];
      if (digit == no_digit) return not_base64();
      bits = bits << 6 | digit;
    }
    bits <<= 6 * (4 - four.size());
    const std::size_t count = four.size() - 1;
    for (std::size_t i = 0; i < count; ++i)
      bytes.push_back(static_cast<char>(bits >> (16 - 8 * i) & 255));
    if ((bits & ((1U << (24 - 8 * count)) - 1)) != 0) return not_base64();
  }
  return bytes;
}

Result<Hash> hash_from_base64(std::string_view text) {
  TRY(const std::string bytes, from_base64(text));
  Hash hash;
  if (bytes.size() != hash.size())
    return Error{Error::Code::invalid, "no hash of 32 bytes in base64"};
  std::ranges::copy(bytes, hash.begin());
  return hash;
}

}  // namespace gait::record
