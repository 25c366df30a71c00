#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace gait {

struct NetworkFacts {
  std::uint32_t asn = 0;  // 0 when unknown
  std::string organisation;
  std::array<char, 2> country{};  // ISO 3166; zeroes when unknown
};

// Knows the network and country of an address. The databases are outside the program, so this is
// a port; `ingest/mmdb.h` is the real one.
class NetworkLookup {
 public:
  virtual ~NetworkLookup() = default;
  // `address` is IPv4 or IPv6 text. Facts that are not known stay empty.
  virtual NetworkFacts find(std::string_view address) const = 0;
};

}  // namespace gait
