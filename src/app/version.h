#pragma once

#include <string_view>

namespace gait::app {

inline constexpr std::string_view version = GAIT_VERSION;

}  // namespace gait::app
