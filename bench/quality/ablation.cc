#include "bench/quality/ablation.h"

#include <array>
#include <string>

#include "bench/quality/fleet_tally.h"

namespace gait::quality {
namespace {

struct Ablation {
  const char* name;
  void (*take_away)(FleetSample&);
};

template <class Change>
void each(FleetSample& sample, Change change) {
  for (Activity& activity : sample.batch.activities) change(activity);
}

constexpr std::array ablations{
    Ablation{"resource",
             [](FleetSample& s) { each(s, [](Activity& a) { a.resource = {}, a.item = 0; }); }},
    Ablation{"network", [](FleetSample& s) { each(s, [](Activity& a) { a.network = {}; }); }},
    Ablation{"country", [](FleetSample& s) { each(s, [](Activity& a) { a.country = {}; }); }},
    Ablation{"region", [](FleetSample& s) { each(s, [](Activity& a) { a.region = {}; }); }},
    Ablation{"agent", [](FleetSample& s) { each(s, [](Activity& a) { a.agent = {}; }); }},
    Ablation{"delegator",
             [](FleetSample& s) {
               each(s, [](Activity& a) { a.delegator = {}; });
               s.batch.mints.clear();
             }},
    Ablation{"credential",
             [](FleetSample& s) {
               each(s, [](Activity& a) { a.credential_kind = CredentialKind::unknown; });
             }},
    Ablation{"bytes", [](FleetSample& s) { each(s, [](Activity& a) { a.bytes = -1; }); }},
    Ablation{"action classes and severities",
             [](FleetSample& s) { each(s, [](Activity& a) { a.classes = {}, a.severity = 1; }); }},
    Ablation{"changes", [](FleetSample& s) { s.context.changes.clear(), s.batch.changes.clear(); }},
    Ablation{"inventory", [](FleetSample& s) { s.context.inventory.clear(); }},
};

struct Switch {
  const char* name;
  void (*turn_off)(DetectionSettings&);
};

constexpr std::array switches{
    Switch{"peers", [](DetectionSettings& s) { s.peers = false; }},
    Switch{"guard", [](DetectionSettings& s) { s.guard = false; }},
    Switch{"calibration", [](DetectionSettings& s) { s.calibration = false; }},
    Switch{"evidence over time", [](DetectionSettings& s) { s.evidence = false; }},
    Switch{"budget", [](DetectionSettings& s) { s.budget = false; }},
};

// Facets that are counts of the calls themselves cannot be taken out of what was read.
constexpr std::array counted{Facet::hour,    Facet::gap,     Facet::cadence,
                             Facet::rate,    Facet::volume,  Facet::fan_out,
                             Facet::secrets, Facet::denials, Facet::burst};

FleetSample copy_of(const FleetSample& sample) {
  FleetSample copy;
  copy.batch = sample.batch;
  copy.symbols = quality::copy_of(sample.symbols);
  copy.context = sample.context;
  copy.labels = sample.labels;
  copy.start = sample.start;
  copy.end = sample.end;
  return copy;
}

}  // namespace

std::vector<Row> ablation_rows(const std::vector<const FleetSample*>& samples,
                               const ActionCatalogue& catalogue) {
  std::vector<Row> rows;
  const auto add = [&](const std::string& name, auto judged_of) {
    std::vector<Trial> trials;
    for (const FleetSample* sample : samples) {
      Judged judged = judged_of(*sample);
      trials.push_back(trial_of(*sample, std::move(judged.findings), {},
                                static_cast<double>(judged.stats.identities)));
    }
    rows.push_back({name, metrics_of(trials, Detail::headline)});
  };
  const auto with = [&](const DetectionSettings& settings) {
    return [&catalogue, settings](const FleetSample& sample) {
      return judge(sample, catalogue, {.from = {}, .witness = {}, .settings = settings});
    };
  };
  add("gait", with({}));
  for (const Switch& part : switches) {
    DetectionSettings settings;
    part.turn_off(settings);
    add(std::string("gait without ") + part.name, with(settings));
  }
  for (const Facet facet : counted) {
    DetectionSettings settings;
    settings.facets.reset(static_cast<std::size_t>(facet));
    add("gait without " + std::string(info(facet).name), with(settings));
  }
  for (const Ablation& ablation : ablations)
    add(std::string("gait without ") + ablation.name, [&](const FleetSample& sample) {
      FleetSample poorer = copy_of(sample);
      ablation.take_away(poorer);
      return judge(poorer, catalogue, {});
    });
  return rows;
}

}  // namespace gait::quality
