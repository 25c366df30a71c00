#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/symbols.h"
#include "detect/episode.h"
#include "model/feedback.h"
#include "model/finding.h"

namespace gait::detect {

// What a mark says about one value, or about amounts, of one facet of one identity.
struct Approval {
  Symbol identity;
  Facet facet = Facet::action;
  Symbol value;       // none for amounts
  double amount = 0;  // up to which it is approved, or from which it is confirmed
  Mark mark = Mark::none;
  Timestamp at;
  std::string by, finding;
};

// The act of marking a finding, or of taking the mark back. It takes from the finding what the mark
// concerns, so that the act needs the finding no more. No facet where the finding has neither
// values nor amounts: such a mark says something about the finding and nothing to the model.
FeedbackAct act_on(const Finding& finding, Mark mark, Timestamp at, std::string by,
                   std::string reason);

// What people said, as far as it still holds. Built from all acts in the order in which they were
// made; of the acts on one finding the last counts, and `none` takes the mark back as if it had
// never been made. Pure: the same acts and episodes give the same outcome, at any time.
//
// - `expected`: this value of this identity is approved from now on, and so are amounts up to the
//   one that was seen. Approved departures weigh nothing and the value may be learned.
// - `benign`: they weigh half, in episodes that begin within 30 days after the mark.
// - `confirmed`: the value is never learned as normal, and where it comes again that is certain: no
//   matter of probability or budget. Where the finding has values they alone are confirmed: an
//   hour of the day or an amount that went with a theft proves nothing by itself.
//
// `confirmed` goes before `expected`, and that before `benign`, whichever came last: what one
// finding confirmed no other finding approves by the way. To change one's mind, take the mark back.
class Feedback {
 public:
  Feedback() = default;
  explicit Feedback(std::span<const FeedbackAct> acts);

  // Takes from the evidence of an episode what is approved, and returns a line for every mark that
  // concerns it, also for the confirmed ones, by finding. To be asked before group shifts are
  // looked for, so that what is approved moves no group either. The lanes are left as they are: the
  // caller scales them (`Episode::scale_from`).
  //
  // An episode lists only so many values of a facet. Where the list is full, more may have departed
  // than it says, and what nobody has seen is not approved: the bits stay.
  std::vector<ConsideredChange> weigh(Episode& episode) const;

  // The confirmed approval that the episode meets again; none for nearly all. The pointer lives as
  // long as the Feedback.
  const Approval* recurrence(const Episode& episode) const;

  // Whether a new value may be learned at once, without waiting in quarantine; and whether it must
  // never be learned. Both are cheap for identities nobody gave feedback on.
  bool may_learn(Symbol identity, Facet facet, Symbol value) const;
  bool never_learn(Symbol identity, Facet facet, Symbol value) const;

  // Writes the marks that hold into the findings, and takes out those that do not any more.
  void put_marks(std::span<Finding> findings) const;

  // Findings with a mark.
  std::size_t size() const { return marks_.size(); }

 private:
  struct MarkMade {
    Mark mark = Mark::none;
    std::string by, reason;
    Timestamp at;
  };
  struct Effect {
    std::string facets;
    double bits = 0;  // taken away
  };
  using Effects = std::map<std::string, Effect, std::less<>>;  // by finding

  void add(const FeedbackAct& act);
  void add(const Approval& approval);
  template <class Applies>
  const Approval* strongest(Symbol identity, Facet facet, Symbol value, Applies applies) const;
  const Approval* of_value(const Episode& episode, Facet facet, Symbol value) const;
  const Approval* of_amount(const Episode& episode, const Deviation& deviation) const;
  void weigh_values(const Episode& episode, FacetEvidence& evidence, Effects& effects) const;
  void weigh_amount(const Episode& episode, FacetEvidence& evidence, Effects& effects) const;

  std::unordered_map<std::uint64_t, std::vector<Approval>> approvals_;  // by whom, facet and value
  std::unordered_set<Symbol> identities_;                               // that have any
  std::map<std::string, MarkMade, std::less<>> marks_;                  // by finding
};

inline constexpr double benign_share = 0.5;
inline constexpr std::int64_t benign_seconds = 30 * 86'400;

}  // namespace gait::detect
