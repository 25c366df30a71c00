#include "ingest/mmdb.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <maxminddb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>

#include "ingest/system_error.h"

namespace gait::ingest {

struct MmdbLookup::Database {
  MMDB_s mmdb{};
  bool is_open = false;
  ~Database() {
    if (is_open) MMDB_close(&mmdb);
  }
};

namespace {

using Path = std::array<const char*, 3>;  // ends with a null pointer
constexpr Path number_path{"autonomous_system_number", nullptr, nullptr};
constexpr Path organisation_path{"autonomous_system_organization", nullptr, nullptr};
constexpr std::array<Path, 2> country_paths{
    {{"country", "iso_code", nullptr}, {"country_code", nullptr, nullptr}}};

std::optional<MMDB_entry_data_s> value_at(MMDB_entry_s entry, const Path& path) {
  MMDB_entry_data_s data;
  if (MMDB_aget_value(&entry, &data, path.data()) != MMDB_SUCCESS || !data.has_data)
    return std::nullopt;
  return data;
}

std::uint32_t number_at(MMDB_entry_s entry, const Path& path) {
  const auto data = value_at(entry, path);
  if (!data) return 0;
  if (data->type == MMDB_DATA_TYPE_UINT32) return data->uint32;
  if (data->type == MMDB_DATA_TYPE_UINT16) return data->uint16;
  if (data->type == MMDB_DATA_TYPE_UINT64 && data->uint64 <= UINT32_MAX)
    return static_cast<std::uint32_t>(data->uint64);
  if (data->type == MMDB_DATA_TYPE_INT32 && data->int32 > 0)
    return static_cast<std::uint32_t>(data->int32);
  return 0;
}

std::string_view text_at(MMDB_entry_s entry, const Path& path) {
  const auto data = value_at(entry, path);
  if (!data || data->type != MMDB_DATA_TYPE_UTF8_STRING) return {};
  return {data->utf8_string, data->data_size};
}

bool is_country(std::string_view code) {
  const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  return code.size() == 2 && is_letter(code[0]) && is_letter(code[1]);
}

// Adds what this entry knows and the facts do not.
void add_facts(MMDB_entry_s entry, NetworkFacts& facts) {
  if (facts.asn == 0) {
    facts.asn = number_at(entry, number_path);
    if (facts.asn != 0) facts.organisation = text_at(entry, organisation_path);
  }
  for (const Path& path : country_paths) {
    if (facts.country[0] != 0) return;
    const std::string_view code = text_at(entry, path);
    if (is_country(code)) facts.country = {code[0], code[1]};
  }
}

bool knows_something(const NetworkFacts& facts) { return facts.asn != 0 || facts.country[0] != 0; }

// Whether the first entries have a field that we know. Files are told apart by what is in them,
// since the names of their types are free text.
bool has_known_fields(const MMDB_s& mmdb) {
  std::vector<std::uint32_t> nodes{0};  // depth first, left to right
  int entries_left = 256, steps_left = 1 << 16;
  while (!nodes.empty() && entries_left > 0 && steps_left-- > 0) {
    const std::uint32_t number = nodes.back();
    nodes.pop_back();
    MMDB_search_node_s node;
    if (MMDB_read_node(&mmdb, number, &node) != MMDB_SUCCESS) return false;

    NetworkFacts facts;
    for (auto [type, entry] : {std::pair(node.left_record_type, node.left_record_entry),
                               std::pair(node.right_record_type, node.right_record_entry)}) {
      if (type != MMDB_RECORD_TYPE_DATA) continue;
      add_facts(entry, facts);
      --entries_left;
    }
    if (knows_something(facts)) return true;
    if (node.right_record_type == MMDB_RECORD_TYPE_SEARCH_NODE)
      nodes.push_back(static_cast<std::uint32_t>(node.right_record));
    if (node.left_record_type == MMDB_RECORD_TYPE_SEARCH_NODE)
      nodes.push_back(static_cast<std::uint32_t>(node.left_record));
  }
  return false;
}

Error not_opened(const std::string& path, int status) {
  if (status == MMDB_FILE_OPEN_ERROR || status == MMDB_IO_ERROR)
    return system_error(errno).in(fmt::format("opening `{}`", path));
  return {Error::Code::invalid,
          fmt::format("`{}` is not a usable MMDB file ({}); get a GeoLite2 or "
                      "ip-location-db file in MMDB format",
                      path, MMDB_strerror(status))};
}

union Address {
  ::sockaddr any;
  ::sockaddr_in v4;
  ::sockaddr_in6 v6;
};

// IPv4 in IPv6 clothes (`::ffff:192.0.2.1`) becomes IPv4: not every file knows the disguise.
std::optional<Address> parse_address(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> zero_ended{};
  if (text.size() >= zero_ended.size()) return std::nullopt;
  std::memcpy(zero_ended.data(), text.data(), text.size());

  Address address{};
  ::in6_addr v6{};
  if (::inet_pton(AF_INET, zero_ended.data(), &address.v4.sin_addr) == 1) {
    address.v4.sin_family = AF_INET;
  } else if (::inet_pton(AF_INET6, zero_ended.data(), &v6) != 1) {
    return std::nullopt;
  } else if (IN6_IS_ADDR_V4MAPPED(&v6)) {
    std::memcpy(&address.v4.sin_addr, v6.s6_addr + 12, 4);
    address.v4.sin_family = AF_INET;
  } else {
    address.v6.sin6_addr = v6;
    address.v6.sin6_family = AF_INET6;
  }
  return address;
}

}  // namespace

MmdbLookup::MmdbLookup() = default;
MmdbLookup::~MmdbLookup() = default;

Result<std::unique_ptr<MmdbLookup>> MmdbLookup::open(const std::vector<std::string>& paths) {
  std::unique_ptr<MmdbLookup> lookup(new MmdbLookup);
  for (const std::string& path : paths) {
    auto database = std::make_unique<Database>();
    const int status = MMDB_open(path.c_str(), MMDB_MODE_MMAP, &database->mmdb);
    if (status != MMDB_SUCCESS) return not_opened(path, status);
    database->is_open = true;
    if (!has_known_fields(database->mmdb))
      return Error{Error::Code::invalid,
                   fmt::format("`{}` holds neither networks (`autonomous_system_number`) nor "
                               "countries (`country.iso_code` or `country_code`); get an ASN or "
                               "country file",
                               path)};
    lookup->databases_.push_back(std::move(database));
  }
  return lookup;
}

NetworkFacts MmdbLookup::find(std::string_view address) const {
  NetworkFacts facts;
  const auto parsed = parse_address(address);
  if (!parsed) return facts;
  for (const auto& database : databases_) {
    int status = MMDB_SUCCESS;
    const auto found = MMDB_lookup_sockaddr(&database->mmdb, &parsed->any, &status);
    if (status == MMDB_SUCCESS && found.found_entry) add_facts(found.entry, facts);
  }
  return facts;
}

}  // namespace gait::ingest
