#include "app/record_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/case_story.h"
#include "app/embedded_rules.h"
#include "ingest/files.h"
#include "record/note.h"
#include "record/tlog_proof.h"
#include "store/blobs.h"
#include "store/log_birth.h"
#include "store/tile_export.h"

namespace gait::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t file_bytes_max = std::size_t{1} << 30;

constexpr std::string_view readme = R"(A case exported from a Gait record
==================================

What is here
  entries/<index>.json       each entry, byte for byte as it lies in the log
  proofs/<index>.tlog-proof  that it is in the log: c2sp.org/tlog-proof
  checkpoint                 what the log signed: its size and the root of its tree
  log.vkey, policy.txt       the log's key, and whose word is needed beside it
  events.ndjson              the entries, one to a line
  ocsf.ndjson                the same as OCSF API Activity
  session.json               their order in the log and in time, gaps, and what is missing
  session.cast               what was typed, where anything was (asciicast v2)
  blobs/<sha256>             payloads too long for an entry
  log/                       the log as c2sp.org/tlog-tiles, or its part from the first entry of
                             the case to the last; where it was asked for
  MANIFEST                   the SHA-256 of every file, signed by the log's key
  verify.py                  checks all of this with Python's standard library

How to check it
  1. Read verify.py: it is short. Then: python3 -I verify.py
  2. Ask the owner of the log for its key in another way than this folder, and compare:
     python3 -I verify.py --vkey 'KEY'
  3. By hand: `sha256sum entries/*` against MANIFEST; the signature of the checkpoint with
     openssl, as docs/formats/record.md of Gait shows.

What it proves: these bytes stood in the log, at these places, when the checkpoint was signed.
What it does not prove: that a source told everything, or the truth.
)";

Status write(const fs::path& path, std::string_view bytes) {
  std::error_code failure;
  fs::create_directories(path.parent_path(), failure);
  return ingest::write_file_atomically(path.string(), bytes);
}

Status write_entry(const fs::path& folder, store::LogReader& log, const FoundEntry& found,
                   const record::Checkpoint& checkpoint, const std::string& note) {
  TRY(const auto path, log.prove(found.entry.index, checkpoint));
  const record::TlogProof proof{{}, found.entry.index, path, note};
  const std::string name = std::to_string(found.entry.index);
  TRY_STATUS(write(folder / "entries" / (name + ".json"), found.bytes));
  return write(folder / "proofs" / (name + ".tlog-proof"), proof.encode());
}

Status write_blob(const fs::path& folder, const std::string& log, const record::Entry& entry) {
  if (!entry.blob) return Nothing{};
  TRY(const std::string bytes, store::Blobs(store::LogFolder{log}).get(*entry.blob));
  return write(folder / "blobs" / record::to_hex(record::bytes_of(entry.blob->sha256)), bytes);
}

// Signed with the key of the log. A first line that is no origin keeps it from being a checkpoint.
Status write_manifest(const fs::path& folder, const std::string& log) {
  std::vector<fs::path> files;
  std::error_code failure;
  for (const auto& entry : fs::recursive_directory_iterator(folder, failure))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::string text = "gait-case/v1\n";
  for (const fs::path& file : files) {
    TRY(const std::string bytes, ingest::read_text_file(file.string(), file_bytes_max));
    text += fmt::format("{}  {}\n", record::to_hex(record::bytes_of(record::sha256(bytes))),
                        fs::relative(file, folder).generic_string());
  }
  TRY(const auto key, store::read_signing_key(store::LogFolder{log}.keys()));
  TRY(const std::string note, record::sign_note(text, key));
  return write(folder / "MANIFEST", note);
}

Result<std::string> policy_text(const store::LogFolder& log) {
  if (!store::exists(log.policy())) return std::string("quorum none\n");
  return ingest::read_text_file(log.policy(), file_bytes_max);
}

Status write_tiles(store::LogReader& log, const std::string& folder, CaseLog tiles,
                   const std::vector<FoundEntry>& found) {
  switch (tiles) {
    case CaseLog::none:
      return Nothing{};
    case CaseLog::range:
      return store::export_tiles(log, folder,
                                 {found.front().entry.index, found.back().entry.index + 1});
    case CaseLog::whole:
      return store::export_tiles(log, folder);
  }
  return Nothing{};
}

// Opens the folder of a case, which must be new, so that nothing else gets into its manifest.
Status make_case_folder(const std::string& folder) {
  std::error_code failure;
  if (fs::exists(folder, failure))
    return Error{Error::Code::invalid,
                 fmt::format("`{}` is there already; name a new folder", folder)};
  fs::create_directories(folder, failure);
  if (failure)
    return Error{Error::Code::unavailable,
                 fmt::format("making `{}`: {}", folder, failure.message())};
  return Nothing{};
}

}  // namespace

Result<std::vector<FoundEntry>> find_entries(store::LogReader& log, std::uint64_t size,
                                             const CaseQuery& query) {
  std::vector<FoundEntry> found;
  TRY_STATUS(log.for_each(0, size, [&](std::uint64_t index, std::string_view bytes) -> Status {
    auto entry = record::decode_entry(bytes);
    if (!entry) return std::move(entry.error()).in(fmt::format("entry {}", index));
    if (!query.fits(*entry)) return Nothing{};
    if (found.size() == found_entries_max)
      return Error{Error::Code::invalid,
                   fmt::format("more than {} entries; ask for fewer", found_entries_max)};
    found.push_back({std::string(bytes), *std::move(entry)});
    return Nothing{};
  }));
  return found;
}

Result<std::size_t> write_case(const CaseOptions& options) {
  const fs::path folder = options.folder;
  const store::LogFolder log_folder{options.log};
  TRY(store::LogReader log, store::LogReader::open(options.log));
  TRY(const record::Checkpoint checkpoint, log.checkpoint());
  TRY(const std::string note, log.checkpoint_note());
  TRY(const auto found, find_entries(log, checkpoint.size, options.query));
  if (found.empty())
    return Error{Error::Code::not_found, "no signed entry fits; try `gait record find` first"};
  TRY_STATUS(make_case_folder(options.folder));
  for (const FoundEntry& entry : found) {
    TRY_STATUS(write_entry(folder, log, entry, checkpoint, note));
    TRY_STATUS(write_blob(folder, options.log, entry.entry));
  }
  TRY(const std::string vkey, ingest::read_text_file(log_folder.vkey(), file_bytes_max));
  TRY(const std::string policy, policy_text(log_folder));
  TRY(const CaseStory story, tell_case(log, options.query, found, checkpoint.size));
  for (const auto& [name, text] : std::vector<std::pair<std::string, std::string_view>>{
           {"README.txt", readme},
           {"verify.py", embedded_rule("verify.py")},
           {"log.vkey", vkey},
           {"policy.txt", policy},
           {"checkpoint", note},
           {"events.ndjson", story.events},
           {"ocsf.ndjson", story.ocsf},
           {"session.json", story.session},
           {"session.cast", story.cast}})
    if (!text.empty()) TRY_STATUS(write(folder / name, text));
  TRY_STATUS(write_tiles(log, (folder / "log").string(), options.tiles, found));
  TRY_STATUS(write_manifest(folder, options.log));
  return found.size();
}

}  // namespace gait::app
