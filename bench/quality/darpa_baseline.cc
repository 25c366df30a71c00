// The baseline lane over DARPA edges: the product's own fold, fed day by day.

#include <algorithm>

#include "bench/quality/darpa_detectors.h"
#include "engine/fold.h"
#include "engine/intake.h"
#include "profile/profile.h"

namespace gait::quality {
namespace {

constexpr profile::GroupId machines_group = 1;

std::vector<Symbol> symbols_of(const std::vector<std::string>& names) {
  std::vector<Symbol> symbols;
  for (const std::string& name : names) symbols.push_back(symbol_of(name));
  return symbols;
}

// The edge's index is its event id.
Activity activity_of(const Edge& edge, std::size_t index, const std::vector<Symbol>& machines) {
  Activity activity;
  activity.event = {1, index};
  activity.time = Timestamp::from_seconds(std::int64_t{edge.minute} * 60);
  activity.identity = machines[edge.source];
  activity.resource = machines[edge.target];
  return activity;
}

// Whether a departure is this activity's own: of the minute as a whole, or of a value it has.
bool concerns(const detect::MinuteDeparture& departure, const Activity& activity) {
  if (departure.first < 0) return true;
  return departure.deviation.value == activity.resource ||
         departure.deviation.value == activity.action;
}

float bits_of(const Activity& activity, const engine::JudgedMinute& minute) {
  detect::HourJudgement alone(minute.calibration, minute.group);
  for (const detect::MinuteDeparture& departure : minute.departures)
    if (concerns(departure, activity))
      alone.add_stated(departure.deviation.facet, departure.deviation.bits);
  return static_cast<float>(alone.combine(0)[static_cast<std::size_t>(Lane::baseline)]);
}

void note(const engine::JudgedMinute& minute, Scores& scores) {
  Symbol last;
  float bits = 0;
  for (const Activity& activity : minute.activities) {
    // Calls to one resource in one minute are all alike here.
    if (activity.resource != last || last.value == 0) bits = bits_of(activity, minute);
    last = activity.resource;
    scores[activity.event.low] = bits;
  }
}

}  // namespace

Scores baseline_scores(const Edges& edges) {
  Scores scores(edges.edges.size());
  const std::vector<Symbol> machines = symbols_of(edges.machines);
  const session::Graph no_sessions;
  engine::FoldOptions options;
  options.witness = [&](std::size_t, const engine::JudgedMinute& minute) { note(minute, scores); };
  engine::Fold fold;
  for (std::size_t at = 0; at < edges.edges.size();) {
    Batch batch;
    const std::uint32_t day = edges.edges[at].minute / 1440;
    for (; at < edges.edges.size() && edges.edges[at].minute / 1440 == day; ++at)
      batch.activities.push_back(activity_of(edges.edges[at], at, machines));
    std::vector<engine::Inlet> lanes(1);
    lanes.front().take_activities(batch);
    engine::Intake intake(std::move(lanes));
    intake.sort(fold.watermark(), engine::one_after_another, fold.watched_since());
    fold.run(
        intake, no_sessions, [](Symbol) { return machines_group; }, options,
        engine::one_after_another);
  }
  return scores;
}

}  // namespace gait::quality
