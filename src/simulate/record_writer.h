#pragma once

#include <string>
#include <string_view>

#include "model/activity.h"
#include "simulate/fleet.h"
#include "simulate/operation.h"
#include "simulate/random.h"

namespace gait::simulate {

// One open session: who calls, with what and from where, as its records say it.
struct Session {
  std::string user_identity;  // a JSON object
  std::string arn;            // of the caller
  std::string access_key_id;
  std::string account, region;
  std::string address, agent;
  std::string endpoint;  // VPC endpoint; empty = through the internet
  bool console = false;
  Timestamp from, to;
};

// What is done with it.
struct Call {
  Timestamp time;
  const Operation* operation = nullptr;
  std::string resource;
  Outcome outcome = Outcome::success;
  std::int64_t bytes = 0;  // moved, for objects
};

// The fields of a record, for the few that no operation describes. Empty = no such field, except
// parameters and response, which are `null` then.
struct Fields {
  std::string_view user_identity, service, name, region, account, address, agent;
  std::string_view error_code = {}, error_message = {};
  std::string_view parameters = {}, response = {}, additional = {}, resources = {};
  std::string_view endpoint = {}, shared_event = {};
  bool read_only = true, data = false, console = false, tls = true;
};

// A CloudTrail record, in the order in which AWS writes the fields.
Record to_record(Timestamp time, const Fields& fields, Random& random);

// The record of one call.
Record to_record(const Session& session, const Call& call, Random& random);

// The Decrypt that KMS logs when a service decrypts with the caller's permission, in the same
// second.
Record to_decrypt_echo(const Session& session, const Call& call, Random& random);

// Replaces `$n`, `$d` and `$m` in a habit's resource.
std::string expand_resource(std::string_view pattern, Timestamp time, Random& random);

}  // namespace gait::simulate
