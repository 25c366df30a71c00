#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "app/commands.h"
#include "app/exit_code.h"
#include "app/record_options.h"
#include "ingest/files.h"
#include "record/note.h"
#include "store/log_birth.h"
#include "store/log_reader.h"
#include "store/log_writer.h"

namespace gait::app {
namespace {

constexpr std::size_t answer_bytes_max = record::note_bytes_max;

struct Arguments {
  std::string log, answer;
};

// The signatures of an answer: of a whole note, which must be of the checkpoint, or lines alone, as
// c2sp.org/tlog-witness has them.
Result<std::vector<record::NoteSignature>> signatures_of(const std::string& answer,
                                                         const record::Note& checkpoint) {
  const bool is_note = !answer.starts_with("\u2014 ");
  TRY(record::Note note, record::parse_note(is_note ? answer : checkpoint.text + "\n" + answer));
  if (note.text == checkpoint.text) return std::move(note.signatures);
  return Error{Error::Code::invalid,
               "the answer is about another checkpoint; ask the witness about the one in the log"};
}

// How many cosignatures of witnesses in the policy were new to the log.
Result<std::size_t> cosign(const Arguments& arguments) {
  TRY(const std::string answer, ingest::read_text_file(arguments.answer, answer_bytes_max));
  TRY(store::LogReader log, store::LogReader::open(arguments.log));
  TRY(const record::Checkpoint checkpoint, log.checkpoint());
  TRY(const std::string bytes, log.checkpoint_note());
  TRY(const record::Note note, record::parse_note(bytes));
  TRY(const auto signatures, signatures_of(answer, note));
  TRY(const record::Policy policy, store::read_policy(store::LogFolder{arguments.log}));
  store::LogOptions options;
  options.folder = arguments.log;
  TRY(const auto writer, store::LogWriter::open(options));
  std::size_t added = 0;
  for (const record::NoteSignature& signature : signatures) {
    const auto is_its = [&](const auto& witness) { return signature.is_of(witness.key); };
    if (std::ranges::none_of(policy.witnesses, is_its)) continue;
    TRY_STATUS(writer->add_cosignature(checkpoint.size, signature.line()));
    ++added;
  }
  TRY_STATUS(writer->close());
  if (added > 0) return added;
  return Error{Error::Code::invalid,
               "no witness of the log's policy.txt signed this; add the witness there first"};
}

}  // namespace

void add_record_cosign(CLI::App& record, Command& chosen) {
  auto* command =
      record.add_subcommand("cosign", "put the answer of a witness to the checkpoint that it saw");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("DIR", arguments->log, "folder of the record")->required();
  command
      ->add_option("FILE", arguments->answer,
                   "the witness's signature lines, or the checkpoint with them")
      ->required();
  command->callback([&chosen, arguments] {
    chosen = [arguments]() -> int {
      const auto added = cosign(*arguments);
      if (!added) return fail_record(added.error());
      fmt::print("{} cosignatures added\n", *added);
      return exit_done;
    };
  });
}

}  // namespace gait::app
