#include "app/record_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "app/exit_code.h"
#include "app/kept_files.h"
#include "app/terminal.h"
#include "store/log_reader.h"

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

Status take_finding(const RecordOptions& options, CaseQuery& query) {
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
  CaseQuery& query = options->query;
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

Status visit_entries(const std::string& log, const VisitEntry& visit) {
  TRY(store::LogReader reader, store::LogReader::open(log));
  return reader.for_each(0, reader.size(),
                         [&](std::uint64_t index, std::string_view bytes) -> Status {
                           auto entry = record::decode_entry(bytes);
                           if (entry) return visit(*entry);
                           return std::move(entry.error()).in(fmt::format("entry {}", index));
                         });
}

int fail_record(const Error& error) {
  complain(error.message);
  const bool is_wrong = error.code == Error::Code::corrupt || error.code == Error::Code::conflict;
  if (is_wrong) return exit_record;
  return error.code == Error::Code::invalid ? exit_usage : exit_input;
}

Result<CaseQuery> query_of(const RecordOptions& options) {
  CaseQuery query = options.query;
  TRY_STATUS(read_time("--from", options.from, query.from));
  TRY_STATUS(read_time("--until", options.until, query.until));
  TRY_STATUS(take_finding(options, query));
  return query;
}

}  // namespace gait::app
