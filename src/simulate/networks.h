#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace gait::simulate {

// The invented internet of the fleet: documentation and benchmark prefixes, private-use AS
// numbers, organisations that do not exist. The same table fills networks.mmdb, so that a scan of
// the simulated logs shows networks and countries.
enum class Network : std::uint8_t {
  cloud_us_east,
  cloud_us_west,
  cloud_eu_west,
  office,
  home,
  data_centre,
  ci_runners,
  accounting_vendor,
  metrics_vendor,
  budget_hosting,  // this one and below are seen only in attacks
  anonymous_relay,
  rented_servers,
};

struct NetworkInfo {
  std::string_view prefix;  // CIDR
  std::uint32_t asn;
  std::string_view organisation;
  std::string_view country;  // ISO 3166
};

// Every prefix that is somebody's, for networks.mmdb.
std::span<const NetworkInfo> network_table();

// An address of this network; the same salt gives the same address.
std::string address_in(Network network, std::uint64_t salt);

// A private address of a workload inside the cloud.
std::string private_address(std::uint64_t salt);

// Where a cloud region's own public addresses are.
Network cloud_network(std::string_view region);

}  // namespace gait::simulate
