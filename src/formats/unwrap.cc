#include "formats/unwrap.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace gait::formats {
namespace {

// What tells of the surroundings first, then what may hold the record, the likelier first.
enum Field : std::size_t { message_type, resource_id, log_group, first_wrap };
constexpr std::array<std::string_view, 14> paths{"messageType",
                                                 "resourceId|resource_id",
                                                 "logGroup|log_group",
                                                 "detail",
                                                 "properties.log",
                                                 "message",
                                                 "event",
                                                 "log",
                                                 "MESSAGE",
                                                 "line",
                                                 "jsonPayload",
                                                 "@message",
                                                 "_raw",
                                                 "body"};

constexpr std::array<std::string_view, 9> list_names{
    "Records", "records", "logEvents", "items", "value", "entries", "data", "events", "Items"};

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

bool same_letters(char a, char lower) { return small(a) == lower; }

// The segment behind `/<lower>/` in a path such as a resource id.
std::string_view segment_behind(std::string_view path, std::string_view lower) {
  const auto found =
      std::search(path.begin(), path.end(), lower.begin(), lower.end(), same_letters);
  if (found == path.end()) return {};
  const std::string_view rest =
      path.substr(static_cast<std::size_t>(found - path.begin()) + lower.size());
  return rest.substr(0, rest.find('/'));
}

bool may_be_record(std::string_view value) {
  while (value.starts_with(' ')) value.remove_prefix(1);
  return value.starts_with('{') && value.size() > 2;
}

FieldTable make_table() {
  auto table = FieldTable::make(paths);
  check(static_cast<bool>(table), "the paths of wraps make a table");
  return *std::move(table);
}

}  // namespace

Unwrapper::Unwrapper() : table_(make_table()), fields_(table_.fields()) {}

std::string Unwrapper::scope(JsonWalk walk, const char* text) {
  table_.read(walk, text, fields_, [] {});
  // Azure writes the ids of resources in any case.
  const std::string_view cluster = segment_behind(fields_.raw(resource_id), "/managedclusters/");
  if (cluster.empty()) return std::string(segment_behind(fields_.raw(log_group), "/aws/eks/"));
  std::string lower(cluster);
  std::ranges::transform(lower, lower.begin(), small);
  return lower;
}

std::optional<Wrapped> Unwrapper::find(JsonWalk walk, const char* text) {
  Wrapped wrapped;
  wrapped.scope = scope(walk, text);
  wrapped.is_control = fields_.is(message_type, "CONTROL_MESSAGE");
  if (wrapped.is_control) return wrapped;
  for (std::size_t i = first_wrap; i < paths.size(); ++i) {
    if (!may_be_record(fields_.raw(i))) continue;
    wrapped.text = fields_.raw(i);
    wrapped.is_string = fields_.is_string(i);
    return wrapped;
  }
  return std::nullopt;
}

const std::uint32_t* Unwrapper::list_of(JsonWalk walk) {
  const std::uint32_t* list = nullptr;
  walk.object([&](const JsonKey& key) {
    if (walk.peek() == '[' && std::ranges::find(list_names, key.text) != list_names.end()) {
      JsonWalk first = walk;
      first.advance();
      if (first.peek() == '{' || first.peek() == ']') list = walk.at();
      if (list != nullptr) return false;
    }
    return walk.skip();
  });
  return list;
}

}  // namespace gait::formats
