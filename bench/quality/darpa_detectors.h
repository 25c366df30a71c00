#pragma once

#include "bench/quality/darpa_recall.h"

// Everything that scores the edges, each in one pass in time order and blind to the labels. The
// identity is the source, the resource the target; all machines are one peer group.
namespace gait::quality {

// The product: edges as activities through the engine's fold. Bits of the baseline lane for each
// edge by itself: the departures of its minute and of its own values, calibrated and combined.
Scores baseline_scores(const Edges& edges);

// What the volume lane counts.
struct VolumeOptions {
  bool by_resource = false;      // also calls to each resource from everywhere, in time order
  bool from_first_call = false;  // time counts from the key's own first call
  bool calibrated = true;        // by what identity-hours of the group have reached
};
Scores volume_scores(const Edges& edges, const VolumeOptions& options);

// Naive: 1 for an edge never seen before.
Scores first_seen_scores(const Edges& edges);
// Naive: calls of the source in the minute.
Scores count_scores(const Edges& edges);

}  // namespace gait::quality
