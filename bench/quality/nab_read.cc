#include "bench/quality/nab_read.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "bench/quality/lines.h"

namespace gait::quality {
namespace {

using WindowTimes = std::vector<std::pair<std::string, std::string>>;
using WindowsByName = std::map<std::string, WindowTimes>;

// "2014-02-14 14:30:00" and "2014-02-14 14:30:00.000000", taken as UTC.
std::optional<Timestamp> parse_time(std::string_view text) {
  if (text.size() < 19) return std::nullopt;
  std::string rfc(text.substr(0, 19));
  rfc[10] = 'T';
  Timestamp time;
  if (!parse_rfc3339(rfc + "Z", time)) return std::nullopt;
  return time;
}

Result<WindowsByName> read_windows(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return Error{Error::Code::not_found,
                 fmt::format("cannot read `{}`; give the folder that holds it", path)};
  try {
    WindowsByName windows;
    const auto json = nlohmann::json::parse(file);
    for (const auto& [name, of_series] : json.items()) windows[name] = of_series.get<WindowTimes>();
    return windows;
  } catch (const nlohmann::json::exception& error) {
    return Error{Error::Code::invalid, fmt::format("reading `{}`: {}", path, error.what())};
  }
}

Status read_row(std::string_view line, NabSeries& series) {
  const std::size_t comma = line.find(',');
  const auto time = parse_time(line);
  double value = 0;
  if (!time || comma == std::string_view::npos ||
      std::from_chars(line.data() + comma + 1, line.data() + line.size(), value).ec != std::errc())
    return Error{Error::Code::invalid, "a row is a time and a value: `2014-02-14 14:30:00,0.132`"};
  series.times.push_back(*time);
  series.values.push_back(value);
  return Nothing{};
}

Result<std::size_t> row_at(const NabSeries& series, const std::string& text) {
  const auto time = parse_time(text);
  const auto row = time ? std::ranges::find(series.times, *time) : series.times.end();
  if (row == series.times.end())
    return Error{Error::Code::invalid,
                 fmt::format("no row of `{}` has the window's time `{}`", series.name, text)};
  return static_cast<std::size_t>(row - series.times.begin());
}

Result<NabSeries> read_series(const std::string& path, const std::string& name,
                              const WindowTimes& windows) {
  NabSeries series{.name = name, .times = {}, .values = {}, .windows = {}};
  bool header = true;
  TRY_STATUS(read_lines(path, [&](std::string_view line) -> Status {
    if (std::exchange(header, false)) return Nothing{};
    return read_row(line, series);
  }));
  for (const auto& [first, last] : windows) {
    TRY(const std::size_t from, row_at(series, first));
    TRY(const std::size_t to, row_at(series, last));
    series.windows.push_back({from, to});
  }
  return series;
}

}  // namespace

Result<std::vector<NabSeries>> read_nab(const std::string& folder) {
  TRY(const auto windows, read_windows(folder + "/combined_windows.json"));
  std::vector<NabSeries> all;
  for (const auto& [name, of_series] : windows) {
    const std::string path = folder + "/" + name;
    if (!std::filesystem::exists(path)) continue;
    TRY(auto series, read_series(path, name, of_series));
    all.push_back(std::move(series));
  }
  if (all.empty())
    return Error{Error::Code::not_found,
                 fmt::format("`{}` holds none of the series that its windows name", folder)};
  return all;
}

}  // namespace gait::quality
