#include "record/tree_size.h"

#include <charconv>
#include <string>

namespace gait::record {

Result<std::uint64_t> parse_decimal(std::string_view text, std::uint64_t max) {
  std::uint64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool padded = text.size() > 1 && text.front() == '0';
  if (failed != std::errc{} || end != text.data() + text.size() || padded || value > max)
    return Error{Error::Code::invalid,
                 "expected a decimal number from 0 to " + std::to_string(max) +
                     " without leading zeroes, found `" + std::string(text.substr(0, 32)) + "`"};
  return value;
}

}  // namespace gait::record
