#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/exit_code.h"
#include "app/record_options.h"
#include "app/terminal.h"
#include "record/entry.h"
#include "store/log_reader.h"
#include "store/verify_log.h"

namespace gait::app {
namespace {

struct Range {
  std::optional<std::uint64_t> from, to;  // indices, `to` included
  bool is_given() const { return from || to; }
};

// An entry must be spelled as the record spells it, and stand where it says it stands.
Status check_entry(std::uint64_t index, std::string_view bytes) {
  auto entry = record::decode_entry(bytes);
  if (!entry) return std::move(entry.error()).in(fmt::format("entry {}", index));
  if (entry->index == index) return Nothing{};
  return Error{Error::Code::corrupt,
               fmt::format("entry {} says that it is entry {}", index, entry->index)};
}

// Each entry of a range by its own path to the signed root, without reading the others.
Result<std::uint64_t> verify_range(const std::string& folder, const Range& range) {
  TRY(store::LogReader log, store::LogReader::open(folder));
  TRY(const record::Checkpoint checkpoint, log.checkpoint());
  const std::uint64_t from = range.from.value_or(0);
  const std::uint64_t end = range.to ? *range.to + 1 : checkpoint.size;
  if (from >= end || end > checkpoint.size)
    return Error{Error::Code::invalid,
                 fmt::format("entries {} to {} were asked for; 0 to {} are signed", from, end - 1,
                             checkpoint.size - 1)};
  for (std::uint64_t index = from; index < end; ++index) {
    TRY(const std::string bytes, log.entry(index));
    TRY_STATUS(check_entry(index, bytes));
    TRY([[maybe_unused]] const auto path, log.prove(index, checkpoint));
  }
  return end - from;
}

void print_verdict(const store::LogVerdict& verdict, const std::string& format) {
  const std::string root = record::to_hex(record::bytes_of(verdict.root));
  const record::Checkpoint& checkpoint = verdict.checkpoint;
  if (format == "json") {
    const nlohmann::ordered_json json{
        {"verified", true},       {"origin", checkpoint.origin},       {"entries", verdict.entries},
        {"bytes", verdict.bytes}, {"signed_entries", checkpoint.size}, {"root", root}};
    fmt::print("{}\n", json.dump());
    return;
  }
  fmt::print("verified    {} entries, {} bytes, of {}\n", verdict.entries, verdict.bytes,
             checkpoint.origin);
  fmt::print("signed      {} entries; {} are not signed yet\n", checkpoint.size,
             verdict.unsigned_entries);
  fmt::print("root        {}\n", root);
}

int verify(const RecordOptions& options, const Range& range) {
  if (range.is_given()) {
    const auto count = verify_range(options.log, range);
    if (!count) return fail_record(count.error());
    fmt::print("verified    {} entries, each by its path to the signed root\n", *count);
    return exit_done;
  }
  const auto verdict = store::verify_log(options.log, check_entry);
  if (!verdict) return fail_record(verdict.error());
  print_verdict(*verdict, options.format);
  return exit_done;
}

}  // namespace

void add_record_verify(CLI::App& record, Command& chosen) {
  auto* command = record.add_subcommand(
      "verify", "read every entry, compute the tree again, and compare it with what was signed");
  auto options = add_record_options(*command, false);
  auto range = std::make_shared<Range>();
  command->add_option("--from", range->from, "only from this entry on");
  command->add_option("--to", range->to, "only up to this entry");
  command->callback([&chosen, options, range] {
    chosen = [options, range] { return verify(*options, *range); };
  });
}

}  // namespace gait::app
