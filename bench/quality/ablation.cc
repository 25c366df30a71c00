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
  for (const Ablation& ablation : ablations) {
    std::vector<Trial> trials;
    for (const FleetSample* sample : samples) {
      FleetSample poorer = copy_of(*sample);
      ablation.take_away(poorer);
      Judged judged = judge(poorer, catalogue, {});
      trials.push_back(trial_of(poorer, std::move(judged.findings), {},
                                static_cast<double>(judged.stats.identities)));
    }
    rows.push_back(
        {std::string("gait without ") + ablation.name, metrics_of(trials, Detail::headline)});
  }
  return rows;
}

}  // namespace gait::quality
