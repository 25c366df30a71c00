#include "simulate/habits.h"

#include <fmt/format.h>

#include "base/hash.h"
#include "simulate/text.h"

namespace gait::simulate {
namespace {

constexpr std::string_view python_agent =
    "Boto3/1.35.12 md/Botocore#1.35.12 ua/2.0 os/linux#6.1.102 md/arch#x86_64 lang/python#3.12.5";
constexpr std::string_view go_agent =
    "aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64";
constexpr std::string_view java_agent =
    "aws-sdk-java/2.27.4 Linux/6.1.102 OpenJDK_64-Bit_Server_VM/21.0.4 Java/21.0.4";
constexpr std::string_view cli_agent =
    "aws-cli/2.17.20 md/awscrt#0.21.2 ua/2.0 os/linux#6.1.0 md/arch#x86_64 lang/python#3.11.9";
constexpr std::string_view old_cli_agent =
    "aws-cli/1.18.69 Python/3.8.10 Linux/5.4.0-190-generic "
    "botocore/1.16.19";
constexpr std::string_view terraform_agent =
    "APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) "
    "terraform-provider-aws/5.63.0 aws-sdk-go-v2/1.30.3";

using Names = std::vector<std::string>;

void add(Identity& identity, std::uint32_t weight, std::string_view action, Names resources = {}) {
  identity.habits.push_back({&operation(action), std::move(resources), weight});
}

// A habit that moves bytes.
void add_moving(Identity& identity, std::uint32_t weight, std::string_view action, Names resources,
                std::uint32_t kilobytes_min, std::uint32_t kilobytes_max) {
  identity.habits.push_back({&operation(action), std::move(resources), weight, Outcome::success,
                             kilobytes_min, kilobytes_max});
}

// A habit that fails: looking for what may not be there.
void add_missing(Identity& identity, std::uint32_t weight, std::string_view action,
                 Names resources) {
  identity.habits.push_back({&operation(action), std::move(resources), weight, Outcome::not_found});
}

Names numbered(std::string_view pattern, int count) {
  Names names;
  for (int i = 1; i <= count; ++i) names.push_back(fmt::format(fmt::runtime(pattern), i));
  return names;
}

std::string key_of(const std::string& service) { return hex_id(hash64(service, 77), 32); }

void spread(Identity& identity, Rhythm rhythm, std::int64_t per_hour, std::uint32_t workers,
            int session_hours) {
  identity.schedule.rhythm = rhythm;
  identity.schedule.calls_per_hour_milli = per_hour * 1'000;
  identity.workers = workers;
  identity.session_hours = session_hours;
}

void nightly(Identity& identity, int hour, std::int64_t calls, int run_seconds) {
  identity.schedule.rhythm = Rhythm::nightly;
  identity.schedule.minute_of_day = hour * 60 + static_cast<int>(identity.salt % 45);
  identity.schedule.jitter_seconds = 240;
  identity.schedule.calls_per_run = calls;
  identity.schedule.run_seconds = run_seconds;
  identity.session_hours = 6;
}

void add_web_habits(Identity& identity) {
  const std::string& s = identity.service;
  add(identity, 30, "dynamodb:GetItem", {s, s + "-sessions", s + "-settings"});
  add(identity, 18, "dynamodb:Query", {s, s + "-history"});
  add(identity, 12, "dynamodb:PutItem", {s, s + "-sessions"});
  add(identity, 8, "dynamodb:UpdateItem", {s});
  add_moving(identity, 12, "s3:GetObject",
             {"harbour-" + s + "-assets|pages/$n.html", "harbour-" + s + "-data|users/$n.json"}, 2,
             240);
  add_moving(identity, 6, "s3:PutObject", {"harbour-" + s + "-data|users/$n.json"}, 2, 90);
  add_missing(identity, 2, "s3:HeadObject", {"harbour-" + s + "-assets|pages/$n.html"});
  add(identity, 3, "secretsmanager:GetSecretValue", secrets_of(s));
  add(identity, 3, "ssm:GetParameter", {"/prod/" + s + "/flags", "/prod/" + s + "/endpoint"});
  add(identity, 2, "kms:GenerateDataKey", {key_of(s)});
  add(identity, 2, "sqs:GetQueueAttributes", {s + "-events", s + "-dead-letters"});
}

void settle_web_pod(Identity& identity) {
  identity.form = CredentialForm::pod;
  identity.name = identity.service + "-irsa";
  identity.subject = "system:serviceaccount:shop:" + identity.service;
  identity.agent = identity.salt % 2 == 0 ? go_agent : java_agent;
  identity.inside = true;
  identity.identity_class = IdentityClass::web_workload;
  identity.purpose = "serves " + identity.service + " to customers";
  spread(identity, Rhythm::diurnal, 34, 3, 1);
  add_web_habits(identity);
}

void settle_web_task(Identity& identity) {
  identity.form = CredentialForm::task;
  identity.name = identity.service + "-task";
  identity.agent = java_agent;
  identity.inside = true;
  identity.identity_class = IdentityClass::web_workload;
  identity.purpose = "serves " + identity.service + " from containers";
  spread(identity, Rhythm::diurnal, 30, 2, 6);
  add_web_habits(identity);
  add(identity, 1, "logs:CreateLogStream", {"/ecs/" + identity.service});
}

void settle_function(Identity& identity) {
  const std::string& s = identity.service;
  identity.form = CredentialForm::function;
  identity.name = s + "-handler";
  identity.agent = python_agent;
  identity.network = cloud_network(identity.region);
  identity.identity_class = IdentityClass::web_workload;
  identity.purpose = "handles events of " + s;
  spread(identity, Rhythm::diurnal, 22, 2, 4);
  add(identity, 20, "dynamodb:GetItem", {s + "-jobs", s});
  add(identity, 15, "dynamodb:PutItem", {s + "-jobs"});
  add_moving(identity, 10, "s3:GetObject", {"harbour-" + s + "-inbox|$d/$n.json"}, 1, 60);
  add_moving(identity, 5, "s3:PutObject", {"harbour-" + s + "-outbox|$d/$n.json"}, 1, 60);
  add(identity, 3, "secretsmanager:GetSecretValue", {"prod/" + s + "/db"});
  add(identity, 2, "logs:CreateLogStream", {"/aws/lambda/" + s + "-handler"});
  add(identity, 2, "kms:Decrypt", {key_of(s)});
}

void settle_instance_app(Identity& identity) {
  const std::string& s = identity.service;
  identity.form = CredentialForm::instance;
  identity.name = s + "-node";
  identity.agent = "aws-sdk-go/1.55.5 (go1.22.5; linux; amd64) amazon-ssm-agent/3.3.987.0";
  identity.network = cloud_network(identity.region);
  identity.identity_class = IdentityClass::web_workload;
  identity.purpose = "virtual machines of " + s;
  spread(identity, Rhythm::steady, 26, 3, 6);
  const std::uint64_t salt = identity.salt;
  Names instances;
  for (std::uint32_t worker = 0; worker < 3; ++worker)
    instances.push_back("i-0" + hex_id(hash_combine(salt, worker + 11), 16));
  add(identity, 20, "ssm:UpdateInstanceInformation", instances);
  add(identity, 6, "ec2:DescribeTags");
  add(identity, 4, "ec2:DescribeInstances");
  add(identity, 4, "ecr:GetAuthorizationToken");
  add(identity, 4, "ecr:BatchGetImage", {s, s + "-sidecar"});
  add_moving(identity, 10, "s3:GetObject", {"harbour-" + s + "-config|live/$n.yaml"}, 1, 20);
  add(identity, 3, "ssm:GetParametersByPath", {"/prod/" + s});
  add(identity, 1, "secretsmanager:GetSecretValue", {"prod/" + s + "/db"});
}

void settle_ci(Identity& identity) {
  const std::string& s = identity.service;
  identity.form = CredentialForm::ci;
  identity.account = tools_account;
  identity.name = "ci-" + s;
  identity.subject = "repo:harbour/" + s + ":ref:refs/heads/main";
  identity.agent =
      "aws-sdk-js/3.632.0 ua/2.0 os/linux#6.5.0 lang/js md/nodejs#20.16.0 "
      "configure-aws-credentials-for-github-actions";
  identity.session_hours = 1;
  identity.identity_class = IdentityClass::ci_runner;
  identity.purpose = "builds and deploys " + s;
  identity.schedule.rhythm = Rhythm::office;
  identity.schedule.runs_per_hour_milli = 1'900;
  identity.schedule.calls_per_run = 26;
  identity.schedule.run_seconds = 420;
  add(identity, 4, "sts:GetCallerIdentity");
  add(identity, 4, "ecr:GetAuthorizationToken");
  add(identity, 10, "ecr:BatchGetImage", {s, "base-image"});
  add(identity, 8, "ecr:PutImage", {s});
  add_moving(identity, 8, "s3:PutObject", {"harbour-build-artifacts|" + s + "/$d/$n.zip"}, 500,
             40'000);
  add_moving(identity, 6, "s3:GetObject", {"harbour-build-cache|" + s + "/$n.tar"}, 500, 90'000);
  add(identity, 2, "secretsmanager:GetSecretValue", {"ci/" + s + "/registry", "ci/npm-token"});
  add(identity, 3, "ecs:DescribeServices", {"tools|" + s});
  add(identity, 1, "codebuild:BatchGetBuilds", {s});
  add(identity, 1, "lambda:GetFunction20150331v2", numbered(s + "-step-{}", 40));  // an explorer
}

void settle_infrastructure(Identity& identity) {
  const std::string& s = identity.service;
  identity.form = CredentialForm::chained;
  identity.name = "deploy-" + s;
  identity.agent = terraform_agent;
  identity.session_hours = 1;
  identity.identity_class = IdentityClass::ci_runner;
  identity.purpose = "applies the infrastructure of " + s;
  identity.schedule.rhythm = Rhythm::office;
  identity.schedule.runs_per_hour_milli = 600;
  identity.schedule.calls_per_run = 60;
  identity.schedule.run_seconds = 240;
  add(identity, 6, "ec2:DescribeInstances");
  add(identity, 6, "ec2:DescribeSecurityGroups");
  add(identity, 5, "ec2:DescribeSubnets");
  add(identity, 8, "iam:GetRole", numbered(s + "-role-{}", 24));
  add(identity, 6, "iam:ListAttachedRolePolicies", numbered(s + "-role-{}", 24));
  add(identity, 8, "lambda:GetFunction20150331v2", numbered(s + "-function-{}", 60));
  add(identity, 3, "lambda:UpdateFunctionCode20150331v2", numbered(s + "-function-{}", 60));
  add(identity, 5, "ecs:DescribeServices", {"prod|" + s});
  add(identity, 1, "ecs:UpdateService", {"prod|" + s});
  add(identity, 1, "ecs:RegisterTaskDefinition", {s});
  add(identity, 5, "dynamodb:DescribeTable", {s, s + "-jobs", s + "-history"});
  add(identity, 5, "cloudformation:DescribeStacks", {s, s + "-network", s + "-data"});
  add_moving(identity, 6, "s3:GetObject", {"harbour-terraform-state|" + s + "/state"}, 40, 900);
  add_moving(identity, 2, "s3:PutObject", {"harbour-terraform-state|" + s + "/state"}, 40, 900);
}

void settle_batch_user(Identity& identity) {
  const std::string& s = identity.service;
  identity.form = CredentialForm::access_key;
  identity.name = "svc-" + s + "-batch";
  identity.network = Network::data_centre;
  identity.agent = old_cli_agent;
  identity.identity_class = IdentityClass::batch_job;
  identity.purpose = "nightly file exchange of " + s;
  nightly(identity, 1 + static_cast<int>(identity.salt % 4), 190, 1'500);
  add(identity, 1, "sts:GetCallerIdentity");
  add_moving(identity, 30, "s3:GetObject", {"harbour-" + s + "-exchange|in/$d/$n.csv"}, 20, 4'000);
  add_moving(identity, 20, "s3:PutObject", {"harbour-" + s + "-exchange|out/$d/$n.csv"}, 20, 4'000);
  add(identity, 10, "s3:ListObjects", {"harbour-" + s + "-exchange|in/$d"});
  add_missing(identity, 1, "s3:HeadObject", {"harbour-" + s + "-exchange|in/$d/done"});
}

void settle_batch_job(Identity& identity) {
  const std::string& s = identity.service;
  identity.form = CredentialForm::task;
  identity.name = s + "-nightly";
  identity.agent = python_agent;
  identity.inside = true;
  identity.identity_class = IdentityClass::batch_job;
  identity.purpose = "nightly aggregation of " + s;
  nightly(identity, 2 + static_cast<int>(identity.salt % 3), 260, 2'400);
  add_moving(identity, 40, "s3:GetObject", {"harbour-" + s + "-lake|events/$d/part-$n.parquet"},
             800, 24'000);
  add_moving(identity, 15, "s3:PutObject", {"harbour-" + s + "-lake|daily/$d/$n.parquet"}, 400,
             9'000);
  add(identity, 8, "s3:ListObjects", {"harbour-" + s + "-lake|events/$d"});
  add(identity, 6, "glue:GetTable", {s + "_events", s + "_daily"});
  add(identity, 3, "athena:StartQueryExecution", {s});
  add(identity, 6, "athena:GetQueryResults");
  add(identity, 1, "secretsmanager:GetSecretValue", {"prod/" + s + "/warehouse"});
}

void settle_finance_job(Identity& identity) {
  const std::string& s = identity.service;
  identity.form = CredentialForm::function;
  identity.name = s + "-closing";
  identity.agent = python_agent;
  identity.network = cloud_network(identity.region);
  identity.identity_class = IdentityClass::batch_job;
  identity.purpose = "closes the books of " + s;
  nightly(identity, 4, 150, 1'800);
  add_moving(identity, 30, "s3:GetObject", {"harbour-books|" + s + "/$d/$n.csv"}, 40, 3'000);
  add_moving(identity, 8, "s3:PutObject", {"harbour-books|" + s + "/closed/$d/$n.csv"}, 40, 900);
  add(identity, 12, "dynamodb:Query", {s + "-postings", s + "-accounts"});
  add(identity, 2, "secretsmanager:GetSecretValue", {"prod/" + s + "/erp"});
  add(identity, 1, "kms:Decrypt", {key_of(s)});
}

void settle_vendor_user(Identity& identity) {
  const std::string& s = identity.service;
  identity.form = CredentialForm::access_key;
  identity.name = "vendor-" + s;
  identity.network = Network::accounting_vendor;
  identity.agent = "aws-sdk-php/3.316.3 ua/2.0 os/linux#5.15.0 lang/php#8.2.22 GuzzleHttp/7";
  identity.identity_class = IdentityClass::vendor;
  identity.purpose = "lets the accounting vendor fetch invoices of " + s;
  identity.schedule.rhythm = Rhythm::interval;
  identity.schedule.interval_minutes = 60;
  identity.schedule.calls_per_run = 12;
  identity.schedule.run_seconds = 90;
  add(identity, 3, "s3:ListObjects", {"harbour-" + s + "-invoices|$d"});
  add_moving(identity, 8, "s3:GetObject", {"harbour-" + s + "-invoices|$d/$n.pdf"}, 30, 400);
  add_moving(identity, 1, "s3:PutObject", {"harbour-" + s + "-invoices|acks/$d/$n.xml"}, 1, 8);
}

void settle_monitoring(Identity& identity) {
  const std::string& s = identity.service;
  identity.form = CredentialForm::external;
  identity.name = "Watchtower-" + s;
  identity.subject = "777788889999";
  identity.network = Network::metrics_vendor;
  identity.agent = go_agent;
  identity.identity_class = IdentityClass::monitoring;
  identity.purpose = "collects metrics of " + s;
  spread(identity, Rhythm::steady, 74, 1, 1);
  add(identity, 30, "monitoring:GetMetricData");
  add(identity, 10, "monitoring:ListMetrics", {"AWS/EC2", "AWS/RDS", "AWS/Lambda", "AWS/ECS"});
  add(identity, 8, "ec2:DescribeInstances");
  add(identity, 6, "ec2:DescribeVolumes");
  add(identity, 4, "ec2:DescribeInstanceStatus");
  add(identity, 6, "rds:DescribeDBInstances");
  add(identity, 5, "elasticloadbalancing:DescribeTargetHealth", numbered("targets-{}", 12));
  add(identity, 4, "autoscaling:DescribeAutoScalingGroups", {s + "-workers"});
  add(identity, 3, "lambda:ListFunctions20150331");
  add(identity, 3, "health:DescribeEventAggregates");
  add(identity, 2, "sns:GetTopicAttributes", {"alerts", "deployments"});
}

void settle_backup(Identity& identity) {
  const std::string& s = identity.service;
  identity.form = CredentialForm::function;
  identity.name = s + "-backup";
  identity.agent = python_agent;
  identity.network = cloud_network(identity.region);
  identity.identity_class = IdentityClass::backup;
  identity.purpose = "nightly snapshots of " + s;
  nightly(identity, 0, 110, 900);
  if (identity.salt % 2 == 0) identity.schedule.rhythm = Rhythm::weekly;
  identity.schedule.weekday = 6;
  add(identity, 20, "ec2:CreateSnapshot",
      numbered("vol-0" + hex_id(identity.salt, 14) + "{:02}", 18));
  add(identity, 14, "ec2:DescribeSnapshots");
  add(identity, 8, "ec2:DeleteSnapshot",
      numbered("snap-0" + hex_id(identity.salt, 14) + "{:02}", 60));
  add(identity, 6, "rds:CreateDBSnapshot", {s + "-primary", s + "-reporting"});
  add(identity, 8, "rds:DescribeDBSnapshots", {s + "-primary", s + "-reporting"});
  add(identity, 3, "backup:StartBackupJob", {s + "-primary"});
  add(identity, 4, "backup:ListBackupJobs");
}

void settle_rotation(Identity& identity) {
  const std::string& s = identity.service;
  identity.form = CredentialForm::function;
  identity.name = s + "-rotation";
  identity.agent = python_agent;
  identity.network = cloud_network(identity.region);
  identity.identity_class = IdentityClass::secret_manager;
  identity.purpose = "rotates the database passwords of " + s;
  identity.schedule.rhythm = Rhythm::interval;
  identity.schedule.interval_minutes = 360;
  identity.schedule.calls_per_run = 22;
  identity.schedule.run_seconds = 80;
  const Names own{"prod/" + s + "/db", "prod/" + s + "/replica", "prod/" + s + "/queue"};
  add(identity, 8, "secretsmanager:DescribeSecret", own);
  add(identity, 8, "secretsmanager:GetSecretValue", own);
  add(identity, 3, "secretsmanager:GetRandomPassword");
  add(identity, 3, "secretsmanager:PutSecretValue", own);
  add(identity, 3, "secretsmanager:UpdateSecretVersionStage", own);
}

void settle_ai_agent(Identity& identity) {
  const std::string& s = identity.service;
  identity.form = CredentialForm::task;
  identity.name = s + "-agent";
  identity.agent = python_agent;
  identity.inside = true;
  identity.identity_class = IdentityClass::ai_agent;
  identity.purpose = "answers questions about " + s;
  spread(identity, Rhythm::diurnal, 30, 1, 6);
  add(identity, 30, "bedrock:InvokeModel",
      {"anthropic.claude-sonnet-4-20250514-v1:0", "amazon.titan-embed-text-v2:0"});
  add(identity, 16, "bedrock:Retrieve", {"KB" + base32_id(identity.salt, 8)});
  add_moving(identity, 14, "s3:GetObject",
             {"harbour-" + s + "-knowledge|articles/$n.md", "harbour-" + s + "-tickets|$d/$n.json"},
             2, 60);
  add(identity, 10, "dynamodb:GetItem", {s + "-conversations"});
  add(identity, 10, "dynamodb:PutItem", {s + "-conversations"});
  add(identity, 1, "secretsmanager:GetSecretValue", {"prod/" + s + "/agent-tools"});
}

void settle_human(Identity& identity) {
  identity.form = CredentialForm::sso;
  identity.name = "AWSReservedSSO_Developer_" + hex_id(identity.salt, 16);
  identity.subject = identity.service + "@harbour.example";
  identity.agent = cli_agent;
  identity.session_hours = 8;
  identity.identity_class = IdentityClass::human;
  identity.purpose = "a person";
  identity.schedule.rhythm = Rhythm::office;
  identity.schedule.runs_per_hour_milli = 350;
  identity.schedule.calls_per_run = 34;
  identity.schedule.run_seconds = 1'800;
  add(identity, 8, "ec2:DescribeInstances");
  add(identity, 8, "monitoring:DescribeAlarms");
  add(identity, 8, "logs:DescribeLogGroups", numbered("/ecs/team-{}", 30));
  add(identity, 6, "logs:StartQuery", numbered("/ecs/team-{}", 30));
  add(identity, 6, "s3:ListBuckets");
  add(identity, 6, "s3:GetBucketLocation", numbered("harbour-team-{}-data", 25));
  add(identity, 4, "lambda:ListFunctions20150331");
  add(identity, 4, "lambda:GetFunction20150331v2", numbered("team-function-{}", 50));
  add(identity, 4, "ecs:DescribeServices", numbered("prod|team-{}", 20));
  add(identity, 3, "iam:ListRoles");
  add(identity, 2, "rds:DescribeDBInstances");
  add(identity, 1, "health:DescribeEventAggregates");
}

void settle_cloud_service(Identity& identity) {
  identity.form = CredentialForm::service_linked;
  identity.identity_class = IdentityClass::cloud_service;
  identity.purpose = "acts for the cloud itself";
  identity.workers = 1;
  switch (identity.salt % 3) {
    case 0:
      identity.name = "AWSServiceRoleForConfig-" + identity.service;
      identity.subject = "config.amazonaws.com";
      add(identity, 10, "ec2:DescribeInstances");
      add(identity, 10, "ec2:DescribeSecurityGroups");
      add(identity, 6, "ec2:DescribeNetworkInterfaces");
      add(identity, 6, "s3:GetBucketAcl", numbered("harbour-team-{}-data", 25));
      break;
    case 1:
      identity.name = "AWSServiceRoleForAutoScaling-" + identity.service;
      identity.subject = "autoscaling.amazonaws.com";
      add(identity, 10, "ec2:DescribeInstanceStatus");
      add(identity, 6, "elasticloadbalancing:DescribeTargetHealth", numbered("targets-{}", 12));
      break;
    default:
      identity.name = "AWSServiceRoleForECS-" + identity.service;
      identity.subject = "ecs.amazonaws.com";
      add(identity, 10, "elasticloadbalancing:DescribeTargetHealth", numbered("targets-{}", 12));
      add(identity, 4, "ec2:DescribeNetworkInterfaces");
  }
  spread(identity, Rhythm::steady, 32, 1, 1);
}

}  // namespace

std::vector<std::string> secrets_of(const std::string& service) {
  return {"prod/" + service + "/db", "prod/" + service + "/api-key", "prod/" + service + "/queue"};
}

void settle(Identity& identity) {
  switch (identity.kind) {
    case Kind::web_pod:
      return settle_web_pod(identity);
    case Kind::web_task:
      return settle_web_task(identity);
    case Kind::function:
      return settle_function(identity);
    case Kind::instance_app:
      return settle_instance_app(identity);
    case Kind::ci:
      return settle_ci(identity);
    case Kind::infrastructure:
      return settle_infrastructure(identity);
    case Kind::batch_user:
      return settle_batch_user(identity);
    case Kind::batch_job:
      return settle_batch_job(identity);
    case Kind::finance_job:
      return settle_finance_job(identity);
    case Kind::vendor_user:
      return settle_vendor_user(identity);
    case Kind::monitoring:
      return settle_monitoring(identity);
    case Kind::backup:
      return settle_backup(identity);
    case Kind::rotation:
      return settle_rotation(identity);
    case Kind::ai_agent:
      return settle_ai_agent(identity);
    case Kind::human:
      return settle_human(identity);
    case Kind::cloud_service:
      return settle_cloud_service(identity);
  }
}

}  // namespace gait::simulate
