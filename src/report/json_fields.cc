#include "report/json_fields.h"

#include <fmt/format.h>

#include <limits>
#include <utility>

namespace gait::report {
namespace {

constexpr std::size_t items_max = 100'000;  // of any one list; members of a group

}  // namespace

Fields::Fields(const Json& object, std::string where, std::string_view what)
    : object_(object), where_(std::move(where)), what_(what) {
  if (!object_.is_object()) fail("", "an object");
}

std::string Fields::text(const char* key, bool required) {
  const Json* value = find(key, required);
  if (value == nullptr) return {};
  if (!value->is_string()) return fail(key, "a string"), std::string();
  return value->get<std::string>();
}

double Fields::number(const char* key) {
  const Json* value = find(key, false);
  if (value == nullptr) return 0;
  if (!value->is_number()) return fail(key, "a number"), 0;
  return value->get<double>();
}

std::uint64_t Fields::count(const char* key) {
  const Json* value = find(key, false);
  if (value == nullptr) return 0;
  if (!value->is_number_unsigned()) return fail(key, "a whole number, 0 or more"), 0;
  return value->get<std::uint64_t>();
}

std::uint32_t Fields::small_count(const char* key) {
  const std::uint64_t value = count(key);
  if (value > std::numeric_limits<std::uint32_t>::max())
    return fail(key, "a whole number below 2^32"), 0;
  return static_cast<std::uint32_t>(value);
}

bool Fields::truth(const char* key) {
  const Json* value = find(key, false);
  if (value == nullptr) return false;
  if (!value->is_boolean()) return fail(key, "true or false"), false;
  return value->get<bool>();
}

Timestamp Fields::time(const char* key, bool required) {
  const std::string written = text(key, required);
  Timestamp time;
  if (!written.empty() && !parse_rfc3339(written, time))
    fail(key, "a time such as `2026-11-21T10:00:00Z`");
  return time;
}

std::vector<std::string> Fields::texts(const char* key) {
  std::vector<std::string> out;
  for (const Json& item : items(key)) {
    if (!item.is_string()) return fail(key, "a list of strings"), out;
    out.push_back(item.get<std::string>());
  }
  return out;
}

const Json& Fields::items(const char* key) {
  static const Json none = Json::array();
  const Json* value = find(key, false);
  if (value == nullptr) return none;
  if (!value->is_array() || value->size() > items_max) return fail(key, "a list"), none;
  return *value;
}

const Json* Fields::object(const char* key) {
  const Json* value = find(key, false);
  if (value != nullptr && !value->is_object()) return fail(key, "an object"), nullptr;
  return value;
}

void Fields::take_problem(const Fields& inner) {
  if (problem_.empty()) problem_ = inner.problem_;
}

void Fields::fail(std::string_view key, std::string_view expected) {
  if (!problem_.empty()) return;
  const std::string name =
      where_.empty() || key.empty() ? where_ + std::string(key) : fmt::format("{}.{}", where_, key);
  problem_ = name.empty() ? fmt::format("{} must be {}", what_, expected)
                          : fmt::format("`{}` must be {}", name, expected);
}

const Json* Fields::find(const char* key, bool required) {
  const auto found = object_.is_object() ? object_.find(key) : object_.end();
  if (object_.is_object() && found != object_.end() && !found->is_null()) return &*found;
  if (required) fail(key, "present");
  return nullptr;
}

}  // namespace gait::report
