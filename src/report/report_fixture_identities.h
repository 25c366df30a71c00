#pragma once

// Identities that behave alike to the real ones; part of report_fixture.h.

#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "model/summary.h"
#include "report/report_fixture_findings.h"

namespace gait::report::fixture {

// A week in which the hours `from` to `to` are busy, on weekends too if asked.
inline std::array<std::uint8_t, 168> week(int from, int to, bool weekends) {
  std::array<std::uint8_t, 168> hours{};
  for (int day = 0; day < 7; ++day)
    for (int hour = from; hour < to; ++hour) {
      if (day > 4 && !weekends) continue;
      const double middle = 1 - std::abs(hour + 0.5 - (from + to) / 2.0) / (to - from + 1);
      hours[static_cast<std::size_t>(day * 24 + hour)] =
          static_cast<std::uint8_t>(90 + 165 * middle * (day % 2 == 0 ? 1 : 0.85));
    }
  return hours;
}

struct Sketch {
  const char* key;
  const char* identity_class;
  const char* owner;
  double risk;
  std::uint32_t findings;
  int from, to;
  bool weekends;
  std::uint32_t daily;
  const char* action;
  const char* resource;
  const char* network;
};

inline void add_values(IdentitySummary& s, const Sketch& sketch) {
  const auto add = [&](Facet facet, std::string value, double minutes) {
    s.values[static_cast<std::size_t>(facet)].push_back(
        {std::move(value), minutes, s.first, s.last});
  };
  const std::string action = sketch.action;
  const std::string service = action.substr(0, action.find(':'));
  add(Facet::action, action, 2810);
  add(Facet::action, service + ":List", 940);
  add(Facet::action, service + ":Describe", 212);
  add(Facet::action, "sts:AssumeRole", 96);
  add(Facet::resource, sketch.resource, 2604);
  add(Facet::resource, std::string(sketch.resource) + "/staging", 410);
  add(Facet::network, sketch.network, 3998);
  if (sketch.findings > 0) add(Facet::network, "AS64511 Cheap Hosting", 18);
  add(Facet::country, "IE", 3998);
  add(Facet::region, "eu-west-1", 3920);
  add(Facet::region, "us-east-1", 78);
  add(Facet::agent, "terraform", 3100);
  add(Facet::agent, "aws-cli", 916);
  add(Facet::delegator, "github:acme/repo/infra", 3900);
  add(Facet::credential, "ephemeral", 3900);
}

inline void add_days(IdentitySummary& s, const Sketch& sketch) {
  for (std::uint32_t day = 0; day < 28; ++day) {
    const bool weekend = day % 7 == 0 || day % 7 == 1;
    const std::uint32_t wave = sketch.daily / 8 * (day * 7 % 5) / 4;
    const std::uint32_t calls = sketch.daily - sketch.daily / 10 + wave;
    s.daily.push_back(weekend && !sketch.weekends ? 0 : calls);
  }
  if (sketch.findings > 0) s.daily.back() = sketch.daily * 5 / 3;
  s.daily_last = at("2026-11-20T00:00:00Z");
  s.daily_low = sketch.daily * 0.82;
  s.daily_high = sketch.daily * 1.12;
}

inline IdentitySummary identity(const Sketch& sketch) {
  IdentitySummary s;
  s.key = sketch.key;
  s.identity_class = sketch.identity_class;
  s.class_reason = "its calls come from one automation client";
  s.type = "role";
  s.human = "no";
  s.human_reason = "an assumed role without a person behind it";
  s.owner = sketch.owner;
  s.environment = "prod";
  s.account = "111122223333";
  s.peer_group = std::string(sketch.identity_class) + "/prod";
  s.peers = 212;
  s.first = at("2026-10-23T06:00:00Z");
  s.last = at("2026-11-20T17:30:00Z");
  s.activities = std::uint64_t{sketch.daily} * 22;
  s.denied = 12;
  s.learned_minutes = 4112;
  s.confidence = 0.93;
  s.risk = sketch.risk;
  s.findings = sketch.findings;
  s.state_bytes = 1312;
  s.hours = week(sketch.from, sketch.to, sketch.weekends);
  add_values(s, sketch);
  add_days(s, sketch);
  s.amounts = {{Facet::rate, 4, 21, 58, 4112},
               {Facet::volume, sketch.daily / 10.0, sketch.daily / 5.0, sketch.daily / 3.0, 312},
               {Facet::bytes, 2.1e5, 2.4e6, 4.8e7, 312},
               {Facet::fan_out, 3, 9, 14, 312},
               {Facet::secrets, 3, 11, 340, 212},
               {Facet::denials, 0, 2, 6, 41}};
  s.credentials = {
      {"AKIAIOSFODNN7EXAMPLE", "long_lived", s.first, s.last, 412.0, at("2025-10-03T00:00:00Z")},
      {"ASIAEXAMPLE2", "ephemeral", s.last, s.last, 0.04, std::nullopt}};
  s.delegators = {"github:acme/repo/infra"};
  return s;
}

inline std::vector<IdentitySummary> identities() {
  constexpr std::array<Sketch, 12> sketches{{
      {"aws:111122223333/role/payments-deploy", "ci_runner", "payments-team", 94.2, 1, 7, 19, false,
       1240, "secretsmanager:GetSecretValue", "prod/db/app", "AS14618 Amazon"},
      {"agent:acme/support-assistant", "ai_agent", "support-tools", 78.5, 1, 6, 22, true, 410,
       "tool:search_tickets", "tickets", "AS8075 Microsoft"},
      {"aws:111122223333/user/legacy-backup", "backup", "", 55, 1, 1, 4, true, 95, "s3:PutObject",
       "backup-eu", "AS24940 Hetzner"},
      {"k8s:prod/sa/shop/cart", "web_workload", "platform", 31, 1, 0, 24, true, 88'000,
       "k8s:get:secrets", "shop/cart", "AS14618 Amazon"},
      {"k8s:prod/sa/shop/catalog", "web_workload", "platform", 31, 1, 0, 24, true, 64'000,
       "k8s:get:configmaps", "shop/catalog", "AS14618 Amazon"},
      {"github:acme/repo/infra", "ci_runner", "platform", 12, 0, 8, 18, false, 320,
       "actions:workflow_run", "acme/infra", "AS36459 GitHub"},
      {"gcp:acme-prod/sa/etl", "batch_job", "data", 9, 0, 2, 5, true, 5200, "bigquery:jobs.insert",
       "warehouse", "AS15169 Google"},
      {"aws:111122223333/role/vault", "secret_manager", "security", 6, 0, 0, 24, true, 12'400,
       "iam:CreateAccessKey", "prod", "AS14618 Amazon"},
      {"aws:111122223333/role/datadog", "monitoring", "sre", 4, 0, 0, 24, true, 20'160,
       "cloudwatch:GetMetricData", "metrics", "AS14618 Amazon"},
      {"okta:acme/app/hr-sync", "vendor", "people", 3, 0, 5, 7, false, 60, "user:list", "people",
       "AS13335 Cloudflare"},
      {"gcp:acme-prod/sa/gke-nodes", "cloud_service", "platform", 1, 0, 0, 24, true, 31'000,
       "storage:objects.get", "images", "AS15169 Google"},
      {"aws:111122223333/role/cost-report", "unknown", "", 0, 0, 6, 7, false, 12,
       "ce:GetCostAndUsage", "costs", "AS14618 Amazon"},
  }};
  std::vector<IdentitySummary> out;
  for (const Sketch& sketch : sketches) out.push_back(identity(sketch));
  out[0].standing = 93.4;
  out[0].contributors = {
      {"f-3f9a17c0", "payments-deploy read a secret it never touched, from a network it never used",
       "first_seen_access", 94.2, 81.3, 1.2},
      {"f-77e0a1b2", "payments-deploy: 3 reads of `prod/db/app` at night", "off_schedule_use", 48,
       12.1, 6}};
  return out;
}

}  // namespace gait::report::fixture
