#include "bench/quality/darpa_edges.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <unordered_map>

#include "bench/quality/lines.h"

namespace gait::quality {
namespace {

// Names in order of appearance.
class Names {
 public:
  explicit Names(std::vector<std::string>& all) : all_(all) {}

  std::uint32_t index(std::string_view name) {
    const auto [at, is_new] =
        known_.try_emplace(std::string(name), static_cast<std::uint32_t>(all_.size()));
    if (is_new) all_.emplace_back(name);
    return at->second;
  }

 private:
  std::vector<std::string>& all_;
  std::unordered_map<std::string, std::uint32_t> known_;
};

int number(std::string_view text) {
  int value = -1;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value).ptr;
  return end == text.data() + text.size() ? value : -1;
}

// "06/01/1998-07:55"; 0 when it is anything else.
std::uint32_t minute_of(std::string_view text) {
  if (text.size() != 16 || text[2] != '/' || text[5] != '/' || text[10] != '-' || text[13] != ':')
    return 0;
  const int month = number(text.substr(0, 2)), day = number(text.substr(3, 2));
  const int year = number(text.substr(6, 4));
  const int hour = number(text.substr(11, 2)), minute = number(text.substr(14, 2));
  const std::chrono::year_month_day date(std::chrono::year{year},
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok() || year < 1971 || hour < 0 || hour > 23 || minute < 0 || minute > 59) return 0;
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  return static_cast<std::uint32_t>((days * 24 + hour) * 60 + minute);
}

// The comma-separated fields of a line; false unless there are exactly four.
bool split(std::string_view line, std::array<std::string_view, 4>& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::size_t comma = line.find(',');
    if ((comma == line.npos) != (i + 1 == fields.size())) return false;
    fields[i] = line.substr(0, comma);
    if (comma != line.npos) line.remove_prefix(comma + 1);
  }
  return true;
}

}  // namespace

Result<Edges> read_edges(const std::string& path) {
  Edges read;
  Names machines(read.machines), attacks(read.attacks);
  attacks.index("-");
  TRY_STATUS(read_lines(path, [&](std::string_view line) -> Status {
    std::array<std::string_view, 4> fields;
    if (!split(line, fields)) return Error{Error::Code::invalid, "four fields were expected"};
    const std::uint32_t minute = minute_of(fields[2]);
    if (minute == 0)
      return Error{Error::Code::invalid, fmt::format("`{}` is not mm/dd/yyyy-hh:mm", fields[2])};
    if (!read.edges.empty() && minute < read.edges.back().minute)
      return Error{Error::Code::invalid, "the edges are not in time order; sort them first"};
    read.edges.push_back(
        {machines.index(fields[0]), machines.index(fields[1]), minute, attacks.index(fields[3])});
    return Nothing{};
  }));
  if (read.edges.empty())
    return Error{Error::Code::invalid, fmt::format("`{}` has no edges", path)};
  return read;
}

}  // namespace gait::quality
