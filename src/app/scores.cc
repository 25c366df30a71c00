#include "app/scores.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "detect/score.h"
#include "model/finding.h"
#include "profile/profile.h"

namespace gait::app {
namespace {

// Whether a departure of the minute is this activity's own: the minute as a whole, or a value that
// it has.
bool concerns(const detect::MinuteDeparture& departure,
              const std::array<Symbol, profile::counted_count>& values) {
  if (departure.first < 0) return true;
  for (std::size_t i = 0; i < profile::counted_count; ++i)
    if (profile::counted_facets[i].facet == departure.deviation.facet)
      return values[i] == departure.deviation.value;
  return false;
}

}  // namespace

Scores::Score Scores::score(const Activity& activity, const engine::JudgedMinute& minute) {
  Score score;
  score.event = activity.event;
  score.time = activity.time;
  score.identity = activity.identity;
  if (minute.departures.empty()) return score;
  detect::HourJudgement alone(minute.calibration, minute.group);
  const auto values = profile::values_of(activity);
  for (const detect::MinuteDeparture& departure : minute.departures) {
    if (!concerns(departure, values)) continue;
    const Facet facet = departure.deviation.facet;
    score.bits[static_cast<std::size_t>(facet)] = departure.deviation.bits;
    alone.add_stated(facet, departure.deviation.bits);
  }
  const double probability = detect::probability(alone.combine(0));
  const double criticality =
      activity.outcome == Outcome::success ? activity.severity : activity.severity / 2.0;
  score.probability = static_cast<float>(probability);
  score.risk = static_cast<float>(detect::risk(probability, criticality));
  return score;
}

engine::Witness Scores::witness() {
  return [this](std::size_t shard, const engine::JudgedMinute& minute) {
    for (const Activity& activity : minute.activities)
      shards_[shard].push_back(score(activity, minute));
  };
}

std::string Scores::take() {
  std::vector<Score> all;
  for (auto& shard : shards_) {
    all.insert(all.end(), shard.begin(), shard.end());
    shard = {};
  }
  std::ranges::sort(all, {}, [](const Score& s) { return std::tuple(s.time, s.event); });
  std::string lines;
  for (const Score& score : all) {
    nlohmann::ordered_json line{
        {"event_id", score.event.text(symbols_)},    {"time", to_rfc3339(score.time)},
        {"identity", symbols_.text(score.identity)}, {"risk", std::round(score.risk * 10) / 10},
        {"probability", score.probability},          {"method", risk_method},
        {"bits", nlohmann::ordered_json::object()}};
    for (std::size_t i = 0; i < facet_count; ++i)
      if (score.bits[i] > 0)
        line["bits"][std::string(facet_table[i].name)] = std::round(score.bits[i] * 10) / 10;
    lines += line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  }
  return lines;
}

}  // namespace gait::app
