#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "detect/feedback.h"
#include "detect/group_shift.h"
#include "detect/hold_budget.h"
#include "detect/make_finding.h"
#include "engine/fold.h"
#include "engine/intake.h"
#include "identity/changes.h"
#include "identity/registry.h"
#include "model/action_catalogue.h"
#include "model/summary.h"
#include "session/graph.h"
#include "sketch/alert_budget.h"

namespace gait::engine {

// What people say about identities and changes (`--context`), and about earlier findings.
struct Context {
  Inventory inventory;
  std::vector<Change> changes;
  detect::Feedback feedback;
};

struct EngineOptions {
  Timestamp train_until;  // before it everything is learned and nothing reported
  DetectionSettings settings = {};
};

// The whole way from activities to findings. Pure: time, bytes and threads are lent to it.
class Engine {
 public:
  Engine(Context context, const ActionCatalogue& catalogue,
         const sketch::BudgetOptions& budget = {});

  // Learns and judges what several threads have read. `symbols` names everything in it.
  void take(std::vector<Inlet> lanes, SymbolTable symbols, const EngineOptions& options,
            const Witness& witness, const ParallelFor& parallel_for);

  // Findings of every episode that is over by then and within the alert budget, worst first.
  std::vector<Finding> findings(Timestamp now);

  // The profile of every identity, by key. `findings` lend their risk.
  std::vector<IdentitySummary> identities(const std::vector<Finding>& findings) const;
  std::optional<IdentitySummary> identity(std::string_view key,
                                          const std::vector<Finding>& findings = {}) const;

  // Counts of what was taken, and what the state costs.
  ScanStats stats() const;

  const SymbolTable& symbols() const { return symbols_; }
  const Fold& fold() const { return fold_; }

  // The learned state as bytes and back; versioned and checksummed. A state of another version or
  // with a wrong checksum is refused, and nothing is changed.
  std::string save() const;
  Status load(std::string_view bytes);

 private:
  detect::FindingContext context_of(const detect::Episode& episode, Timestamp now) const;
  std::vector<std::vector<detect::Grouping>> groupings_of(
      const std::vector<detect::Episode>& episodes) const;
  identity::IdentityFacts facts_of(const profile::Profile& profile) const;
  std::vector<detect::Claim> claim_shifts(std::vector<detect::Episode>& episodes) const;
  detect::Claim claim_of(const detect::Episode& episode) const;
  detect::Claim claim(detect::Episode episode) const;
  double privilege_of(const profile::Profile& profile) const;
  IdentitySummary summarize(const profile::Profile& profile) const;

  const ActionCatalogue& catalogue_;
  SymbolTable symbols_;
  identity::Registry registry_;
  std::vector<Change> feed_;
  std::vector<ChangeEvidence> evidence_;
  identity::ChangeBook changes_;
  session::Graph sessions_;
  Fold fold_;
  detect::Feedback feedback_;
  sketch::AlertBudget budget_;
  bool keeps_budget_ = true;
  ScanStats stats_;
};

}  // namespace gait::engine
