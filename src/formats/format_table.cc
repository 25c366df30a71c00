#include "formats/format_table.h"

#include <array>
#include <string>

#include "formats/all_formats.h"

namespace gait::formats {

// To add a format: its function in all_formats.h, its line here, and its file.
std::span<const JsonFormat* const> json_formats() {
  static const std::array formats{
      &cloudtrail(), &kubernetes(),        &gcp_audit(),      &vault(),      &teleport(),
      &gitlab(),     &gitlab_production(), &github_webhook(), &tailscale(),  &slack(),
      &github(),     &onepassword(),       &snowflake(),      &databricks(),
  };
  return formats;
}

const JsonFormat* find_json_format(std::string_view name) {
  for (const JsonFormat* format : json_formats())
    if (format->name == name) return format;
  return nullptr;
}

std::string known_format_names() {
  std::string names;
  for (const JsonFormat* format : json_formats())
    names.append(names.empty() ? "" : ", ").append(format->name);
  return names;
}

}  // namespace gait::formats
