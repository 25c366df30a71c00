// Single events that a rule of Panther must fire on or must not: can Gait read them, and does what
// is known of the action rank the first above the second?

#include <fmt/format.h>

#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/context_files.h"
#include "app/log_formats.h"
#include "bench/quality/lines.h"
#include "bench/quality/metrics.h"
#include "bench/quality/report.h"
#include "formats/log_parser.h"

namespace gait::quality {
namespace {

using Json = nlohmann::ordered_json;

// What became of one labelled event.
struct Outcome {
  bool must_fire = false;
  bool parsed = false;
  double severity = 0;     // of the action, 0 when not parsed
  double criticality = 0;  // the same as findings weigh it: half when the call failed
};
using Rules = std::map<std::string, std::vector<Outcome>>;

void read_event(const Json& log, const app::LogFormats& formats, const ActionCatalogue& catalogue,
                Outcome& outcome) {
  SymbolTable symbols;
  const auto parser = std::make_unique<formats::LogParser>(
      formats::ParserContext{symbols, catalogue, nullptr}, formats.all());
  std::string text = log.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  const std::size_t length = text.size();
  text.append(formats::padding_bytes, '\0');
  Batch batch;
  parser->begin();
  parser->parse(std::string_view(text).substr(0, length), true, batch);
  if (batch.activities.empty()) return;
  const Activity& activity = batch.activities.front();
  outcome.parsed = true;
  outcome.severity = activity.severity;
  outcome.criticality =
      activity.outcome == gait::Outcome::success ? activity.severity : activity.severity / 2.0;
}

Status read_line(std::string_view text, const app::LogFormats& formats,
                 const ActionCatalogue& catalogue, Rules& rules) {
  const Json line = Json::parse(text, nullptr, false);
  if (!line.is_object()) return Error{Error::Code::corrupt, "it is not a JSON object"};
  try {
    Outcome outcome;
    outcome.must_fire = line.at("expected").get<bool>();
    read_event(line.at("log"), formats, catalogue, outcome);
    rules[line.at("rule").get<std::string>()].push_back(outcome);
  } catch (const nlohmann::json::exception& error) {
    return Error{Error::Code::corrupt, error.what()};
  }
  return Nothing{};
}

struct Pairs {
  double won = 0, all = 0;
};

// Pairs of a must-fire and a must-not event of one rule; ties are half won. With `readable_only`
// both must have been parsed, else what was not parsed ties with everything.
Pairs pairs_of(const std::vector<Outcome>& rule, double Outcome::*by, bool readable_only) {
  Pairs pairs;
  for (const Outcome& fires : rule) {
    if (!fires.must_fire) continue;
    for (const Outcome& quiet : rule) {
      if (quiet.must_fire) continue;
      const bool both = fires.parsed && quiet.parsed;
      if (readable_only && !both) continue;
      pairs.all += 1;
      if (!both || fires.*by == quiet.*by)
        pairs.won += 0.5;
      else if (fires.*by > quiet.*by)
        pairs.won += 1;
    }
  }
  return pairs;
}

Metric pair_accuracy(const Rules& rules, std::string name, std::string what, double Outcome::*by,
                     bool readable_only) {
  std::vector<Pairs> each;
  for (const auto& [rule, outcomes] : rules) {
    const Pairs pairs = pairs_of(outcomes, by, readable_only);
    if (pairs.all > 0) each.push_back(pairs);
  }
  const auto accuracy = [&](std::span<const std::size_t> drawn) {
    Pairs sum;
    for (const std::size_t i : drawn) {
      sum.won += each[i].won;
      sum.all += each[i].all;
    }
    return sum.all == 0 ? 0.5 : sum.won / sum.all;
  };
  std::vector<std::size_t> all(each.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  const Interval interval = bootstrap(each.size(), accuracy);
  return {std::move(name), std::move(what), accuracy(all), interval.low, interval.high, {}, {}};
}

Metric share(std::string name, std::string what, double hits, double total) {
  const Interval interval = wilson(hits, total);
  return {std::move(name),
          std::move(what),
          total == 0 ? 0 : hits / total,
          interval.low,
          interval.high,
          {},
          {}};
}

Row row_of(const Rules& rules) {
  double events = 0, parsed = 0;
  for (const auto& [rule, outcomes] : rules) {
    for (const Outcome& outcome : outcomes) {
      events += 1;
      parsed += outcome.parsed;
    }
  }
  Row row{"gait", {}};
  Metric rate = share("parse_rate", "share of all events that became an activity", parsed, events);
  rate.at_least = rate.aim = 1;
  row.metrics.push_back(std::move(rate));
  row.metrics.push_back(pair_accuracy(rules, "pair_accuracy",
                                      "within a rule, must-fire above must-not by the severity of "
                                      "the action; ties and what cannot be read half",
                                      &Outcome::severity, false));
  row.metrics.push_back(pair_accuracy(rules, "pair_accuracy_parsed",
                                      "the same over pairs that were both read", &Outcome::severity,
                                      true));
  row.metrics.push_back(pair_accuracy(rules, "pair_accuracy_criticality",
                                      "the same, a failed call counting half of its severity",
                                      &Outcome::criticality, true));
  return row;
}

}  // namespace

Result<Table> panther(const std::string& path) {
  TRY(const ActionCatalogue catalogue, app::read_catalogue({}));
  TRY(const app::LogFormats formats, app::LogFormats::read({}));
  Rules rules;
  TRY_STATUS(read_lines(
      path, [&](std::string_view line) { return read_line(line, formats, catalogue, rules); }));
  std::size_t events = 0;
  for (const auto& [rule, outcomes] : rules) events += outcomes.size();
  if (events == 0) return Error{Error::Code::corrupt, fmt::format("`{}` has no events", path)};
  Table table{"panther", {}, {}};
  table.remarks.push_back(fmt::format("{} labelled events of {} rules.", events, rules.size()));
  table.remarks.push_back(
      "One event has no history: only what the action is can tell here, and many pairs are the "
      "same action with other parameters. Intervals are drawn over rules.");
  table.rows.push_back(row_of(rules));
  table.rows.push_back(
      {"constant",
       {{"pair_accuracy", "every event the same severity: all ties", 0.5, {}, {}, {}, {}}}});
  return table;
}

}  // namespace gait::quality
