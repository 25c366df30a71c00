#include "simulate/simulate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>

#include "simulate/behaviour.h"
#include "simulate/context_files.h"
#include "simulate/delivery.h"
#include "simulate/long_tail.h"
#include "simulate/mmdb_writer.h"
#include "simulate/population.h"
#include "simulate/text.h"

namespace gait::simulate {
namespace {

constexpr int identities_max = 1'000'000, days_max = 366;
constexpr std::int64_t hour_s = 3'600, day_s = 86'400;

Error invalid(std::string message) { return {Error::Code::invalid, std::move(message)}; }

Status validate(const FleetOptions& options) {
  if (options.identities < 1 || options.identities > identities_max)
    return invalid(fmt::format("`{}` identities cannot be simulated; ask for 1 to {}",
                               options.identities, identities_max));
  if (options.days < 1 || options.days > days_max)
    return invalid(
        fmt::format("`{}` days cannot be simulated; ask for 1 to {}", options.days, days_max));
  if (!(options.activity_scale >= 0.01 && options.activity_scale <= 1'000))
    return invalid(
        fmt::format("an activity scale of `{}` cannot be simulated; ask for 0.01 to 1000",
                    options.activity_scale));
  if (options.start.ns < 0 || options.start.ns % (hour_s * 1'000'000'000) != 0)
    return invalid(fmt::format("`{}` cannot be the start; begin at a full hour after 1970",
                               to_rfc3339(options.start)));
  return Nothing{};
}

std::string known_names() {
  std::string names = "default";
  for (const Scenario& scenario : all_scenarios()) names += ", " + std::string(scenario.info.name);
  return names;
}

Result<std::vector<Scenario>> wanted_scenarios(const FleetOptions& options) {
  const std::vector<Scenario> all = all_scenarios();
  std::vector<Scenario> wanted;
  for (const std::string& name : options.scenarios) {
    if (name == "default") {
      std::ranges::copy_if(all, std::back_inserter(wanted),
                           [](const Scenario& scenario) { return scenario.info.in_default; });
      continue;
    }
    const auto found =
        std::ranges::find(all, name, [](const Scenario& scenario) { return scenario.info.name; });
    if (found == all.end())
      return invalid(fmt::format("there is no scenario `{}`; choose from {}", name, known_names()));
    wanted.push_back(*found);
  }
  return wanted;
}

Status play(World& world, const std::vector<Scenario>& wanted) {
  std::map<std::string_view, std::uint64_t> played;
  for (const Scenario& scenario : wanted) {
    world.labels.push_back({std::string(scenario.info.name),
                            std::string(scenario.info.kind),
                            std::string(scenario.info.description),
                            {},
                            {},
                            {},
                            {}});
    Script script(world, world.labels.size() - 1, played[scenario.info.name]++);
    if (!scenario.play(script))
      return invalid(fmt::format(
          "no identity is left for the scenario `{}`; ask for more identities or fewer scenarios",
          scenario.info.name));
  }
  std::ranges::stable_sort(world.planned, {}, &Record::time);
  return Nothing{};
}

Result<World> make_world(const FleetOptions& options) {
  TRY_STATUS(validate(options));
  TRY(const std::vector<Scenario> wanted, wanted_scenarios(options));
  World world;
  world.seed = options.seed;
  world.start = options.start;
  world.end = plus_seconds(options.start, day_s * options.days);
  const int full = std::clamp(options.identities, full_identities_min, full_identities_max);
  world.fleet = make_population(options.seed, full, std::llround(options.activity_scale * 1'000),
                                world.start);
  TRY_STATUS(play(world, wanted));
  return world;
}

// Takes the planned records of this hour; they are in time order.
void act_as_planned(World& world, std::size_t& next, Timestamp hour_end, std::vector<Record>& out) {
  for (; next < world.planned.size() && world.planned[next].time < hour_end; ++next)
    out.push_back(std::move(world.planned[next]));
}

void write_logs(World& world, const LongTail& tail, Delivery& delivery) {
  std::size_t next_planned = 0;
  std::vector<Record> records;
  for (Timestamp hour = world.start; hour < world.end; hour = plus_seconds(hour, hour_s)) {
    const Timestamp hour_end = plus_seconds(hour, hour_s);
    records.clear();
    for (std::size_t i = 0; i < world.fleet.size(); ++i) act(world, i, hour, records);
    act_as_cloud(world, hour, records);
    tail.act(world, hour, records);
    act_as_planned(world, next_planned, hour_end, records);
    for (Record& record : records)
      if (world.contains(record.time)) delivery.add(std::move(record));
    delivery.flush(hour_end);
  }
  delivery.flush(plus_seconds(world.end, day_s));
}

}  // namespace

Status simulate(const FleetOptions& options, const Write& write) {
  TRY(World world, make_world(options));
  const int tail_size = std::max(0, options.identities - full_identities_max);
  const LongTail tail(world, static_cast<std::uint32_t>(tail_size));
  const auto form = options.ndjson ? Delivery::Form::ndjson : Delivery::Form::files;
  Delivery delivery(options.seed, form, write);
  write_logs(world, tail, delivery);
  write({"labels.ndjson", labels_ndjson(world)});
  write({"context/inventory.csv", inventory_csv(world)});
  write({"context/changes.ndjson", changes_ndjson(world)});
  write({"networks.mmdb", write_mmdb(network_table(), options.start)});
  return Nothing{};
}

std::vector<ScenarioInfo> scenarios() {
  std::vector<ScenarioInfo> infos;
  for (const Scenario& scenario : all_scenarios()) infos.push_back(scenario.info);
  return infos;
}

}  // namespace gait::simulate
