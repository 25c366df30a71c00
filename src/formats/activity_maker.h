#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "formats/json_format.h"
#include "formats/memo.h"
#include "formats/naming.h"
#include "formats/parser.h"
#include "model/action.h"

namespace gait::formats {

// Makes activities of the fields of one format's records. What the format says of a caller, a deed
// and a resource is remembered by the text of the fields that decide it.
class ActivityMaker {
 public:
  // All must outlive the maker.
  ActivityMaker(const LogFormat& format, const ParserContext& context, Naming& naming);

  // Adds a record, or a row of one, to the batch and its counts. Returns what is wrong with it;
  // empty when it was understood, be it as an activity or as something known to be ignored.
  std::string_view add(const Fields& fields, Batch& batch);

 private:
  struct KnownCaller {
    Symbol identity, workload, credential, session, delegator;
    CredentialKind credential_kind = CredentialKind::unknown;
  };
  struct KnownDeed {
    Symbol action;
    std::shared_ptr<const ActionFacts> facts;
    Access stated = Access::unknown;  // by the record itself
    bool has_conditions = false;
  };

  const KnownCaller& caller(const Fields& fields, Batch& batch);
  const KnownDeed& deed(const Fields& fields);
  Symbol resource(const Fields& fields);
  void judge(const KnownDeed& deed, const Fields& fields, Activity& activity) const;
  void fill(const Fields& fields, const Told& told, Timestamp time, Activity& activity,
            Batch& batch);
  void say_change(const Changed& changed, const Activity& activity, Batch& batch);
  void add_consequences(const Told& told, const Activity& activity, Batch& batch);

  const LogFormat& format_;
  const ActionCatalogue& catalogue_;
  const RecordWitness& witness_;
  Naming& naming_;
  std::vector<std::size_t> caller_fields_, deed_fields_, resource_fields_;

  Memo<KnownCaller> callers_;
  Memo<KnownDeed> deeds_;
  Memo<Symbol> resources_;
};

}  // namespace gait::formats
