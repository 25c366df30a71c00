#pragma once

// Holds JSON to the part of JSON Schema 2020-12 that the schemas in docs/ use. Only tests include
// it. A keyword that it does not know is a problem, so that no schema promises what nobody checks.

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>

#include "base/time.h"

namespace gait::report::test {

using Json = nlohmann::json;

inline Json schema(const std::string& name) {
  std::ifstream file(std::string(GAIT_SOURCE_DIR) + "/docs/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return Json::parse(text.str());
}

inline bool has_type(const Json& value, const std::string& type) {
  if (type == "string") return value.is_string();
  if (type == "number") return value.is_number();
  if (type == "integer") return value.is_number_integer();
  if (type == "boolean") return value.is_boolean();
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  return type == "null" && value.is_null();
}

inline bool has_one_type(const Json& value, const Json& types) {
  if (types.is_string()) return has_type(value, types.get<std::string>());
  return std::any_of(types.begin(), types.end(),
                     [&](const Json& type) { return has_type(value, type.get<std::string>()); });
}

std::string problem(const Json& value, const Json& schema, const std::string& at = "$");

inline std::string object_problem(const Json& value, const Json& schema, const std::string& at) {
  for (const Json& key : schema.value("required", Json::array()))
    if (!value.contains(key.get<std::string>())) return at + " lacks " + key.get<std::string>();
  const Json properties = schema.value("properties", Json::object());
  const Json others = schema.value("additionalProperties", Json(true));
  for (const auto& [key, inner] : value.items()) {
    if (!properties.contains(key) && others == Json(false)) return at + " has unknown " + key;
    const Json& inner_schema = properties.contains(key) ? properties[key] : others;
    if (!inner_schema.is_object()) continue;
    if (auto found = problem(inner, inner_schema, at + "." + key); !found.empty()) return found;
  }
  return {};
}

inline std::string array_problem(const Json& value, const Json& schema, const std::string& at) {
  if (value.size() < schema.value("minItems", std::size_t{0})) return at + " is too short";
  if (value.size() > schema.value("maxItems", value.size())) return at + " is too long";
  for (std::size_t i = 0; i < value.size(); ++i) {
    const std::string inner_at = at + "[" + std::to_string(i) + "]";
    if (auto found = problem(value[i], schema.value("items", Json::object()), inner_at);
        !found.empty())
      return found;
  }
  return {};
}

inline std::string scalar_problem(const Json& value, const Json& schema, const std::string& at) {
  if (schema.contains("enum") &&
      std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end())
    return at + " is not one of the allowed values";
  if (value.is_number() && value < schema.value("minimum", value)) return at + " is too small";
  if (value.is_number() && value > schema.value("maximum", value)) return at + " is too large";
  Timestamp time;
  if (value.is_string() && schema.value("format", "") == "date-time" &&
      !parse_rfc3339(value.get<std::string>(), time))
    return at + " is not a time";
  return {};
}

// What is wrong with the value, or nothing.
inline std::string problem(const Json& value, const Json& schema, const std::string& at) {
  static const std::set<std::string> known{
      "$schema", "$id",      "title",     "description", "type",   "required",
      "items",   "minimum",  "maximum",   "minItems",    "format", "additionalProperties",
      "enum",    "maxItems", "properties"};
  for (const auto& [keyword, ignored] : schema.items())
    if (!known.contains(keyword)) return at + " has a schema keyword nobody checks: " + keyword;
  if (schema.contains("type") && !has_one_type(value, schema["type"]))
    return at + " has the wrong type";
  if (value.is_object()) return object_problem(value, schema, at);
  if (value.is_array()) return array_problem(value, schema, at);
  return scalar_problem(value, schema, at);
}

}  // namespace gait::report::test
