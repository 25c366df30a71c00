#include "detect/score.h"

#include <algorithm>
#include <cmath>

#include "sketch/probability.h"

namespace gait::detect {
namespace {

constexpr double bits_max = 100;  // deeper, nothing can be told apart any more
constexpr double risk_per_bit = 4.5;

}  // namespace

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

double probability(const LaneBits& lanes) {
  return std::exp2(-std::clamp(*std::ranges::max_element(lanes), 0.0, bits_max));
}

double risk(double probability, double criticality, double privilege, double confidence) {
  const double bits = -std::log2(std::clamp(probability, std::exp2(-bits_max), 1.0));
  const double impact = 0.75 + 0.15 * (std::clamp(criticality, 1.0, 5.0) - 1);
  const double reach = 0.9 + 0.05 * (std::clamp(privilege, 1.0, 5.0) - 1);
  const double known = (1 + std::clamp(confidence, 0.0, 1.0)) / 2;
  return std::clamp(risk_per_bit * bits * impact * reach * known, 0.0, 100.0);
}

}  // namespace gait::detect
