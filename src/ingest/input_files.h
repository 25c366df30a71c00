#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/summary.h"

namespace gait::ingest {

struct InputFile {
  std::string path;              // `-` is standard input
  std::uint64_t size_bytes = 0;  // on disk; 0 when nobody knows, as of a pipe
};

struct InputFiles {
  std::vector<InputFile> files;
  std::vector<InputProblem> problems;  // paths that are missing, closed to us or without a log
};

// So many files are taken; a folder with more is almost certainly not the one that was meant.
inline constexpr std::size_t input_files_max = 4'000'000;

// Makes the list of files to read out of what a user names: files, folders and `-`.
//
// A file that is named is always in the list, whatever it is called and is; reading it tells. Of a
// folder it is the files whose names may be logs, in its folders too, sorted by name. Symbolic
// links are followed; a folder or file that is reached twice, by a circle or by two names, is taken
// once.
InputFiles find_input_files(const std::vector<std::string>& paths);

// Whether a file of that name, found in a folder, may be a log. Not so
// - hidden files, and digests of CloudTrail (`..._CloudTrail-Digest_...`);
// - the companions of logs: labels.ndjson, changes.ndjson, findings.ndjson, scores.ndjson,
//   inventory.csv, SHA256SUMS, MANIFEST and the like, LICENSE, NOTICE, README, Makefile;
// - documents and pages: md, rst, adoc, pdf, html, css, js, svg, png, jpg, gif, ico;
// - tables and settings: csv, tsv, xlsx, yaml, toml, ini, cfg, conf, xml, mmdb, pem, key, crt;
// - programs and leavings: py, sh, so, o, exe, dll, pid, lock, swp, tmp, part, bak, orig.
// A `.gz`, `.zst` or `.zstd` at the end is taken off before, and case does not matter.
bool may_be_log_file(std::string_view name);

// The same of a folder: not so hidden ones, `CloudTrail-Digest` and `__MACOSX`.
bool may_be_log_folder(std::string_view name);

}  // namespace gait::ingest
