#pragma once

#include <cstddef>
#include <string_view>

#include "formats/activity_maker.h"
#include "formats/field_table.h"
#include "formats/json_format.h"
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
  void set_scope(std::string_view scope) override { fields_.set_scope(scope); }

 private:
  void take_row(Batch& batch);

  const JsonFormat& format_;
  FieldTable table_;
  Fields fields_;
  ActivityMaker maker_;

  // Of the record being read.
  std::string_view why_;
  std::size_t rows_ = 0;
  bool is_claimed_ = false, is_foreign_ = false;
};

}  // namespace gait::formats
