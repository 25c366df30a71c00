#include "formats/text_records.h"

#include <simdjson.h>

#include <algorithm>

#include "base/hash.h"

namespace gait::formats {
namespace {

constexpr std::string_view unknown_format = "a line of no format that Gait knows";
constexpr std::string_view too_long = "a line is longer than 1 MiB";

std::string_view without_return(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

bool begins_as_object(std::string_view line) {
  const std::size_t at = line.find_first_not_of(" \t\r");
  return at != std::string_view::npos && line[at] == '{';
}

}  // namespace

TextRecords::Reader::Reader(const TextFormat& of, const ParserContext& context, Naming& naming)
    : format(of), fields(Fields::plain(of.fields.size())), maker(of, context, naming) {
  fields.set_scope(context.scope);
  fields.set_received(context.received);
}

TextRecords::TextRecords(const ParserContext& context, std::span<const TextFormat* const> formats,
                         const TextFormat* forced)
    : context_(context),
      formats_(formats),
      naming_(context),
      readers_(formats.size()),
      records_(formats.size()),
      groups_(groups_max) {
  const auto found = std::ranges::find(formats, forced);
  if (found != formats.end()) forced_ = static_cast<std::size_t>(found - formats.begin());
  begin();
}

TextRecords::~TextRecords() = default;

void TextRecords::begin() {
  for (Group& group : groups_) group.number = 0;
  latest_ = 0;
  opened_ = 0;
  current_ = forced_;
  is_known_ = forced_.has_value();
  is_skipping_ = false;
  met_json_ = false;
}

Progress TextRecords::parse(std::string_view piece, bool last, Batch& batch) {
  Run run{batch, {}};
  while (run.at < piece.size()) {
    const std::string_view rest = piece.substr(run.at);
    const std::size_t found = rest.find('\n');
    const bool is_whole = found != std::string_view::npos;
    const std::string_view line = rest.substr(0, found);
    met_json_ = !is_known_ && !is_skipping_ && begins_as_object(line);
    if (met_json_) break;
    if (!is_whole && !last && !is_skipping_ && line.size() <= line_bytes_max) break;
    if (!is_skipping_) take_line(run, line);
    is_skipping_ = !is_whole && !last;
    run.at += line.size() + (is_whole ? 1 : 0);
  }
  if (last) close_all(run);
  run.progress.consumed = run.at;
  batch.counts.bytes += run.at;
  return std::move(run.progress);
}

void TextRecords::take_line(Run& run, std::string_view line) {
  if (line.size() > line_bytes_max) return count_malformed(run, {}, too_long);
  line = without_return(line);
  if (is_blank(line)) return;
  const auto format = format_of(line);
  if (!format) return count_malformed(run, line, unknown_format);
  is_known_ = true;
  const TextFormat::Place place = formats_[*format]->place(line);
  if (place.record.empty()) return read(run, *format, line);
  take_part(run, *format, place, line);
}

std::optional<std::size_t> TextRecords::format_of(std::string_view line) {
  if (forced_ || (current_ && formats_[*current_]->owns(line))) return current_;
  for (std::size_t i = 0; i < formats_.size(); ++i)
    if (i != current_ && formats_[i]->owns(line)) return current_ = i;
  return std::nullopt;
}

void TextRecords::take_part(Run& run, std::size_t format, const TextFormat::Place& place,
                            std::string_view line) {
  const std::uint64_t key = hash64(place.record, hash64(place.source, format));
  if (place.is_empty) {  // the record may be done already
    for (Group& group : groups_)
      if (group.number != 0 && group.key == key) close(run, group);
    return;
  }
  Group& group = group_of(run, format, key);
  if (group.text.size() + line.size() <= record_bytes_max) {
    if (!group.text.empty()) group.text.push_back('\n');
    group.text.append(line);
  }
  if (place.is_last) close(run, group);
}

TextRecords::Group& TextRecords::group_of(Run& run, std::size_t format, std::uint64_t key) {
  const auto is_it = [key](const Group& group) { return group.number != 0 && group.key == key; };
  if (is_it(groups_[latest_])) return groups_[latest_];
  const auto found = std::ranges::find_if(groups_, is_it);
  Group& group = found != groups_.end() ? *found : free_group(run);
  latest_ = static_cast<std::size_t>(&group - groups_.data());
  if (group.number == 0) {
    group.format = format;
    group.key = key;
    group.number = ++opened_;
    group.text.clear();
  }
  return group;
}

TextRecords::Group& TextRecords::free_group(Run& run) {
  Group& oldest = *std::ranges::min_element(groups_, {}, &Group::number);
  if (oldest.number != 0) close(run, oldest);
  return oldest;
}

void TextRecords::close(Run& run, Group& group) {
  read(run, group.format, group.text);
  group.number = 0;
}

void TextRecords::close_all(Run& run) {
  std::ranges::sort(groups_, {}, &Group::number);
  for (Group& group : groups_)
    if (group.number != 0) close(run, group);
}

void TextRecords::read(Run& run, std::size_t format, std::string_view record) {
  if (!simdjson::validate_utf8(record.data(), record.size()))
    return count_malformed(run, record, "text that is not UTF-8");
  std::unique_ptr<Reader>& reader = readers_[format];
  if (reader == nullptr) reader = std::make_unique<Reader>(*formats_[format], context_, naming_);
  reader->fields.begin(record);
  reader->format.find(record, reader->fields);
  const std::string_view why = reader->maker.add(reader->fields, run.batch);
  ++records_[format];
  if (!why.empty()) report(run, why);
}

void TextRecords::count_malformed(Run& run, std::string_view line, std::string_view why) {
  ++run.batch.counts.records;
  ++run.batch.counts.malformed;
  if (context_.witness && !line.empty()) context_.witness({{}, line, {}, nullptr, why});
  report(run, why);
}

void TextRecords::report(Run& run, std::string_view why) {
  if (!run.progress.error.empty()) return;
  run.progress.error = why;
  run.progress.error_at = run.at;
}

}  // namespace gait::formats
