#include "formats/address.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace gait::formats {
namespace {

struct Address {
  int bytes = 0;  // 4, 16, or 0 for none
  std::array<std::uint8_t, 16> value{};
};

Address parse_address(std::string_view text) {
  char buffer[INET6_ADDRSTRLEN] = {};
  if (text.empty() || text.size() >= sizeof buffer) return {};
  std::memcpy(buffer, text.data(), text.size());
  Address address;
  if (inet_pton(AF_INET, buffer, address.value.data()) == 1) return address.bytes = 4, address;
  if (inet_pton(AF_INET6, buffer, address.value.data()) != 1) return {};
  address.bytes = 16;
  constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (!std::equal(mapped.begin(), mapped.end(), address.value.begin())) return address;
  address.bytes = 4;
  std::copy_n(address.value.begin() + 12, 4, address.value.begin());
  return address;
}

bool is_private4(const Address& address) {
  const auto [a, b] = std::pair(address.value[0], address.value[1]);
  return a == 10 || a == 127 || (a == 172 && b >= 16 && b < 32) || (a == 192 && b == 168) ||
         (a == 169 && b == 254) || (a == 100 && b >= 64 && b < 128);  // the last: carrier NAT
}

bool is_private6(const Address& address) {
  const auto& v = address.value;
  const bool loopback =
      v[15] == 1 && std::all_of(v.begin(), v.end() - 1, [](auto b) { return b == 0; });
  return loopback || (v[0] & 0xfe) == 0xfc || (v[0] == 0xfe && (v[1] & 0xc0) == 0x80);
}

std::string prefix(const Address& address) {
  const auto& v = address.value;
  if (address.bytes == 4) return fmt::format("{}.{}.0.0/16", v[0], v[1]);
  return fmt::format("{:x}:{:x}::/32", v[0] << 8 | v[1], v[2] << 8 | v[3]);
}

// Without the port that some logs write behind: `203.0.113.7:4711`, `[2001:db8::1]:443`.
std::string_view without_port(std::string_view text) {
  if (text.starts_with('[')) return text.substr(1, text.find(']') - 1);
  const std::size_t colon = text.find(':');
  return colon == text.rfind(':') ? text.substr(0, colon) : text;
}

}  // namespace

Place place_of(std::string_view address, std::string_view endpoint, const NetworkLookup* networks) {
  address = without_port(address);
  if (address.empty()) return {};
  const Address parsed = parse_address(address);
  if (parsed.bytes == 0) return {AddressKind::service, "", {}};
  if (parsed.bytes == 4 ? is_private4(parsed) : is_private6(parsed))
    return {AddressKind::internal, std::string(endpoint.empty() ? "private" : endpoint), {}};
  if (networks == nullptr) return {AddressKind::external, prefix(parsed), {}};
  const NetworkFacts facts = networks->find(address);
  if (facts.asn == 0) return {AddressKind::external, prefix(parsed), facts.country};
  std::string network = fmt::format("AS{}", facts.asn);
  if (!facts.organisation.empty()) network.append(" ").append(facts.organisation);
  return {AddressKind::external, std::move(network), facts.country};
}

}  // namespace gait::formats
