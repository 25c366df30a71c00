// gait_quality NAME PATH [--json FILE]: runs one data set through Gait with the product's own
// settings and prints how well it did. bench/quality/run calls it.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

#include "bench/quality/report.h"
#include "ingest/files.h"

namespace {

using namespace gait;
using namespace gait::quality;

const std::map<std::string, Adapter>& adapters() {
  static const std::map<std::string, Adapter> all{
      {"ablation", ablation},
      {"agentdojo", agentdojo},
      {"agentdojo_full", agentdojo_full},
      {"darpa", darpa},
      {"fleet", fleet},
      {"invictus", invictus},
      {"k8s", k8s},
      {"nab", nab},
      {"panther", panther},
  };
  return all;
}

std::string number(double value) {
  return value == std::floor(value) && std::fabs(value) < 1e9 ? fmt::format("{:.0f}", value)
                                                              : fmt::format("{:.4g}", value);
}

std::string verdict(const Metric& metric) {
  if (!metric.at_least) return "";
  const auto reached = [&](double goal) {
    return metric.less_is_better ? metric.value <= goal : metric.value >= goal;
  };
  if (metric.aim && reached(*metric.aim)) return "aim reached";
  return reached(*metric.at_least) ? "reached" : "not reached";
}

void print(const Table& table) {
  for (const std::string& remark : table.remarks) fmt::print("{}\n", remark);
  for (const Row& row : table.rows) {
    fmt::print("\n{}\n", row.detector);
    for (const Metric& metric : row.metrics) {
      std::string interval, goal;
      if (metric.low && metric.high)
        interval = fmt::format("{} to {}", number(*metric.low), number(*metric.high));
      if (metric.at_least)
        goal = fmt::format("{} {}{}", metric.less_is_better ? "<=" : ">=", number(*metric.at_least),
                           metric.aim ? ", aim " + number(*metric.aim) : "");
      fmt::print("  {:<34} {:>10}  {:<18}  {:<18}  {}\n", metric.name, number(metric.value),
                 interval, goal, verdict(metric));
    }
  }
}

nlohmann::ordered_json to_json(const Metric& metric) {
  nlohmann::ordered_json json{
      {"name", metric.name}, {"what", metric.what}, {"value", metric.value}};
  if (metric.low && metric.high) json["interval"] = {*metric.low, *metric.high};
  if (metric.at_least) {
    json[metric.less_is_better ? "at_most" : "at_least"] = *metric.at_least;
    if (metric.aim) json["aim"] = *metric.aim;
    json["verdict"] = verdict(metric);
  }
  return json;
}

nlohmann::ordered_json to_json(const Table& table) {
  nlohmann::ordered_json json{{"name", table.name}, {"remarks", table.remarks}};
  for (const Row& row : table.rows) {
    nlohmann::ordered_json metrics;
    for (const Metric& metric : row.metrics) metrics.push_back(to_json(metric));
    json["rows"].push_back({{"detector", row.detector}, {"metrics", metrics}});
  }
  return json;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("measures detection quality on one data set");
  std::string name, path, json;
  std::vector<std::string> names;
  for (const auto& [known, adapter] : adapters()) names.push_back(known);
  app.add_option("NAME", name, "data set")->required()->check(CLI::IsMember(names));
  app.add_option("PATH", path, "its file or folder")->required();
  app.add_option("--json", json, "write the table as JSON");
  CLI11_PARSE(app, argc, argv);
  const auto table = adapters().at(name)(path);
  if (!table) {
    fmt::print(stderr, "gait_quality: {}\n", table.error().message);
    return 3;
  }
  print(*table);
  if (!json.empty()) {
    if (const auto written = ingest::write_file_atomically(json, to_json(*table).dump(1) + "\n");
        !written) {
      fmt::print(stderr, "gait_quality: {}\n", written.error().message);
      return 3;
    }
  }
  return 0;
}
