#include "detect/score.h"

#include <algorithm>
#include <cmath>

#include "sketch/probability.h"

namespace gait::detect {

QuestionBits question_bits(const FacetBits& facets) {
  QuestionBits bits{};
  for (std::size_t i = 0; i < facet_count; ++i) {
    if (facet_table[i].question == Question::where) continue;
    auto& best = bits[static_cast<std::size_t>(facet_table[i].question)];
    best = std::max(best, facets[i]);
  }
  const auto of = [&](Facet f) { return facets[static_cast<std::size_t>(f)]; };
  const double place = std::max(of(Facet::network), of(Facet::country));
  const double most = std::max({place, of(Facet::region), of(Facet::agent)});
  bits[static_cast<std::size_t>(Question::where)] =
      (most + place + of(Facet::region) + of(Facet::agent)) / 2;
  return bits;
}

double probability(const QuestionBits& bits) {
  std::array<double, question_names.size()> p{};
  for (std::size_t i = 0; i < p.size(); ++i) p[i] = std::exp2(-bits[i]);
  return sketch::combine(p);
}

double risk(double probability, double criticality) {
  const double digits = -std::log10(std::clamp(probability, 1e-30, 1.0));
  const double weight = 0.75 + 0.15 * (std::clamp(criticality, 1.0, 5.0) - 1);
  return std::clamp(10 * digits * weight, 0.0, 100.0);
}

}  // namespace gait::detect
