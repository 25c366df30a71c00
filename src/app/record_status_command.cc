#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/exit_code.h"
#include "app/record_gaps.h"
#include "app/record_notes.h"
#include "app/record_options.h"
#include "record/policy.h"
#include "store/disk.h"
#include "store/log_birth.h"
#include "store/log_reader.h"

namespace gait::app {
namespace {

constexpr std::size_t note_file_bytes_max = std::size_t{1} << 20;

struct RecordStatus {
  std::uint64_t size = 0;
  record::Checkpoint checkpoint;
  bool has_witnesses = false;                 // the policy asks for some
  std::uint64_t witnessed_size = 0;           // of the last checkpoint that satisfied the policy
  std::optional<std::int64_t> witnessed;      // seconds since 1970 of its oldest cosignature
  std::map<std::string, record::Hold> holds;  // by id
  std::vector<SequenceGap> gaps;
};

Status read_witnessed(const store::LogFolder& folder, RecordStatus& status) {
  TRY(record::Policy policy, store::read_policy(folder));
  TRY(const record::VerifierKey key, store::read_verifier_key(folder));
  status.has_witnesses = policy.quorum != "none" && !policy.quorum.empty();
  policy.logs.assign(1, {key, {}});
  if (!status.has_witnesses || !store::exists(folder.witnessed())) return Nothing{};
  TRY(const std::string note, store::read_file(folder.witnessed(), note_file_bytes_max));
  TRY(const record::TrustedCheckpoint trusted, record::open_checkpoint(note, policy));
  status.witnessed_size = trusted.checkpoint.size;
  for (const auto& cosignature : trusted.cosignatures) {
    const auto seconds = static_cast<std::int64_t>(cosignature.seconds);
    status.witnessed = std::min(seconds, status.witnessed.value_or(seconds));
  }
  return Nothing{};
}

Result<RecordStatus> read_status(const std::string& log) {
  RecordStatus status;
  record::RecordState state;
  SequenceGaps gaps;
  TRY(store::LogReader reader, store::LogReader::open(log));
  TRY(status.checkpoint, reader.checkpoint());
  TRY_STATUS(read_witnessed(store::LogFolder{log}, status));
  TRY_STATUS(visit_entries(log, [&](const record::Entry& entry) -> Status {
    ++status.size;
    gaps.see(entry);
    return state.apply(entry);
  }));
  status.holds = state.holds();
  status.gaps = gaps.gaps();
  return status;
}

std::string held(const record::Hold& hold) {
  std::string text = hold.identity.empty() ? "everybody" : hold.identity;
  if (!hold.session.empty()) text += ", session " + hold.session;
  if (hold.from.ns != 0) text += ", from " + to_rfc3339(hold.from);
  if (hold.until.ns != 0) text += ", until " + to_rfc3339(hold.until);
  return text;
}

void print_text(const RecordStatus& status, std::int64_t now) {
  fmt::print("origin      {}\n", status.checkpoint.origin);
  fmt::print("entries     {}\n", status.size);
  fmt::print("signed      {}; root {}\n", status.checkpoint.size,
             record::to_hex(record::bytes_of(status.checkpoint.root)));
  if (!status.has_witnesses)
    fmt::print(
        "witnesses   none in policy.txt: who has the host and the key can write another past\n");
  else if (!status.witnessed)
    fmt::print("witnessed   never; {} entries have only the log's word\n", status.size);
  else
    fmt::print("witnessed   {} entries, {} s ago\n", status.witnessed_size,
               now - *status.witnessed);
  fmt::print("holds       {}\n", status.holds.size());
  for (const auto& [id, hold] : status.holds) fmt::print("  {}: {}\n", id, held(hold));
  fmt::print("gaps        {}\n", status.gaps.size());
  for (const SequenceGap& gap : status.gaps)
    fmt::print("  {} of {}: {} to {} were read and are not here\n", gap.source,
               to_rfc3339(gap.received), gap.first, gap.last);
}

void print_json(const RecordStatus& status, std::int64_t now) {
  using Json = nlohmann::ordered_json;
  Json holds = Json::array(), gaps = Json::array();
  for (const auto& [id, hold] : status.holds) holds.push_back({{"id", id}, {"what", held(hold)}});
  for (const SequenceGap& gap : status.gaps)
    gaps.push_back({{"source", gap.source},
                    {"received", to_rfc3339(gap.received)},
                    {"first", gap.first},
                    {"last", gap.last}});
  Json json{{"origin", status.checkpoint.origin},
            {"entries", status.size},
            {"signed_entries", status.checkpoint.size},
            {"root", record::to_hex(record::bytes_of(status.checkpoint.root))},
            {"witnessed_entries", nullptr},
            {"unwitnessed_seconds", nullptr},
            {"holds", std::move(holds)},
            {"gaps", std::move(gaps)}};
  if (status.has_witnesses) json["witnessed_entries"] = status.witnessed_size;
  if (status.witnessed) json["unwitnessed_seconds"] = now - *status.witnessed;
  fmt::print("{}\n", json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

void add_record_status(CLI::App& record, Command& chosen) {
  auto* command = record.add_subcommand(
      "status", "how much there is, how much of it is signed and witnessed, holds, gaps");
  auto options = add_record_options(*command, false);
  command->callback([&chosen, options] {
    chosen = [options]() -> int {
      const auto status = read_status(options->log);
      if (!status) return fail_record(status.error());
      const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
      const auto now = std::chrono::duration_cast<std::chrono::seconds>(since_1970).count();
      options->format == "json" ? print_json(*status, now) : print_text(*status, now);
      return exit_done;
    };
  });
}

}  // namespace gait::app
