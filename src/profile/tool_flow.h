#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"
#include "model/tool_call.h"
#include "sketch/distinct_counts.h"

namespace gait::profile {

// Where the values of each parameter come from, learned per tool and parameter.
//
// P(source) falls back through four levels: the tool's parameter with values of this shape, any
// parameter of that name with this shape, any value of this shape, any value. Each is a Dirichlet
// estimate with the next as its mean and the weight of 2 jobs (MacKay and Peto, 1995), so that a
// tool never seen is judged like what is known of such values in the group.
//
// So an address that a task names, or that stands in a field of a result, is as usual; one that
// was picked out of running text is not, where the group does not do that.
class ToolFlow {
 public:
  ToolFlow();

  struct Verdict {
    double bits = 0;  // -log2 of P(a source that is no likelier); 0 when the source is unknown
    ValueSource usual = ValueSource::unknown;
  };
  Verdict judge(Symbol tool, const Argument& argument) const;

  // Counts once per job for each level and source.
  void learn(std::uint64_t job, Symbol tool, const Argument& argument);

  void save(ByteWriter& out) const { counts_.save(out); }
  void load(ByteReader& in) { counts_.load(in); }

  std::size_t memory_bytes() const { return counts_.memory_bytes(); }

 private:
  sketch::DistinctCounts counts_;  // by level, its key and source: jobs
};

}  // namespace gait::profile
