#pragma once

// Findings of different kinds; part of report_fixture.h.

#include <string_view>

#include "base/check.h"
#include "model/finding.h"

namespace gait::report::fixture {

inline Timestamp at(std::string_view text) {
  Timestamp time;
  check(parse_rfc3339(text, time), "a time in a fixture is written by us");
  return time;
}

inline Finding stolen_deploy_key() {
  Finding f;
  f.id = "f-3f9a17c0";
  f.time = at("2026-11-19T02:14:07Z");
  f.last = at("2026-11-19T02:31:44Z");
  f.found = at("2026-11-19T03:00:00Z");
  f.identity = "aws:111122223333/role/payments-deploy";
  f.identity_class = "ci_runner";
  f.title = "payments-deploy read a secret it never touched, from a network it never used";
  f.kind = "first_seen_access";
  f.severity = Severity::critical;
  f.risk = 94.2;
  f.probability = 1.157e-5;
  f.lane = "baseline";
  f.method = risk_method;
  f.confidence = 0.87;
  f.learning = "held: 2 new values wait for approval";
  f.evidence = {21.5, 9, "2026-11-18T10:00:00Z"};
  f.certain = true;
  f.deviations = {{"resource",
                   "what",
                   "first use of `prod/db/root`",
                   "one of 14 resources; a new one about every 9 days",
                   4112,
                   "13 d",
                   "0 of 212 peers use it",
                   "once in 36 days",
                   15.72,
                   0.52,
                   {"prod/db/root"},
                   0},
                  {"network",
                   "where",
                   "first use of `AS64511 Cheap Hosting`",
                   "`AS14618 Amazon` in 4,112 of 4,112 minutes",
                   4112,
                   "13 d",
                   "0 of 212 peers use it",
                   "once in 12 days",
                   9.81,
                   0.324,
                   {"AS64511 Cheap Hosting"},
                   0},
                  {"secrets",
                   "how_much",
                   "340 secret reads in an hour",
                   "3 usual, 12 the most so far",
                   312,
                   "13 d",
                   "",
                   "once in 4 days",
                   4.72,
                   0.156,
                   {},
                   340}};
  f.rules = {"secret_read_burst"};
  f.chain = {"github:acme/repo/infra", "aws:111122223333/role/ci-entry",
             "aws:111122223333/role/payments-deploy"};
  f.activities = {"6f1c3b52-0f0a-4d5e-9c0e-5b8f2f4f1a01", "6f1c3b52-0f0a-4d5e-9c0e-5b8f2f4f1a02",
                  "6f1c3b52-0f0a-4d5e-9c0e-5b8f2f4f1a03"};
  f.activities_total = 341;
  f.session = "s-71";
  f.owner = "payments-team";
  f.purpose = "deploys the payment service";
  f.environment = "prod";
  f.credential = {"AKIAIOSFODNN7EXAMPLE", "long_lived", 412.0, "2025-10-03T00:00:00Z"};
  f.changes_considered = {
      {"dep-1881", "deployment", "payments 4.2.0", "does not match: it ended 6 h before"},
      {"rot-12", "rotation", "rotation of prod/db/app", "does not match: other secret"}};
  f.would_be_normal_if =
      "a deployment of `payments` had been announced for 02:00, or a peer used `prod/db/root`";
  f.frameworks = {{"NHI2:2025", "NHI7:2025"}, {"T1078.004", "T1552"}, {"DE.CM-03"}, {}, {}};
  f.next_steps = {"Ask payments-team whether a person used this key at 02:14 UTC",
                  "Disable key `AKIAIOSFODNN7EXAMPLE`; the role has 2 others",
                  "Rotate `prod/db/root`: it was returned to the caller 340 times"};
  return f;
}

inline Finding group_region() {
  Finding f;
  f.id = "f-9b0021aa";
  f.time = at("2026-11-18T11:05:00Z");
  f.last = at("2026-11-18T12:40:00Z");
  f.found = at("2026-11-18T13:00:00Z");
  f.identity = "group:web_workload/prod";
  f.identity_class = "web_workload";
  f.title = "5 web workloads moved to region eu-central-1 together";
  f.kind = "group_change";
  f.severity = Severity::low;
  f.risk = 31;
  f.probability = 0.004;
  f.deviations = {{"region", "where", "first use of `eu-central-1` by 5 of 9",
                   "`eu-west-1` in 61,200 of 61,200 minutes", 61200, "28 d", "5 of 9 peers use it",
                   "once in 10 days", 7.9, 1.0}};
  f.members = {"k8s:prod/sa/shop/cart", "k8s:prod/sa/shop/catalog", "k8s:prod/sa/shop/checkout",
               "k8s:prod/sa/shop/search", "k8s:prod/sa/shop/session"};
  f.activities = {"a-1", "a-2"};
  f.activities_total = 2204;
  f.owner = "platform";
  f.environment = "prod";
  f.mark = "expected";
  f.marked_by = "ana";
  f.mark_reason = "the failover of platform";
  f.marked = at("2026-11-19T08:00:00Z");
  f.changes_considered = {
      {"fo-3", "failover", "planned failover to eu-central-1", "explains the new region: -8 bits"}};
  f.would_be_normal_if = "the failover had been announced for 11:00 rather than 12:00";
  f.frameworks = {{}, {}, {"DE.CM-09"}, {}, {}};
  f.next_steps = {"Ask platform whether the failover began early"};
  return f;
}

inline Finding agent_tool() {
  Finding f;
  f.id = "f-51d2e800";
  f.time = at("2026-11-17T15:22:10Z");
  f.last = at("2026-11-17T15:22:58Z");
  f.found = at("2026-11-17T16:00:00Z");
  f.identity = "agent:acme/support-assistant";
  f.identity_class = "ai_agent";
  f.title = "support-assistant called a tool it never called, then sent data to a new place";
  f.kind = "tool_misuse";
  f.severity = Severity::high;
  f.risk = 78.5;
  f.probability = 2.1e-4;
  f.lane = "volume";
  f.method = risk_method;
  f.confidence = 0.81;
  f.deviations = {{"action", "what", "first use of `send_webhook`", "one of 6 tools", 880, "9 d",
                   "1 of 4 peers use it", "once in 5 days", 8.2, 0.55},
                  {"bytes", "how_much", "48 MB in an hour", "210 kB usual, 2.1 MB the most so far",
                   205, "9 d", "", "once in 4 days", 6.7, 0.45}};
  f.chain = {"okta:acme/user/ana", "agent:acme/support-assistant"};
  f.activities = {"run-77:14", "run-77:15"};
  f.activities_total = 2;
  f.session = "run-77";
  f.owner = "support-tools";
  f.purpose = "answers support tickets";
  f.environment = "prod";
  f.credential = {"tok-9981", "ephemeral", 0.2, std::nullopt};
  f.would_be_normal_if = "the tool had been in the agent's declared list";
  f.frameworks = {{"NHI5:2025"}, {}, {"DE.AE-02"}, {"L7"}, {"AML.T0053", "AML.T0086"}};
  f.next_steps = {"Read the ticket of run-77 for injected instructions",
                  "Take `send_webhook` from the agent until that is answered"};
  return f;
}

inline Finding dormant_key() {
  Finding f;
  f.id = "f-0c77b3d1";
  f.time = at("2026-11-14T09:41:00Z");
  f.last = f.time;
  f.found = at("2026-11-14T10:00:00Z");
  f.identity = "aws:111122223333/user/legacy-backup";
  f.identity_class = "backup";
  f.title = "legacy-backup woke after 61 days of silence";
  f.kind = "dormant_identity";
  f.severity = Severity::medium;
  f.risk = 55;
  f.probability = 0.0011;
  f.deviations = {{"gap", "when", "silent for 61 d", "active every day before that", 43200, "30 d",
                   "", "once in 38 days", 9.8, 0.8},
                  {"agent", "where", "first use of `aws-cli`", "`restic` in 610 of 610 minutes",
                   610, "30 d", "3 of 11 peers use it", "once in 6 days", 2.4, 0.2}};
  f.activities = {"7a-1"};
  f.activities_total = 1;
  f.credential = {"AKIAI44QH8DHBEXAMPLE", "long_lived", 1490.0, std::nullopt};
  f.would_be_normal_if = "an owner were on record who could confirm it";
  f.frameworks = {{"NHI1:2025", "NHI7:2025"}, {"T1078"}, {}, {}, {}};
  f.next_steps = {"Find an owner; without one disable the key and wait"};
  return f;
}

}  // namespace gait::report::fixture
