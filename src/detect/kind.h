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

// The facet that a finding is about: the strongest of the question that says most. What was done
// weighs a quarter more when it is grave, so that a secret read at noon is first of all a secret
// read.
Facet lead_facet(const Episode& episode);

// The kind that says most about an episode: privilege changes first, then by the leading facet.
const KindInfo& kind_of(const Episode& episode);
const KindInfo& group_shift_kind();

}  // namespace gait::detect
