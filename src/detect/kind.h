#pragma once

#include <span>
#include <string>
#include <string_view>

#include "detect/episode.h"
#include "model/finding.h"

namespace gait::detect {

// What a kind of finding is called, what it means in the frameworks, and what to do next. One
// visible table; docs/findings.md explains each kind.
struct KindInfo {
  std::string_view name;
  std::span<const std::string_view> owasp_nhi, nist_csf, maestro, next_steps;
};

// The kind that says most about an episode: what was done out of character first (privilege
// changes), then the strongest departure.
const KindInfo& kind_of(const Episode& episode);
const KindInfo& group_shift_kind();

}  // namespace gait::detect
