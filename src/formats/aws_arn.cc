#include "formats/aws_arn.h"

#include <array>

namespace gait::formats {

AwsArn parse_arn(std::string_view text) {
  if (!text.starts_with("arn:")) return {};
  text.remove_prefix(4);
  std::array<std::string_view, 4> parts;
  for (std::string_view& part : parts) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return {};
    part = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  return {parts[0], parts[1], parts[2], parts[3], text};
}

std::string_view last_segment(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string_view role_name_of_arn(std::string_view arn) {
  std::string_view resource = parse_arn(arn).resource;
  if (resource.starts_with("role/")) return last_segment(resource);
  constexpr std::string_view assumed = "assumed-role/";
  if (!resource.starts_with(assumed)) return {};
  resource.remove_prefix(assumed.size());
  return resource.substr(0, resource.find('/'));
}

std::string_view partition_of_region(std::string_view region) {
  if (region.starts_with("cn-")) return "aws-cn";
  return region.starts_with("us-gov-") ? "aws-us-gov" : "aws";
}

}  // namespace gait::formats
