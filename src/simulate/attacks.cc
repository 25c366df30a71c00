#include <fmt/format.h>

#include <array>

#include "base/hash.h"
#include "simulate/habits.h"
#include "simulate/scenario.h"
#include "simulate/text.h"

namespace gait::simulate {
namespace {

constexpr std::int64_t mebibyte = 1'048'576;

// Secrets of other applications; an attacker finds them by ListSecrets.
std::string foreign_secret(std::int64_t nth) {
  constexpr std::array<std::string_view, 6> owners{"payroll", "identity",  "treasury",
                                                   "mail",    "warehouse", "partners"};
  constexpr std::array<std::string_view, 7> names{"db-admin", "api-key", "signing-key", "smtp",
                                                  "oauth",    "backup",  "root"};
  const auto index = static_cast<std::size_t>(nth);
  return fmt::format("prod/{}/{}", owners[index % owners.size()],
                     names[index / owners.size() % names.size()]);
}

// A poisoned build step lists the secrets and reads as many as it may within a few minutes.
bool secret_burst_by_ci(Script& script) {
  const auto who = script.take(Kind::ci);
  if (!who) return false;
  Timestamp time = script.workday(2, 10, 42);
  const Session session = script.open(*who, time);
  script.call(session, time = plus_seconds(time, 9), "sts:GetCallerIdentity");
  script.call(session, time = plus_seconds(time, 6), "secretsmanager:ListSecrets");
  const std::int64_t reads = script.random().between(20, 34);
  for (std::int64_t i = 0; i < reads; ++i) {
    time = plus_seconds(time, script.random().between(3, 14));
    const bool denied = script.random().chance_ppm(120'000);
    script.call(session, time, "secretsmanager:GetSecretValue", foreign_secret(i),
                denied ? Outcome::denied : Outcome::success);
  }
  return true;
}

// A leaked long-lived key is tried out from rented servers in a region that nobody uses.
bool credential_from_new_network(Script& script) {
  const auto who = script.take(Kind::vendor_user);
  if (!who) return false;
  Timestamp time = script.at(2, 20, 17);
  Session session = script.open(*who, time);
  session.address = address_in(Network::rented_servers, script.random().next());
  session.agent =
      "aws-cli/2.17.42 md/awscrt#0.21.2 ua/2.0 os/linux#6.8.11-amd64 "
      "md/arch#x86_64 lang/python#3.11.9 md/distrib#kali.2024.3";
  const std::string home = session.region;
  session.region = "ap-southeast-1";
  script.call(session, time, "sts:GetCallerIdentity");
  script.call(session, time = plus_seconds(time, 21), "s3:ListBuckets");
  script.call(session, time = plus_seconds(time, 33), "ec2:DescribeRegions", {}, Outcome::denied);
  script.call(session, time = plus_seconds(time, 12), "ec2:DescribeInstances", {}, Outcome::denied);
  script.call(session, time = plus_seconds(time, 15), "iam:ListUsers", {}, Outcome::denied);
  session.region = home;
  const std::string bucket = "harbour-" + script.identity(*who).service + "-invoices|";
  script.call(session, time = plus_seconds(time, 40), "s3:ListObjects", bucket + "$d");
  for (int i = 0; i < 18; ++i) {
    time = plus_seconds(time, script.random().between(4, 25));
    script.call(session, time, "s3:GetObject", bucket + "$d/$n.pdf", Outcome::success,
                script.random().between(40'000, 400'000));
  }
  return true;
}

// A hijacked agent works for somebody else: its usual calls, many times as many, for two hours.
bool volume_over_baseline(Script& script) {
  const auto who = script.take(Kind::ai_agent);
  if (!who) return false;
  const Timestamp begin = script.at(2, 1, 5);
  const Identity& agent = script.identity(*who);
  const std::vector<std::string> models = agent.habits.front().resources;
  const std::int64_t calls = script.random().between(520, 680);
  for (std::int64_t i = 0; i < calls; ++i) {
    const Timestamp time = plus_seconds(begin, i * 7'000 / calls + script.random().between(0, 9));
    const Session session = script.running(*who, time);
    script.call(session, time, "bedrock:InvokeModel", models.front(),
                script.random().chance_ppm(60'000) ? Outcome::throttled : Outcome::success);
  }
  return true;
}

// The nightly job suddenly runs all afternoon and fetches everything that it may read.
bool batch_to_bulk_export(Script& script) {
  const auto who = script.take(Kind::batch_job);
  if (!who) return false;
  const std::string bucket = "harbour-" + script.identity(*who).service + "-lake|";
  Timestamp time = script.workday(3, 13, 8);
  const Timestamp end = plus_seconds(time, 5 * 3'600);
  const Session session = script.open(*who, time);
  while (time < end) {
    time = plus_seconds(time, script.random().between(20, 70));
    if (script.random().below(12) == 0) {
      script.call(session, time, "s3:ListObjects", bucket + "events/$d");
      continue;
    }
    const std::int64_t bytes = script.random().between(90, 640) * mebibyte;
    script.call(session, time, "s3:GetObject", bucket + "events/$d/part-$n.parquet",
                Outcome::success, bytes);
  }
  return true;
}

// The rotation function may read every secret, and one night it does.
bool rotation_reads_more_secrets(Script& script) {
  const auto who = script.take(Kind::rotation);
  if (!who) return false;
  Timestamp time = script.at(2, 3, 20);
  const Session session = script.open(*who, time);
  const std::string& service = script.identity(*who).service;
  script.call(session, time = plus_seconds(time, 3), "secretsmanager:DescribeSecret",
              "prod/" + service + "/db");
  script.call(session, time = plus_seconds(time, 2), "secretsmanager:GetSecretValue",
              "prod/" + service + "/db");
  const std::int64_t more = script.random().between(15, 22);
  for (std::int64_t i = 0; i < more; ++i)
    script.call(session, time = plus_seconds(time, script.random().between(2, 6)),
                "secretsmanager:GetSecretValue", foreign_secret(i * 5 + 3));
  return true;
}

// A customer-facing workload is used to look at data of the people department.
bool never_touched_resources(Script& script) {
  const auto who = script.take(Kind::web_pod);
  if (!who) return false;
  Timestamp time = script.at(1, 14, 26);
  for (int i = 0; i < 32; ++i) {
    time = plus_seconds(time, script.random().between(8, 50));
    const Session session = script.running(*who, time);
    if (i % 8 == 0)
      script.call(session, time, "s3:ListObjects", "harbour-people|contracts/2026");
    else if (i % 3 == 0)
      script.call(session, time, "dynamodb:Query", i % 2 == 0 ? "payroll-salaries" : "people");
    else
      script.call(session, time, "s3:GetObject", "harbour-people|contracts/2026/$n.pdf",
                  Outcome::success, script.random().between(90'000, 900'000));
  }
  return true;
}

// First what is refused, then what works: a machine's role makes itself a way to stay.
bool privilege_escalation(Script& script) {
  const auto who = script.take(Kind::instance_app);
  if (!who) return false;
  struct Step {
    std::string_view action, resource;
    Outcome outcome;
  };
  const std::string own = script.identity(*who).name;
  const std::string key = "AKIA" + base32_id(script.random().next(), 16);
  const std::string attach = own + "|AdministratorAccess", put = own + "|inline-debug";
  const std::string created = "svc-metrics-sync|" + key;
  const std::array steps{
      Step{"sts:GetCallerIdentity", "", Outcome::success},
      Step{"iam:ListRoles", "", Outcome::denied},
      Step{"iam:ListAttachedRolePolicies", own, Outcome::success},
      Step{"iam:AttachRolePolicy", attach, Outcome::denied},
      Step{"iam:CreateUser", "svc-metrics-sync", Outcome::denied},
      Step{"iam:PutRolePolicy", put, Outcome::denied},
      Step{"iam:PutRolePolicy", put, Outcome::success},
      Step{"iam:AttachRolePolicy", attach, Outcome::success},
      Step{"iam:CreateUser", "svc-metrics-sync", Outcome::success},
      Step{"iam:AttachUserPolicy", "svc-metrics-sync|AdministratorAccess", Outcome::success},
      Step{"iam:CreateAccessKey", created, Outcome::success},
  };
  Timestamp time = script.at(1, 2, 12);
  for (const Step& step : steps) {
    time = plus_seconds(time, script.random().between(9, 70));
    script.call(script.running(*who, time), time, step.action, step.resource, step.outcome);
  }
  return true;
}

// A service's role assumes the deployment role, which it never did, and reads on from there.
bool unseen_role_chain(Script& script) {
  const auto who = script.take(Kind::web_task);
  const auto next = script.take(Kind::infrastructure);
  if (!who || !next) return false;
  Timestamp time = script.at(2, 22, 31);
  const Session first = script.running(*who, time);
  script.call(first, time, "sts:GetCallerIdentity");
  const Session second = script.assume(first, *next, time = plus_seconds(time, 19));
  const std::string service = script.identity(*next).service;
  script.call(second, time = plus_seconds(time, 8), "secretsmanager:ListSecrets");
  for (int i = 0; i < 5; ++i)
    script.call(second, time = plus_seconds(time, script.random().between(6, 40)),
                "secretsmanager:GetSecretValue", foreign_secret(i * 7));
  for (int i = 0; i < 8; ++i) {
    time = plus_seconds(time, script.random().between(6, 40));
    script.call(second, time, "s3:GetObject", "harbour-terraform-state|treasury/$n",
                Outcome::success, script.random().between(20'000, 300'000));
  }
  return true;
}

// A forgotten key that was silent for a week and more reads what it can still read.
bool dormant_identity_awake(Script& script) {
  const auto who = script.take(Kind::batch_user);
  if (!who) return false;
  const Timestamp begin = script.world().start, end = script.world().end;
  const std::int64_t length_s = (end.ns - begin.ns) / 1'000'000'000;
  const Timestamp silent{plus_seconds(begin, length_s * 2 / 7 / 3'600 * 3'600)};
  script.quietly(*who, {.from = silent, .to = end, .load_percent = 0});
  Timestamp time = script.at(1, 3, 37);
  const Session session = script.open(*who, time);
  const std::string bucket = "harbour-" + script.identity(*who).service + "-exchange|";
  script.call(session, time, "sts:GetCallerIdentity");
  script.call(session, time = plus_seconds(time, 14), "s3:ListBuckets");
  script.call(session, time = plus_seconds(time, 14), "s3:ListObjects", bucket + "in");
  for (int i = 0; i < 26; ++i) {
    time = plus_seconds(time, script.random().between(3, 20));
    script.call(session, time, "s3:GetObject", bucket + "in/$m/$n.csv", Outcome::success,
                script.random().between(50'000, 4'000'000));
  }
  return true;
}

// The nightly key at lunch time, from the usual machine: somebody sits at it.
bool off_schedule_use(Script& script) {
  const auto who = script.take(Kind::batch_user);
  if (!who) return false;
  Timestamp time = script.workday(2, 12, 41);
  const Session session = script.open(*who, time);
  const std::string bucket = "harbour-" + script.identity(*who).service + "-exchange|";
  script.call(session, time, "sts:GetCallerIdentity");
  for (int i = 0; i < 34; ++i) {
    time = plus_seconds(time, script.random().between(5, 45));
    if (i % 6 == 0)
      script.call(session, time, "s3:ListObjects", bucket + "in/$d");
    else
      script.call(session, time, "s3:GetObject", bucket + "in/$d/$n.csv", Outcome::success,
                  script.random().between(20'000, 4'000'000));
  }
  return true;
}

constexpr std::array table{
    Scenario{{"secret_burst_by_ci", "attack", "a build reads a burst of secrets of others"},
             secret_burst_by_ci},
    Scenario{{"credential_from_new_network", "attack",
              "a vendor's key is used from a new country, network and region"},
             credential_from_new_network},
    Scenario{{"volume_over_baseline", "attack",
              "an agent makes its usual calls many times as often for two hours"},
             volume_over_baseline},
    Scenario{{"batch_to_bulk_export", "attack",
              "a nightly batch turns into an export that runs all afternoon"},
             batch_to_bulk_export},
    Scenario{{"rotation_reads_more_secrets", "attack",
              "a rotation job reads secrets that it does not rotate"},
             rotation_reads_more_secrets},
    Scenario{
        {"never_touched_resources", "attack", "a web workload reads data of another department"},
        never_touched_resources},
    Scenario{{"privilege_escalation", "attack",
              "an instance role tries and then manages to give itself rights"},
             privilege_escalation},
    Scenario{{"unseen_role_chain", "attack",
              "a service assumes a role that it never assumed and acts with it"},
             unseen_role_chain},
    Scenario{{"dormant_identity_awake", "attack",
              "a key that was silent for more than a week reads again"},
             dormant_identity_awake},
    Scenario{{"off_schedule_use", "attack", "a nightly job's key is used at lunch time"},
             off_schedule_use},
};

}  // namespace

std::span<const Scenario> attacks() { return table; }

}  // namespace gait::simulate
