#include "bench/full_iterate.h"

#include <simdjson.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <vector>

#include "base/check.h"

namespace gait::bench {
namespace {

namespace ondemand = simdjson::ondemand;

static_assert(iterate_padding_bytes >= simdjson::SIMDJSON_PADDING);

constexpr std::size_t piece_bytes = std::size_t{1} << 20;

std::uint64_t visit(ondemand::value value, bool unescape);

std::uint64_t visit_object(ondemand::object object, bool unescape) {
  std::uint64_t sum = 0;
  for (auto field : object) {
    if (unescape)
      sum += field.unescaped_key().value().size();
    else
      sum += static_cast<std::uint64_t>(*field.key().value().raw());
    sum += visit(field.value(), unescape);
  }
  return sum;
}

std::uint64_t visit(ondemand::value value, bool unescape) {
  std::uint64_t sum = 0;
  switch (value.type().value()) {
    case ondemand::json_type::object:
      return visit_object(value.get_object().value(), unescape);
    case ondemand::json_type::array:
      for (auto element : value.get_array()) sum += visit(element.value(), unescape);
      return sum;
    case ondemand::json_type::string:
      if (unescape) return value.get_string().value().size();
      return static_cast<std::uint64_t>(*value.get_raw_json_string().value().raw());
    case ondemand::json_type::number:
    case ondemand::json_type::boolean:
    case ondemand::json_type::null:
      return value.raw_json_token().size();
  }
  return sum;
}

std::uint64_t iterate(ondemand::parser& parser, std::string_view lines, bool unescape) {
  std::uint64_t sum = 0;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size());
    const simdjson::padded_string_view line(lines.data() + at, end - at,
                                            end - at + iterate_padding_bytes);
    auto document = parser.iterate(line);
    sum += visit_object(document.get_object().value(), unescape);
    at = end + 1;
  }
  return sum;
}

}  // namespace

std::uint64_t full_iterate(std::string_view lines, bool unescape) {
  ondemand::parser parser;
  return iterate(parser, lines, unescape);
}

std::uint64_t full_iterate_file(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  check(file != nullptr, "the file of the bench exists");
  std::setvbuf(file, nullptr, _IONBF, 0);  // whole pieces go straight into the buffer
  ondemand::parser parser;
  std::vector<char> buffer(2 * piece_bytes + iterate_padding_bytes);
  std::size_t held = 0;
  std::uint64_t sum = 0;
  while (const std::size_t got = std::fread(buffer.data() + held, 1, piece_bytes, file)) {
    const std::string_view text(buffer.data(), held + got);
    const std::size_t cut = text.rfind('\n') + 1;
    sum += iterate(parser, text.substr(0, cut), false);
    held = text.size() - cut;
    check(held <= piece_bytes, "a line of the bench is shorter than a piece");
    std::memmove(buffer.data(), buffer.data() + cut, held);
  }
  std::fclose(file);
  return sum + iterate(parser, {buffer.data(), held}, false);
}

}  // namespace gait::bench
