#include "simulate/networks.h"

#include <fmt/format.h>

#include "base/hash.h"

namespace gait::simulate {
namespace {

struct Range {
  std::string_view head;   // three octets
  std::uint8_t low, high;  // of the last one
  std::uint32_t count;     // how many addresses are really used
};

// In the order of Network.
constexpr std::array<Range, 12> ranges{{
    {"198.18.0", 4, 250, 200},
    {"198.18.16", 4, 250, 200},
    {"198.18.32", 4, 250, 200},
    {"203.0.113", 2, 5, 3},
    {"203.0.113", 130, 220, 60},
    {"192.0.2", 10, 40, 6},
    {"198.18.64", 2, 250, 240},
    {"198.51.100", 10, 30, 4},
    {"198.51.100", 130, 160, 8},
    {"198.19.7", 20, 240, 40},
    {"198.19.40", 20, 240, 40},
    {"198.19.91", 20, 240, 40},
}};

constexpr std::array<NetworkInfo, 16> table{{
    {"192.0.2.0/24", 64500, "Old Mill Data Centre", "NL"},
    {"198.18.0.0/24", 64496, "Nimbus Compute East", "US"},
    {"198.18.16.0/24", 64497, "Nimbus Compute West", "US"},
    {"198.18.32.0/24", 64498, "Nimbus Compute Ireland", "IE"},
    {"198.18.64.0/24", 64501, "Octant Build Runners", "US"},
    {"198.19.7.0/24", 65537, "Budget Hosting", "RO"},
    {"198.19.40.0/24", 65538, "Anonymous Relay", "PA"},
    {"198.19.91.0/24", 65539, "Rented Servers", "SG"},
    {"198.51.100.0/25", 64503, "Ledgerly Accounting", "DE"},
    {"198.51.100.128/25", 64504, "Watchtower Metrics", "US"},
    {"203.0.113.0/25", 64499, "Harbour Office Fibre", "NL"},
    {"203.0.113.128/25", 64502, "Polder Broadband", "NL"},
    {"2001:db8:1::/48", 64499, "Harbour Office Fibre", "NL"},
    {"2001:db8:2::/48", 64502, "Polder Broadband", "NL"},
    {"2001:db8:100::/40", 64496, "Nimbus Compute East", "US"},
    {"2001:db8:f000::/36", 65537, "Budget Hosting", "RO"},
}};

}  // namespace

std::span<const NetworkInfo> network_table() { return table; }

std::string address_in(Network network, std::uint64_t salt) {
  const Range& range = ranges[static_cast<std::size_t>(network)];
  const std::uint64_t slot = hash_combine(salt, 1) % range.count;
  const std::uint64_t width = static_cast<std::uint64_t>(range.high - range.low) + 1;
  return fmt::format("{}.{}", range.head, range.low + hash_combine(slot, 2) % width);
}

std::string private_address(std::uint64_t salt) {
  const std::uint64_t hash = hash_combine(salt, 3);
  return fmt::format("10.0.{}.{}", hash >> 8 & 63, 4 + (hash >> 24) % 240);
}

Network cloud_network(std::string_view region) {
  if (region.starts_with("eu-")) return Network::cloud_eu_west;
  return region == "us-east-1" ? Network::cloud_us_east : Network::cloud_us_west;
}

}  // namespace gait::simulate
