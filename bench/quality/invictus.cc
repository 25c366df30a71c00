// One attacked AWS account from its first minute on: Terraform prepares, then the same user
// attacks, again and again. There is no quiet history to learn from.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "app/context_files.h"
#include "bench/quality/judged_stream.h"
#include "bench/quality/lines.h"
#include "bench/quality/metrics.h"
#include "bench/quality/report.h"
#include "formats/log_parser.h"

namespace gait::quality {
namespace {

constexpr std::int64_t detonation_pause_seconds_max = 1;

enum class Label : std::uint8_t { other, warm_up, attack };

struct Log {
  std::vector<Activity> activities;  // in order of time
  std::vector<Label> labels;
  std::vector<std::vector<std::size_t>> detonations;  // indices of activities
  std::size_t records = 0;
};

// Terraform warms up; what a pause of more than a second ends is one detonation, per credential.
void find_detonations(Log& log) {
  std::map<Symbol, std::size_t> current;
  for (std::size_t i = 0; i < log.activities.size(); ++i) {
    if (log.labels[i] != Label::attack) continue;
    const Activity& activity = log.activities[i];
    const Symbol who = activity.credential ? activity.credential : activity.identity;
    const auto open = current.find(who);
    const bool goes_on =
        open != current.end() &&
        activity.time.seconds() -
                log.activities[log.detonations[open->second].back()].time.seconds() <=
            detonation_pause_seconds_max;
    if (!goes_on) {
      current[who] = log.detonations.size();
      log.detonations.emplace_back();
    }
    log.detonations[current[who]].push_back(i);
  }
}

Status take_line(std::string_view text, formats::LogParser& parser, Log& log) {
  const auto entry = nlohmann::json::parse(text, nullptr, false);
  if (!entry.is_object() || !entry.contains("event") || !entry.contains("label"))
    return Error{Error::Code::invalid, "a line needs `label` and `event`"};
  const auto& name = entry["label"];
  const std::string record = entry["event"].dump();
  std::string padded = record;
  padded.append(formats::padding_bytes, ' ');
  Batch batch;
  parser.begin();
  parser.parse(std::string_view(padded).substr(0, record.size()), true, batch);
  ++log.records;
  for (const Activity& activity : batch.activities) {
    log.activities.push_back(activity);
    log.labels.push_back(name == "attack"             ? Label::attack
                         : name == "warmup_terraform" ? Label::warm_up
                                                      : Label::other);
  }
  return Nothing{};
}

Result<Log> read(const std::string& path) {
  TRY(const ActionCatalogue catalogue, app::read_catalogue({}));
  SymbolTable symbols;
  formats::LogParser parser({symbols, catalogue});
  Log log;
  TRY_STATUS(read_lines(path, [&](std::string_view line) { return take_line(line, parser, log); }));
  std::vector<std::size_t> order(log.activities.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return log.activities[i].time; });
  Log sorted;
  sorted.records = log.records;
  for (const std::size_t i : order) {
    sorted.activities.push_back(log.activities[i]);
    sorted.labels.push_back(log.labels[i]);
  }
  find_detonations(sorted);
  return sorted;
}

std::vector<double> scores_of_label(const Log& log, const std::vector<double>& scores,
                                    Label label) {
  std::vector<double> some;
  for (std::size_t i = 0; i < scores.size(); ++i)
    if (log.labels[i] == label) some.push_back(scores[i]);
  return some;
}

Row row_of(std::string detector, const Log& log, const std::vector<double>& scores) {
  const auto honest = scores_of_label(log, scores, Label::warm_up);
  const auto attack = scores_of_label(log, scores, Label::attack);
  std::vector<double> found;
  for (const auto& detonation : log.detonations) {
    double most = 0;
    for (const std::size_t i : detonation) most = std::max(most, scores[i]);
    found.push_back(most);
  }
  Row row{std::move(detector), {}};
  const auto total = static_cast<double>(found.size());
  for (const double rate : {0.001, 0.01, 0.05}) {
    const double share = share_at(found, threshold_at(honest, rate));
    const Interval interval = wilson(share * total, total);
    row.metrics.push_back({fmt::format("detonations_at_fpr_{:g}", rate),
                           fmt::format("share of detonations alerted, at most {:g} of the warm-up "
                                       "events alerted",
                                       rate),
                           share,
                           interval.low,
                           interval.high,
                           {},
                           {},
                           false});
  }
  row.metrics[2].at_least = 0.9;
  row.metrics.push_back({"event_auc",
                         "an attack event scores above a warm-up event",
                         auc(attack, honest),
                         {},
                         {},
                         {},
                         {},
                         false});
  return row;
}

std::vector<double> first_seen(const Log& log) {
  std::set<std::pair<Symbol, Symbol>> seen;
  std::vector<double> scores;
  for (const Activity& a : log.activities)
    scores.push_back(seen.insert({a.identity, a.action}).second +
                     seen.insert({a.identity, a.resource}).second);
  return scores;
}

std::vector<double> count_of_minute(const Log& log) {
  std::map<std::pair<Symbol, std::int64_t>, double> calls;
  std::vector<double> scores;
  for (const Activity& a : log.activities)
    scores.push_back(++calls[{a.identity, a.time.minutes()}]);
  return scores;
}

}  // namespace

Result<Table> invictus(const std::string& path) {
  TRY(const Log log, read(path));
  Table table{"invictus", {}, {}};
  table.remarks.push_back(fmt::format(
      "{} records, {} activities, {} detonations (runs of attack events of one credential with "
      "pauses of at most {} s). The first event is judged with nothing learned.",
      log.records, log.activities.size(), log.detonations.size(), detonation_pause_seconds_max));
  const auto judged = [&](Without without) {
    return JudgedStream(std::move(without)).take(log.activities);
  };
  table.rows.push_back(row_of("gait", log, judged({})));
  table.rows.push_back(row_of("first_seen", log, first_seen(log)));
  table.rows.push_back(row_of("count_threshold", log, count_of_minute(log)));
  const auto ablation = [&](const std::string& name, Without without) {
    table.rows.push_back(row_of("gait without " + name, log, judged(std::move(without))));
  };
  ablation("peers", {{}, true, false});
  ablation("slices", {{}, false, true});
  ablation("cadence", {{Facet::cadence}, false, false});
  ablation("actions", {{Facet::action}, false, false});
  ablation("resources", {{Facet::resource}, false, false});
  ablation(
      "amounts",
      {{Facet::rate, Facet::volume, Facet::fan_out, Facet::denials, Facet::secrets}, false, false});
  return table;
}

}  // namespace gait::quality
