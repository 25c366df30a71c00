#pragma once

#include "simulate/fleet.h"

namespace gait::simulate {

// Gives an identity of this kind the form, schedule and habits that belong to its kind and its
// application. Expects kind, service, salt and region to be set.
void settle(Identity& identity);

// The long-tailed collections that habits draw from.
std::vector<std::string> secrets_of(const std::string& service);

}  // namespace gait::simulate
