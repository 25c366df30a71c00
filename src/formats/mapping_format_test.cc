#include "formats/mapping_format.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/log_parser.h"

namespace gait::formats {
namespace {

using testing::HasSubstr;

constexpr std::string_view head =
    "source: gateway\n"
    "match: {field: $.logger, equals: acme.gateway}\n"
    "time: $.ts\n"
    "action: $.route\n";

struct Read {
  SymbolTable symbols;
  Batch batch;
  Progress progress;
  std::string_view text(Symbol symbol) const { return symbols.text(symbol); }
  const Activity& only() const { return batch.activities.at(0); }
};

std::unique_ptr<Read> read(const std::string& yaml, std::string record) {
  const auto format = read_mapping(yaml, "m.yaml");
  EXPECT_TRUE(format) << (format ? "" : format.error().message);
  auto result = std::make_unique<Read>();
  if (!format) return result;
  const ActionCatalogue catalogue;
  const JsonFormat* const formats[] = {format->get()};
  LogParser parser({result->symbols, catalogue, nullptr}, formats);
  parser.begin();
  const std::size_t size = record.size();
  record.append(padding_bytes, ' ');
  result->progress = parser.parse(std::string_view(record).substr(0, size), true, result->batch);
  return result;
}

std::string error_of(const std::string& yaml) {
  const auto format = read_mapping(yaml, "m.yaml");
  return format ? "no error" : format.error().message;
}

constexpr std::string_view record =
    R"({"logger":"acme.gateway","ts":"2026-11-21T10:00:00Z","tenant":"t1","client":"billing-bot",)"
    R"("kind":"svc","route":"/v1/invoices/export","method":"GET","peer":"203.0.113.5","status":403,)"
    R"("bytes":10,"token":"s3cr3t","parent":"k-0"})";

TEST(Mapping, MakesAnActivityOfAForeignRecord) {
  const auto got = read(
      "source: gateway\n"
      "match: {field: $.logger, equals: acme.gateway}\n"
      "time: {coalesce: [$.time, $.ts], format: rfc3339}\n"
      "identity:\n"
      "  key: {join: [$.tenant, $.client], sep: \"/\", prefix: \"acme:client/\"}\n"
      "  type: {path: $.kind, map: {svc: service_account, agent: ai_agent}, default: unknown}\n"
      "  human: {const: \"false\"}\n"
      "credential: {id: {path: $.token, sha256: true}, kind: {const: long_lived}}\n"
      "action: {path: $.route, regex: \"^/v[0-9]+/(.*)$\", group: 1}\n"
      "access: {path: $.method, map: {GET: read, \"P*\": write}, default: write}\n"
      "resource: [$.object, $.route]\n"
      "ip: $.peer\n"
      "bytes_out: $.bytes\n"
      "result: {path: $.status, map: {\"2*\": success, \"403\": denied, \"4*\": error}}\n"
      "parent_session: $.parent\n",
      std::string(record));
  ASSERT_EQ(got->batch.activities.size(), 1U) << got->progress.error;
  const Activity& activity = got->only();
  EXPECT_EQ(got->text(activity.identity), "acme:client/t1/billing-bot");
  EXPECT_EQ(got->text(activity.action), "invoices/export");
  EXPECT_EQ(got->text(activity.resource), "/v1/invoices/export");
  EXPECT_EQ(got->text(activity.network), "203.0.0.0/16");
  EXPECT_EQ(activity.access, Access::read);
  EXPECT_EQ(activity.outcome, Outcome::denied);
  EXPECT_EQ(activity.credential_kind, CredentialKind::long_lived);
  EXPECT_THAT(got->text(activity.credential), testing::StartsWith("sha256:"));
  EXPECT_EQ(activity.bytes, 10);
  ASSERT_EQ(got->batch.principals.size(), 1U);
  EXPECT_EQ(got->batch.principals[0].type, PrincipalType::service_account);
  EXPECT_EQ(got->batch.principals[0].human, Human::no);
}

TEST(Mapping, TakesTimesInOtherForms) {
  const auto time_of = [](const std::string& line, const std::string& value) {
    const auto got =
        read(fmt::format("source: s\nmatch: {{field: t}}\n{}\nidentity: {{key: {{const: "
                         "a}}}}\naction: {{const: b}}\n",
                         line),
             fmt::format(R"({{"t":"{}"}})", value));
    return got->batch.activities.empty() ? got->progress.error : to_rfc3339(got->only().time);
  };
  EXPECT_EQ(time_of("time: {path: t, format: \"strptime:%d/%b/%Y:%H:%M:%S %z\"}",
                    "21/Nov/2026:12:00:00 +0200"),
            "2026-11-21T10:00:00Z");
  EXPECT_EQ(time_of("time: {path: t, format: epoch_ms}", "1795341600123"),
            "2026-11-22T10:00:00.123Z");
  EXPECT_EQ(time_of("time: t", "soon"), "a time that cannot be read");
}

TEST(Mapping, IgnoresWhatItIsTold) {
  const auto got = read(std::string(head) +
                            "identity: {key: $.client}\n"
                            "ignore: [{path: status, is: \"403\"}]\n",
                        std::string(record));
  EXPECT_EQ(got->batch.counts.ignored, 1U);
  EXPECT_TRUE(got->batch.activities.empty());
}

TEST(Mapping, NamesTheLineThatIsWrong) {
  const std::string good = std::string(head) + "identity: {key: $.client}\n";
  EXPECT_EQ(error_of(good), "no error");
  EXPECT_THAT(error_of(std::string(head)), HasSubstr("`identity: key` is missing"));
  EXPECT_THAT(error_of(good + "resoorce: $.a\n"),
              HasSubstr("`m.yaml` line 6: unknown key `resoorce`"));
  EXPECT_THAT(error_of(good + "result: {path: $.a, map: {x: maybe}}\n"),
              HasSubstr("line 6: `maybe` is none of success, denied"));
  EXPECT_THAT(error_of(good + "ip: {path: $.a, join: [$.b]}\n"), HasSubstr("line 6: one of path"));
  EXPECT_THAT(error_of(good + "ip: $.a[\n"), HasSubstr("line 6: path `$.a[`: no `]`"));
  EXPECT_THAT(error_of(good + "ip: {path: $.a, regex: \"(\"}\n"),
              HasSubstr("line 6: not a regular"));
  EXPECT_THAT(error_of(good + "time: $.b\n"), HasSubstr("`time` stands twice"));
  EXPECT_THAT(error_of("a: [\n"), HasSubstr("not YAML"));
  EXPECT_THAT(error_of(good + "ip: $.a[].x\nregion: $.b[].x\n"),
              HasSubstr("rows are of another list"));
}

}  // namespace
}  // namespace gait::formats
