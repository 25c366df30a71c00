#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/activity.h"
#include "model/identity.h"
#include "simulate/networks.h"
#include "simulate/operation.h"

namespace gait::simulate {

// What an identity is for; everything else about it follows from this and its service's name.
enum class Kind : std::uint8_t {
  web_pod,         // EKS workload with a role by OIDC
  web_task,        // ECS service
  function,        // Lambda function
  instance_app,    // EC2 instance role
  ci,              // GitHub Actions by OIDC, in the tools account
  infrastructure,  // a role that CI assumes across accounts
  batch_user,      // IAM user with a long-lived key, nightly
  batch_job,       // nightly job in a container
  finance_job,     // nightly job over the books
  vendor_user,     // IAM user with a long-lived key, used by another company
  monitoring,      // role that another company assumes
  backup,
  rotation,
  ai_agent,
  human,          // single sign-on
  cloud_service,  // service-linked role
};

// How it comes to its credentials; decides userIdentity and the record that mints them.
enum class CredentialForm : std::uint8_t {
  access_key,
  pod,
  ci,
  instance,
  function,
  task,
  chained,   // AssumeRole by another identity of the fleet, in another account
  external,  // AssumeRole by another company's account
  sso,
  service_linked,
};

// One thing an identity does again and again.
struct Habit {
  const Operation* operation = nullptr;
  // Drawn with the first ones much more often; empty = the operation needs none. `$n` becomes a
  // number, `$d` the date and `$m` last month, so that object keys do not repeat for ever.
  std::vector<std::string> resources = {};
  std::uint32_t weight = 1;
  Outcome outcome = Outcome::success;
  std::uint32_t kilobytes_min = 0, kilobytes_max = 0;  // moved, for objects
};

enum class Rhythm : std::uint8_t {
  steady,    // spread over the day and the week
  diurnal,   // spread, following the customers
  office,    // runs in working hours
  nightly,   // one run a day
  weekly,    // one run a week
  interval,  // a run every so many minutes
};

struct Schedule {
  Rhythm rhythm = Rhythm::steady;
  std::int64_t calls_per_hour_milli = 0;  // steady and diurnal: at the busiest hour
  std::int64_t runs_per_hour_milli = 0;   // office: at the busiest hour
  int minute_of_day = 0;                  // nightly and weekly
  int weekday = 0;                        // weekly; 0 is Monday
  int interval_minutes = 60;              // interval
  int jitter_seconds = 120;               // a run begins up to this late
  std::int64_t calls_per_run = 0;
  int run_seconds = 60;
};

// A time in which an identity is not as it used to be.
struct Phase {
  Timestamp from, to;
  int load_percent = 100;          // 0 is silence
  std::uint32_t workers = 0;       // 0 = as many as always
  std::string region = {};         // empty = its own
  std::string agent = {};          // empty = as always
  std::vector<Habit> habits = {};  // done beside its own
  // Index of the label that collects its events of this time (only those of `habits` where there
  // are any); -1 = none.
  int label = -1;
};

// A long-lived key and when it came into use.
struct AccessKey {
  Timestamp from;
  std::string id;
};

struct Identity {
  std::string key;  // canonical: `aws:<account>/role/<name>`
  std::string name, account, region;
  std::string service;  // the application it belongs to
  Kind kind = Kind::function;
  CredentialForm form = CredentialForm::function;
  std::uint64_t salt = 0;  // tells its ids, addresses and chances from everybody else's

  Network network = Network::cloud_us_east;
  bool inside = false;  // calls through a VPC endpoint with a private address
  std::string agent;    // User-Agent
  std::string subject;  // ci: the repository; human: the e-mail address; service_linked: the host
  int parent = -1;      // chained: index of the identity that assumes it
  std::uint32_t workers = 1;
  int session_hours = 6;  // how long a worker keeps its credentials
  std::vector<AccessKey> access_keys;

  Schedule schedule;
  std::vector<Habit> habits;
  std::vector<Phase> phases;
  Timestamp active_from;
  bool taken = false;  // by a scenario

  IdentityClass identity_class = IdentityClass::unknown;
  std::string owner, purpose, environment;
  Timestamp secret_created;
};

// One scenario as it happened: the truth to measure against.
struct Label {
  std::string scenario, kind, description;
  std::vector<std::string> identities;  // canonical keys
  Timestamp start, end;                 // of the events
  std::vector<std::string> events;      // ids
};

// One record, ready to be delivered.
struct Record {
  Timestamp time;
  std::string account, region;
  std::string event;  // its id
  std::string json;
};

inline constexpr std::string_view production_account = "111122223333";
inline constexpr std::string_view tools_account = "444455556666";

}  // namespace gait::simulate
