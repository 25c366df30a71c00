#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "app/case_story.h"
#include "app/commands.h"
#include "app/exit_code.h"
#include "app/record_case.h"
#include "app/record_options.h"

namespace gait::app {
namespace {

struct Arguments {
  std::shared_ptr<RecordOptions> options;
  std::string session;
};

Status tell(const Arguments& arguments) {
  CaseQuery query;
  query.session = arguments.session;
  TRY(store::LogReader log, store::LogReader::open(arguments.options->log));
  TRY(const auto found, find_entries(log, log.size(), query));
  if (found.empty())
    return Error{Error::Code::not_found,
                 fmt::format("no session `{}`; `gait record find` shows entries", query.session)};
  TRY(const CaseStory story, tell_case(log, query, found, log.size()));
  fmt::print("{}", arguments.options->format == "json" ? story.session : story.text);
  return Nothing{};
}

}  // namespace

void add_record_session(CLI::App& record, Command& chosen) {
  auto* command = record.add_subcommand(
      "session", "one session in the order in which it happened, its parent, and what is missing");
  auto arguments = std::make_shared<Arguments>();
  arguments->options = add_record_options(*command, false);
  command->add_option("SESSION", arguments->session, "its key, as entries have it")->required();
  command->callback([&chosen, arguments] {
    chosen = [arguments] {
      const auto told = tell(*arguments);
      return told ? exit_done : fail_record(told.error());
    };
  });
}

}  // namespace gait::app
