#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "app/commands.h"
#include "app/exit_code.h"
#include "app/record_case.h"
#include "app/record_options.h"
#include "app/terminal.h"
#include "ingest/files.h"
#include "record/tlog_proof.h"

namespace gait::app {
namespace {

namespace fs = std::filesystem;

// One proof goes to standard output, several into a folder.
Status prove(const RecordOptions& options, const std::string& out) {
  TRY(const CaseQuery query, query_of(options));
  if (query.is_empty())
    return Error{Error::Code::invalid, "say which entries: `--entry N`, `--session KEY`, .."};
  TRY(store::LogReader log, store::LogReader::open(options.log));
  TRY(const record::Checkpoint checkpoint, log.checkpoint());
  TRY(const std::string note, log.checkpoint_note());
  TRY(const auto found, find_entries(log, checkpoint.size, query));
  if (found.empty()) return Error{Error::Code::not_found, "no signed entry fits"};
  if (found.size() > 1 && out.empty())
    return Error{
        Error::Code::invalid,
        fmt::format("{} entries fit; name a folder for their proofs with --out", found.size())};
  std::error_code failure;
  if (!out.empty()) fs::create_directories(out, failure);
  for (const FoundEntry& entry : found) {
    TRY(const auto path, log.prove(entry.entry.index, checkpoint));
    const std::string proof = record::TlogProof{{}, entry.entry.index, path, note}.encode();
    if (out.empty()) {
      fmt::print("{}", proof);
      continue;
    }
    const std::string name = fmt::format("{}.tlog-proof", entry.entry.index);
    TRY_STATUS(ingest::write_file_atomically((fs::path(out) / name).string(), proof));
  }
  say(fmt::format("{} proofs in a log of {}", found.size(), checkpoint.size));
  return Nothing{};
}

}  // namespace

void add_record_prove(CLI::App& record, Command& chosen) {
  auto* command = record.add_subcommand(
      "prove", "c2sp.org/tlog-proof of entries: that they are in the signed log");
  auto options = add_record_options(*command, true);
  auto out = std::make_shared<std::string>();
  command->add_option("--out", *out, "folder for the proofs");
  command->callback([&chosen, options, out] {
    chosen = [options, out] {
      const auto done = prove(*options, *out);
      return done ? exit_done : fail_record(done.error());
    };
  });
}

}  // namespace gait::app
