#pragma once

#include <span>
#include <string_view>

namespace gait::simulate {

// One API call as CloudTrail shows it. The JSON parts are patterns: `$x` is the resource, `$1` and
// `$2` its halves around `|`, `$r` the region, `$a` the account, `$h` six characters that belong
// to the resource, `$u` a fresh UUID.
struct Operation {
  std::string_view service;     // host name without `.amazonaws.com`
  std::string_view name;        // eventName
  std::string_view parameters;  // requestParameters
  std::string_view response = "null";
  std::string_view resources = {};  // the inside of the resources array; empty = no such field
  bool read_only = true;
  enum class Plane { management, data, object } plane = Plane::management;
  std::string_view decrypted_by = {};  // the service that asks KMS with the caller's permission
  bool global = false;                 // logged in us-east-1, whatever the caller's region
};

// Every operation the fleet knows.
std::span<const Operation> operations();

// By `service:name`; asking for one that is not in the table is our mistake.
const Operation& operation(std::string_view action);

}  // namespace gait::simulate
