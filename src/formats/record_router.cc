#include "formats/record_router.h"

#include <algorithm>

#include "base/check.h"
#include "formats/cloudtrail_reader.h"
#include "formats/format_reader.h"

namespace gait::formats {
namespace {

constexpr std::string_view unknown_format =
    "a record of no format that Gait knows; describe it by a mapping file";

FieldTable table_of(std::span<const JsonFormat* const> formats) {
  std::vector<std::string_view> paths;
  for (const JsonFormat* format : formats)
    for (const std::vector<Mark>& marks : format->marks)
      for (const Mark& mark : marks)
        if (std::ranges::find(paths, mark.path) == paths.end()) paths.push_back(mark.path);
  auto table = FieldTable::make(paths);
  check(static_cast<bool>(table), "the marks of formats make a table");
  return *std::move(table);
}

// `*` at the end or the beginning stands for any run of characters.
bool fits(std::string_view text, std::string_view wanted) {
  if (wanted.empty()) return true;
  if (wanted.ends_with('*')) return text.starts_with(wanted.substr(0, wanted.size() - 1));
  if (wanted.starts_with('*')) return text.ends_with(wanted.substr(1));
  return text == wanted;
}

}  // namespace

RecordRouter::RecordRouter(const ParserContext& context, std::span<const JsonFormat* const> formats,
                           const JsonFormat* forced)
    : context_(context),
      formats_(formats),
      naming_(context),
      readers_(formats.size()),
      records_(formats.size()),
      mark_table_(table_of(formats)),
      mark_fields_(mark_table_.fields()) {
  const auto found = std::ranges::find(formats, forced);
  if (found != formats.end()) forced_ = static_cast<std::size_t>(found - formats.begin());
  make_marks();
  begin();
}

RecordRouter::~RecordRouter() = default;

void RecordRouter::make_marks() {
  std::vector<std::string_view> paths;
  const auto field_of = [&](std::string_view path) {
    const auto found = std::ranges::find(paths, path);
    const auto place = static_cast<std::size_t>(found - paths.begin());
    if (found == paths.end()) paths.push_back(path);
    return place;
  };
  for (std::size_t i = 0; i < formats_.size(); ++i)
    for (const std::vector<Mark>& marks : formats_[i]->marks) {
      Signs signs{i, {}};
      for (const Mark& mark : marks) signs.all.push_back({field_of(mark.path), mark.value});
      signs_.push_back(std::move(signs));
    }
}

void RecordRouter::begin() {
  current_ = forced_;
  depth_ = 0;
  scope_ = context_.scope;
  first_key_ = "eventVersion";  // of CloudTrail, the log that comes in arrays most often
}

Reading RecordRouter::read(JsonWalk& walk, const char* text, bool is_document, Batch& batch) {
  const JsonWalk start = walk;
  const Reading reading = route(walk, text, 0, batch);
  const bool may_be_envelope =
      reading.kind == Reading::Kind::cut || reading.kind == Reading::Kind::foreign;
  if (is_document && may_be_envelope) {
    if (const std::uint32_t* list = Unwrapper::list_of(start); list != nullptr) {
      heed_scope(unwrapper_.scope(start, text));
      return {Reading::Kind::envelope, {}, list};
    }
  }
  if (reading.kind != Reading::Kind::foreign) return reading;
  walk = start;
  return unknown(walk, text, batch);
}

// `foreign` when nobody knows the record, nor anything inside it.
Reading RecordRouter::route(JsonWalk& walk, const char* text, std::size_t wraps, Batch& batch) {
  const JsonWalk start = walk;
  if (current_ && (wraps == depth_ || forced_)) {
    const Reading reading = read_with(*current_, walk, text, false, batch);
    if (reading.kind != Reading::Kind::foreign) return depth_ = wraps, reading;
    walk = start;
  }
  // Where the last record was wrapped this one will be, and its wrapping is not looked at first.
  const bool is_wrapping = current_ && wraps < depth_;
  if (!is_wrapping) {
    const Reading reading = recognise(walk, text, wraps, batch);
    if (reading.kind != Reading::Kind::foreign) return reading;
    walk = start;
  }
  if (!walk.skip())
    return {walk.stop() == JsonWalk::Stop::end ? Reading::Kind::cut : Reading::Kind::malformed, {}};
  const Reading reading = read_inner(start, text, wraps, batch);
  if (reading.kind != Reading::Kind::foreign || !is_wrapping) return reading;
  walk = start;
  return recognise(walk, text, wraps, batch);
}

Reading RecordRouter::recognise(JsonWalk& walk, const char* text, std::size_t wraps, Batch& batch) {
  if (forced_) return {Reading::Kind::foreign, {}};
  const JsonWalk start = walk;
  bool is_read = mark_table_.read(walk, text, mark_fields_, [] {});
  if (!is_read)
    return {walk.stop() == JsonWalk::Stop::end ? Reading::Kind::cut : Reading::Kind::malformed, {}};
  const auto holds = [this](const Sign& sign) {
    return mark_fields_.has(sign.field) && fits(mark_fields_.raw(sign.field), sign.value);
  };
  const auto found = std::ranges::find_if(
      signs_, [&](const Signs& signs) { return std::ranges::all_of(signs.all, holds); });
  if (found == signs_.end()) return {Reading::Kind::foreign, {}};
  current_ = found->format;
  depth_ = wraps;
  walk = start;
  if (wraps == 0) remember_first_key(start);
  return read_with(*current_, walk, text, true, batch);
}

void RecordRouter::remember_first_key(JsonWalk walk) {
  walk.object([&](const JsonKey& key) {
    first_key_ = key.text;
    return false;
  });
}

// Reads what the object at the walk wraps; `foreign` when it wraps nothing that anybody knows.
Reading RecordRouter::read_inner(const JsonWalk& outer, const char* text, std::size_t wraps,
                                 Batch& batch) {
  constexpr Reading foreign{Reading::Kind::foreign, {}};
  if (wraps == wraps_max) return foreign;
  const auto wrapped = unwrapper_.find(outer, text);
  if (!wrapped) return foreign;
  if (wrapped->is_control) {
    ++batch.counts.records;
    ++batch.counts.ignored;
    return {};
  }
  heed_scope(wrapped->scope);
  Inner& inner = inner_[wraps];
  inner.text = wrapped->is_string ? unescape(wrapped->text, inner.scratch) : wrapped->text;
  const std::size_t size = inner.text.size();
  inner.text.append(padding_bytes, ' ');
  if (inner.index.build(std::string_view(inner.text).substr(0, size)) != BlockIndex::Fault::none)
    return foreign;
  const std::uint32_t* const words = inner.index.positions();
  JsonWalk walk(inner.text.data(), words, words + inner.index.size());
  const Reading reading = route(walk, inner.text.data(), wraps + 1, batch);
  return reading.kind == Reading::Kind::whole ? reading : foreign;
}

void RecordRouter::heed_scope(std::string_view scope) {
  if (scope.empty() || scope == scope_) return;
  scope_ = scope;
  for (const auto& reader : readers_)
    if (reader) reader->set_scope(scope_);
}

Reading RecordRouter::read_with(std::size_t format, JsonWalk& walk, const char* text,
                                bool is_claimed, Batch& batch) {
  const std::uint64_t before = batch.counts.records;
  const Reading reading = reader(format).read(walk, text, is_claimed, batch);
  records_[format] += batch.counts.records - before;
  return reading;
}

RecordReader& RecordRouter::reader(std::size_t format) {
  std::unique_ptr<RecordReader>& reader = readers_[format];
  if (reader == nullptr) {
    const JsonFormat& wanted = *formats_[format];
    if (wanted.name == CloudTrailReader::format_name)
      reader = std::make_unique<CloudTrailReader>(context_, naming_);
    else
      reader = std::make_unique<FormatReader>(wanted, context_, naming_);
    reader->set_scope(scope_);
  }
  return *reader;
}

// A sound object that nobody knows is counted, and kept where records are kept.
Reading RecordRouter::unknown(JsonWalk& walk, const char* text, Batch& batch) {
  if (forced_) return read_with(*forced_, walk, text, true, batch);
  const std::size_t from = walk.offset();
  walk.skip();
  ++batch.counts.records;
  ++batch.counts.malformed;
  if (context_.witness)
    context_.witness({{}, {text + from, walk.end_offset() - from}, {}, nullptr, unknown_format});
  return {Reading::Kind::whole, unknown_format};
}

}  // namespace gait::formats
