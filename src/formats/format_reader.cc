#include "formats/format_reader.h"

#include "base/check.h"
#include "formats/json_walk.h"

namespace gait::formats {
namespace {

FieldTable table_of(const JsonFormat& format) {
  std::vector<std::string_view> paths;
  for (const FieldSpec& field : format.fields) paths.push_back(field.path);
  auto table = FieldTable::make(paths, format.letters);
  check(static_cast<bool>(table), "the fields of a format make a table");
  return *std::move(table);
}

}  // namespace

FormatReader::FormatReader(const JsonFormat& format, const ParserContext& context, Naming& naming)
    : format_(format),
      table_(table_of(format)),
      fields_(table_.fields()),
      maker_(format, context, naming) {
  fields_.set_scope(context.scope);
  fields_.set_received(context.received);
}

Reading FormatReader::read(JsonWalk& walk, const char* text, bool is_claimed, Batch& batch) {
  why_ = {};
  rows_ = 0;
  is_claimed_ = is_claimed;
  is_foreign_ = false;
  if (!table_.read(walk, text, fields_, [&] { take_row(batch); }))
    return {walk.stop() == JsonWalk::Stop::end ? Reading::Kind::cut : Reading::Kind::malformed, {}};
  if (is_foreign_ || (rows_ == 0 && !is_claimed)) return {Reading::Kind::foreign, {}};
  if (rows_ == 0) {  // its list of rows is empty
    ++batch.counts.records;
    ++batch.counts.ignored;
  }
  return {Reading::Kind::whole, why_};
}

void FormatReader::take_row(Batch& batch) {
  if (is_foreign_) return;
  if (rows_ == 0 && !is_claimed_ && !format_.owns(fields_)) {
    is_foreign_ = true;
    return;
  }
  ++rows_;
  const std::string_view why = maker_.add(fields_, batch);
  if (why_.empty()) why_ = why;
}

}  // namespace gait::formats
