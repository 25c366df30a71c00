#pragma once

#include <array>

#include "model/facet.h"

namespace gait::detect {

// The strongest departure per facet and per question, in bits; 0 where there is none.
using FacetBits = std::array<double, facet_count>;
using QuestionBits = std::array<double, question_names.size()>;

// Facets of one question depend on each other, so the strongest stands for all. But for "where":
// the place it calls from, the region it works in and its client are three witnesses, and the
// weaker two add half of their bits.
QuestionBits question_bits(const FacetBits& facets);

// The probability of an hour that departs this much in all five questions together, when nothing
// is wrong (sketch/probability.h says how the five are combined).
double probability(const QuestionBits& bits);

// Risk, 0 to 100: ten times the decimal digits of improbability, scaled by what was done. 3 is the
// severity of an ordinary write and weighs 1.05; changing privileges weighs up to 1.35, describing
// things 0.75. What an action is never makes a risk alone: without departure the
// first factor is 0.
double risk(double probability, double criticality);

}  // namespace gait::detect
