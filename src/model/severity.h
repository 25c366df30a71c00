#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gait {

enum class Severity : std::uint8_t { info, low, medium, high, critical };
inline constexpr std::array<std::string_view, 5> severity_names{"info", "low", "medium", "high",
                                                                "critical"};

inline std::optional<Severity> parse_severity(std::string_view name) {
  for (std::size_t i = 0; i < severity_names.size(); ++i)
    if (severity_names[i] == name) return static_cast<Severity>(i);
  return std::nullopt;
}

}  // namespace gait
