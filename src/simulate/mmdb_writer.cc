#include "simulate/mmdb_writer.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <vector>

#include "base/check.h"

namespace gait::simulate {
namespace {

enum class Type : std::uint8_t { text = 2, uint16 = 5, uint32 = 6, map = 7, uint64 = 9, list = 11 };

// The data section's encoding: a control byte of type and size, then the value, big-endian.
void put_control(std::string& out, Type type, std::size_t size) {
  check(size < 29 + 256, "names in the database are short");
  const auto number = static_cast<unsigned>(type);
  const unsigned head = number < 8 ? number << 5 : 0;
  out += static_cast<char>(head | (size < 29 ? static_cast<unsigned>(size) : 29U));
  if (number >= 8) out += static_cast<char>(number - 7);
  if (size >= 29) out += static_cast<char>(size - 29);
}

void put_text(std::string& out, std::string_view text) {
  put_control(out, Type::text, text.size());
  out += text;
}

void put_number(std::string& out, Type type, std::uint64_t value) {
  std::size_t size = 0;
  while (size < 8 && value >> (8 * size) != 0) ++size;
  put_control(out, type, size);
  while (size-- > 0) out += static_cast<char>(value >> (8 * size) & 0xff);
}

std::string facts_of(const NetworkInfo& network) {
  std::string out;
  put_control(out, Type::map, 3);
  put_text(out, "autonomous_system_number");
  put_number(out, Type::uint32, network.asn);
  put_text(out, "autonomous_system_organization");
  put_text(out, network.organisation);
  put_text(out, "country");
  put_control(out, Type::map, 1);
  put_text(out, "iso_code");
  put_text(out, network.country);
  return out;
}

struct Prefix {
  std::array<std::uint8_t, 16> bytes{};
  unsigned bits = 0;
};

unsigned read_number(std::string_view text, int base) {
  unsigned value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  check(failure == std::errc() && end == text.data() + text.size(), "a prefix has only numbers");
  return value;
}

// Calls `visit` with the text of each part between separators.
template <class Visit>
void for_each_part(std::string_view text, char separator, Visit visit) {
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    visit(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
}

// IPv4, or IPv6 of the form `a:b:c::`, which is all that the table needs.
Prefix read_prefix(std::string_view cidr) {
  const std::size_t slash = cidr.find('/');
  check(slash != std::string_view::npos, "a prefix has a length");
  Prefix prefix;
  prefix.bits = read_number(cidr.substr(slash + 1), 10);
  const std::string_view address = cidr.substr(0, slash);
  std::size_t at = 0;
  if (address.ends_with("::")) {
    for_each_part(address.substr(0, address.size() - 2), ':', [&](std::string_view part) {
      const unsigned value = read_number(part, 16);
      check(at + 2 <= 16 && value <= 0xffff, "an address has at most eight groups");
      prefix.bytes[at++] = static_cast<std::uint8_t>(value >> 8);
      prefix.bytes[at++] = static_cast<std::uint8_t>(value & 0xff);
    });
  } else {
    at = 12;
    for_each_part(address, '.', [&](std::string_view part) {
      const unsigned value = read_number(part, 10);
      check(at < 16 && value <= 0xff, "an address has four octets");
      prefix.bytes[at++] = static_cast<std::uint8_t>(value);
    });
    prefix.bits += 96;
  }
  check(prefix.bits >= 1 && prefix.bits <= 128, "a prefix has a possible length");
  return prefix;
}

// A binary trie. In a child, 0 is nothing, a positive number a node, a negative one -1 - (an
// offset in the data section).
class Tree {
 public:
  void insert(const Prefix& prefix, std::size_t offset) {
    std::size_t node = 0;
    for (unsigned bit = 0; bit + 1 < prefix.bits; ++bit) node = descend(node, side(prefix, bit));
    std::int64_t& leaf = nodes_[node][side(prefix, prefix.bits - 1)];
    check(leaf == 0, "prefixes do not overlap");
    leaf = -1 - static_cast<std::int64_t>(offset);
  }

  std::size_t size() const { return nodes_.size(); }

  // 24-bit records: a node's number, the node count for "nothing", or past it the data's offset.
  std::string text() const {
    constexpr std::size_t separator_bytes = 16;
    std::string out;
    for (const auto& children : nodes_) {
      for (std::int64_t child : children) {
        std::size_t record = nodes_.size();
        if (child > 0) record = static_cast<std::size_t>(child);
        if (child < 0) record += separator_bytes + static_cast<std::size_t>(-1 - child);
        check(record < 1U << 24, "the tree fits into 24-bit records");
        for (int shift : {16, 8, 0}) out += static_cast<char>(record >> shift & 0xff);
      }
    }
    return out + std::string(separator_bytes, '\0');
  }

 private:
  static std::size_t side(const Prefix& prefix, unsigned bit) {
    return prefix.bytes[bit / 8] >> (7 - bit % 8) & 1U;
  }

  std::size_t descend(std::size_t node, std::size_t which) {
    check(nodes_[node][which] >= 0, "prefixes do not overlap");
    if (nodes_[node][which] == 0) {
      nodes_[node][which] = static_cast<std::int64_t>(nodes_.size());
      nodes_.push_back({0, 0});
    }
    return static_cast<std::size_t>(nodes_[node][which]);
  }

  std::vector<std::array<std::int64_t, 2>> nodes_{{0, 0}};
};

std::string metadata(std::size_t node_count, Timestamp built) {
  std::string out = "\xab\xcd\xefMaxMind.com";
  put_control(out, Type::map, 9);
  put_text(out, "binary_format_major_version");
  put_number(out, Type::uint16, 2);
  put_text(out, "binary_format_minor_version");
  put_number(out, Type::uint16, 0);
  put_text(out, "build_epoch");
  put_number(out, Type::uint64, static_cast<std::uint64_t>(built.seconds()));
  put_text(out, "database_type");
  put_text(out, "Gait-Simulated-Networks");
  put_text(out, "description");
  put_control(out, Type::map, 1);
  put_text(out, "en");
  put_text(out, "Invented networks of a simulated fleet");
  put_text(out, "ip_version");
  put_number(out, Type::uint16, 6);
  put_text(out, "languages");
  put_control(out, Type::list, 1);
  put_text(out, "en");
  put_text(out, "node_count");
  put_number(out, Type::uint32, node_count);
  put_text(out, "record_size");
  put_number(out, Type::uint16, 24);
  return out;
}

}  // namespace

std::string write_mmdb(std::span<const NetworkInfo> networks, Timestamp built) {
  Tree tree;
  std::string facts;
  for (const NetworkInfo& network : networks) {
    tree.insert(read_prefix(network.prefix), facts.size());
    facts += facts_of(network);
  }
  return tree.text() + facts + metadata(tree.size(), built);
}

}  // namespace gait::simulate
