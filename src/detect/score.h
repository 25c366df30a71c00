#pragma once

#include <array>

#include "model/facet.h"
#include "model/lane.h"

namespace gait::detect {

// The strongest departure per facet and per question, in bits; 0 where there is none.
using FacetBits = std::array<double, facet_count>;
using QuestionBits = std::array<double, question_names.size()>;

// The bits of each lane.
using LaneBits = std::array<double, lane_count>;

// Facets of one question depend on each other, so the strongest stands for all. But for "where":
// the place it calls from, the region it works in and its client are three witnesses, and the
// weaker two add half of their bits.
QuestionBits question_bits(const FacetBits& facets);

// The probability of an hour that departs this much in all five questions together, when nothing
// is wrong (sketch/probability.h says how the five are combined).
double probability(const QuestionBits& bits);

// The probability of the lane that says most.
double probability(const LaneBits& lanes);

// Risk, 0 to 100: four and a half for each bit of improbability, scaled by what was done and by
// what the identity may do, both 1 to 5 in the severities of the action catalogue. What was done
// weighs 0.75 for describing things, 1.05 for an ordinary write and 1.35 for changing privileges; a
// privileged identity weighs up to 1.1, one that only reads 0.9. Neither makes a risk alone:
// without departure the first factor is 0. Of the risk of somebody nothing is known of yet half is
// taken away: `confidence` is 0 to 1.
double risk(double probability, double criticality, double privilege = 3, double confidence = 1);

}  // namespace gait::detect
