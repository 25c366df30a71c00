#pragma once

#include <array>
#include <string>
#include <string_view>

#include "model/activity.h"
#include "model/network.h"

namespace gait::formats {

// Where a call came from, as far as an address tells.
struct Place {
  AddressKind kind = AddressKind::none;
  std::string network;            // see below; empty for services and where nothing is known
  std::array<char, 2> country{};  // ISO 3166; zeroes when unknown
};

// Reads the address field of a log. An address of the Internet is in the network
// `AS<number> <organisation>`, or without a database in its prefix: `203.0.0.0/16` for IPv4,
// `2001:db8::/32` for IPv6. A private address says nothing by itself: it is in `endpoint` (the
// private link it came through) or in `private`. Anything that is no address is the name of a
// service. IPv4 written as IPv6 is IPv4; a port behind
// the address is left out. `networks` may be null.
Place place_of(std::string_view address, std::string_view endpoint, const NetworkLookup* networks);

}  // namespace gait::formats
