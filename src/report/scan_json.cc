#include "report/scan_json.h"

#include "report/json_values.h"

namespace gait::report {
namespace {

Json problems_json(const std::vector<InputProblem>& problems) {
  Json array = Json::array();
  for (const InputProblem& problem : problems)
    array.push_back({{"path", problem.path},
                     {"message", problem.message},
                     {"nothing_read", problem.nothing_read}});
  return array;
}

Json memory_json(const ScanStats& stats) {
  const auto identities = static_cast<double>(stats.identities);
  return {{"profile_bytes", stats.profile_bytes},
          {"state_bytes", stats.state_bytes},
          {"symbol_bytes", stats.symbol_bytes},
          {"total_bytes", stats.state_bytes + stats.symbol_bytes},
          {"bytes_per_identity",
           identities > 0 ? rounded(static_cast<double>(stats.profile_bytes) / identities, 0)
                          : Json(0)}};
}

// Null when no budget was kept.
Json budget_json(const BudgetStats& budget) {
  if (budget.requested_per_day <= 0) return nullptr;
  Json lanes = Json::array();
  for (const LaneBudget& lane : budget.lanes)
    if (!lane.name.empty())
      lanes.push_back({{"lane", lane.name},
                       {"requested_per_day", rounded(lane.requested_per_day, 3)},
                       {"realised_per_day", rounded(lane.realised_per_day, 3)}});
  return {{"requested_per_day", rounded(budget.requested_per_day, 3)},
          {"realised_per_day", rounded(budget.realised_per_day, 3)},
          {"findings", budget.findings},
          {"held_back", budget.held_back},
          {"certain", budget.certain},
          {"days", rounded(budget.days, 2)},
          {"lanes", std::move(lanes)}};
}

Json scan_stats(const ScanStats& stats) {
  Json json;
  json["files"] = stats.files;
  json["bytes"] = stats.bytes;
  json["records"] = stats.records;
  json["activities"] = stats.activities;
  json["duplicates"] = stats.duplicates;
  json["already_learned"] = stats.already_learned;
  json["undated"] = stats.undated;
  json["derived"] = stats.derived;
  json["ignored"] = stats.ignored;
  json["malformed"] = stats.malformed;
  json["identities"] = stats.identities;
  json["sessions"] = stats.sessions;
  json["sessions_linked"] = stats.sessions_linked;
  json["first"] = time_json(stats.first);
  json["last"] = time_json(stats.last);
  json["memory"] = memory_json(stats);
  json["budget"] = budget_json(stats.budget);
  json["problems"] = problems_json(stats.problems);
  return json;
}

}  // namespace

std::array<std::uint64_t, severity_names.size()> count_by_severity(
    std::span<const Finding> findings) {
  std::array<std::uint64_t, severity_names.size()> counts{};
  for (const Finding& finding : findings) ++counts[static_cast<std::size_t>(finding.severity)];
  return counts;
}

std::string stats_json(const ScanStats& stats) { return one_line(scan_stats(stats)); }

std::string scan_json(const ScanReport& report) {
  Json json = scan_stats(report.stats);
  const auto counts = count_by_severity(report.findings);
  for (std::size_t i = 0; i < counts.size(); ++i)
    json["findings"][std::string(severity_names[i])] = counts[i];
  return one_line(json);
}

}  // namespace gait::report
