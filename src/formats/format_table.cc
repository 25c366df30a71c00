#include "formats/format_table.h"

#include <array>

#include "formats/all_formats.h"

namespace gait::formats {

// To add a format: its function in all_formats.h, its line here, and its file.
std::span<const JsonFormat* const> json_formats() {
  static const std::array formats{
      &cloudtrail(),
      &kubernetes(),
      &gcp_audit(),
  };
  return formats;
}

const JsonFormat* find_json_format(std::string_view name) {
  for (const JsonFormat* format : json_formats())
    if (format->name == name) return format;
  return nullptr;
}

std::vector<std::string> json_format_names() {
  std::vector<std::string> names;
  for (const JsonFormat* format : json_formats()) names.emplace_back(format->name);
  return names;
}

}  // namespace gait::formats
