#include "app/record_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "app/kept_files.h"

namespace gait::app {
namespace {

Status read_time(const char* option, const std::string& text, std::optional<Timestamp>& time) {
  if (text.empty()) return Nothing{};
  Timestamp read;
  if (!parse_rfc3339(text, read))
    return Error{
        Error::Code::invalid,
        fmt::format("{}: `{}` is no time; write it as `2026-11-21T10:00:00Z`", option, text)};
  time = read;
  return Nothing{};
}

Status take_finding(const RecordOptions& options, record::EntryQuery& query) {
  if (options.finding.empty()) return Nothing{};
  if (options.data.empty())
    return Error{Error::Code::invalid, "--finding needs --data, the folder that knows the finding"};
  TRY(const auto findings, read_findings(options.data));
  const auto found = std::find_if(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.id == options.finding;
  });
  if (found == findings.end())
    return Error{Error::Code::not_found,
                 fmt::format("no finding `{}` in `{}`; `gait findings` lists them", options.finding,
                             options.data)};
  query.events = found->activities;
  return Nothing{};
}

}  // namespace

std::shared_ptr<RecordOptions> add_record_options(CLI::App& command, bool asks) {
  auto options = std::make_shared<RecordOptions>();
  command.add_option("DIR", options->log, "folder of the record")->required();
  command.add_option("--format", options->format, "of standard output")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  if (!asks) return options;
  record::EntryQuery& query = options->query;
  command.add_option("--entry", query.indices, "index of an entry; repeatable");
  command.add_option("--identity", query.identity, "canonical key");
  command.add_option("--session", query.session, "key of a session");
  command.add_option("--credential", query.credential, "id of a credential");
  command.add_option("--resource", query.resource, "canonical name");
  command.add_option("--action", query.action, "as the catalogue calls it");
  command.add_option("--address", query.address, "of the client, as the record has it");
  command.add_option("--source", query.source, "format of the log");
  command.add_option("--event", query.event, "the source's own id of a record");
  command.add_option("--from", options->from, "not before this time (RFC 3339)");
  command.add_option("--until", options->until, "before this time (RFC 3339)");
  command.add_option("--finding", options->finding, "the entries behind a finding");
  command.add_option("--data", options->data, "folder of the learned state that has the finding");
  return options;
}

Result<record::EntryQuery> query_of(const RecordOptions& options) {
  record::EntryQuery query = options.query;
  TRY_STATUS(read_time("--from", options.from, query.from));
  TRY_STATUS(read_time("--until", options.until, query.until));
  TRY_STATUS(take_finding(options, query));
  return query;
}

}  // namespace gait::app
