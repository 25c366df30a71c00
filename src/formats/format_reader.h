#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "formats/json_format.h"
#include "formats/memo.h"
#include "formats/naming.h"
#include "formats/parser.h"
#include "formats/record_reader.h"

namespace gait::formats {

// Makes activities of the records of one format.
class FormatReader final : public RecordReader {
 public:
  // All must outlive the reader. The fields of the format must make a table: a test holds that.
  FormatReader(const JsonFormat& format, const ParserContext& context, Naming& naming);

  Reading read(JsonWalk& walk, const char* text, bool is_claimed, Batch& batch) override;
  void set_scope(std::string_view scope) override { fields_.scope_ = scope; }

 private:
  struct KnownCaller {
    Symbol identity, workload, credential, session, delegator;
    CredentialKind credential_kind = CredentialKind::unknown;
  };
  struct KnownDeed {
    Symbol action;
    ActionFacts facts;
    Access access = Access::unknown;
  };

  void take_row(Batch& batch);
  std::string_view add(Batch& batch);
  bool read_time(const Told& told, Timestamp& time) const;
  std::uint64_t hash_of(const std::vector<std::size_t>& fields) const;
  const KnownCaller& caller(Batch& batch);
  const KnownDeed& deed();
  Symbol resource();
  void fill(const Told& told, Timestamp time, Activity& activity, Batch& batch);
  void say_change(const Changed& changed, const Activity& activity, Batch& batch);
  void add_consequences(const Told& told, const Activity& activity, Batch& batch);

  const JsonFormat& format_;
  const ActionCatalogue& catalogue_;
  const RecordWitness& witness_;
  Naming& naming_;
  FieldTable table_;
  Fields fields_;
  std::vector<std::size_t> caller_fields_, deed_fields_, resource_fields_;

  Memo<KnownCaller> callers_;
  Memo<KnownDeed> deeds_;
  Memo<Symbol> resources_;

  // Of the record being read.
  std::string_view why_;
  std::size_t rows_ = 0;
  bool is_claimed_ = false, is_foreign_ = false;
};

}  // namespace gait::formats
