#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/network.h"

namespace gait::ingest {

// Networks and countries from MMDB files, which users bring: GeoLite2 (ASN, Country, City), DB-IP
// and ip-location-db, which share the format and differ in the names of their fields:
//   autonomous_system_number, autonomous_system_organization   the network
//   country.iso_code, or country_code                          the country
// `find` may be called from several threads at once.
class MmdbLookup : public NetworkLookup {
 public:
  // Opens one or several files; each field is taken from the first file that knows it for an
  // address, so networks and countries, IPv4 and IPv6 may lie in files of their own. A file that
  // is no MMDB, or holds none of the fields, is an error that names it.
  static Result<std::unique_ptr<MmdbLookup>> open(const std::vector<std::string>& paths);

  ~MmdbLookup() override;
  NetworkFacts find(std::string_view address) const override;

 private:
  struct Database;

  MmdbLookup();
  std::vector<std::unique_ptr<Database>> databases_;
};

}  // namespace gait::ingest
