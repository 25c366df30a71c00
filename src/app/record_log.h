#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/symbols.h"
#include "formats/parser.h"
#include "record/redaction.h"
#include "store/blobs.h"
#include "store/log_writer.h"

namespace gait::app {

// Keeps what a scan reads in the record: every record's own bytes, its secrets turned into marks,
// with what Gait understood of it as the envelope. Also what it did not understand.
class RecordLog {
 public:
  static Result<std::unique_ptr<RecordLog>> open(const std::string& folder, Timestamp received);

  // For the parser of one thread, whose symbols name what activities hold.
  formats::RecordWitness witness(const SymbolTable& symbols);

  // Waits until all is durable, signs, and lets go. The first thing that went wrong, if any.
  Status close();

  std::uint64_t size() const { return writer_->durable_size(); }

 private:
  RecordLog(std::unique_ptr<store::LogWriter> writer, store::LogFolder folder,
            record::Redactor redactor, Timestamp received);

  Status keep(const formats::SeenRecord& record, const SymbolTable& symbols);
  std::uint64_t next_sequence(std::string_view source);

  std::unique_ptr<store::LogWriter> writer_;
  const store::Blobs blobs_;
  const record::Redactor redactor_;
  const Timestamp received_;

  std::mutex mutex_;
  std::map<std::string, std::uint64_t, std::less<>> sequences_;  // of each source
  std::optional<Error> failure_;
};

}  // namespace gait::app
