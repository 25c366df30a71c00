#include "formats/log_parser.h"

#include <algorithm>

#include "formats/json_frame.h"

namespace gait::formats {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

}  // namespace

LogParser::LogParser(const ParserContext& context, std::span<const JsonFormat* const> formats,
                     const LogFormat* forced)
    : formats_(formats),
      router_(context, formats_, dynamic_cast<const JsonFormat*>(forced)),
      json_(router_),
      text_(context, text_formats(), dynamic_cast<const TextFormat*>(forced)),
      forced_shape_(forced == nullptr                                    ? Shape::unknown
                    : dynamic_cast<const JsonFormat*>(forced) != nullptr ? Shape::json
                                                                         : Shape::text) {
  begin();
}

void LogParser::begin() {
  router_.begin();
  json_.begin();
  text_.begin();
  shape_ = forced_shape_;
}

Progress LogParser::parse(std::string_view piece, bool last, Batch& batch) {
  Progress before;
  if (shape_ == Shape::unknown) before = find_shape(piece, last);
  batch.counts.bytes += before.consumed;
  if (shape_ == Shape::unknown) return before;
  const std::string_view rest = piece.substr(before.consumed);
  Progress progress =
      shape_ == Shape::json ? json_.parse(rest, last, batch) : parse_text(rest, last, batch);
  progress.consumed += before.consumed;
  progress.error_at += before.consumed;
  return progress;
}

// Goes to the first byte that says what the input is. White space alone says nothing yet.
Progress LogParser::find_shape(std::string_view piece, bool last) {
  Progress progress;
  if (!last && piece.size() < byte_order_mark.size() && byte_order_mark.starts_with(piece))
    return progress;
  if (piece.starts_with(byte_order_mark)) progress.consumed = byte_order_mark.size();
  while (progress.consumed < piece.size() && is_json_space(piece[progress.consumed]))
    ++progress.consumed;
  if (progress.consumed == piece.size()) return progress;
  const char first = piece[progress.consumed];
  shape_ = first == '{' || first == '[' ? Shape::json : Shape::text;
  return progress;
}

// Text of which nobody knew a line may turn out to be JSON behind some noise.
Progress LogParser::parse_text(std::string_view piece, bool last, Batch& batch) {
  Progress progress = text_.parse(piece, last, batch);
  if (!text_.met_json()) return progress;
  shape_ = Shape::json;
  const Progress json = json_.parse(piece.substr(progress.consumed), last, batch);
  if (progress.error.empty()) {
    progress.error = json.error;
    progress.error_at = progress.consumed + json.error_at;
  }
  progress.consumed += json.consumed;
  return progress;
}

std::vector<FormatCount> LogParser::counts() const {
  std::vector<FormatCount> counts;
  const auto add = [&counts](const LogFormat& format, std::uint64_t records) {
    if (records != 0) counts.push_back({std::string(format.name), records});
  };
  for (std::size_t i = 0; i < formats_.size(); ++i) add(*formats_[i], router_.records()[i]);
  for (std::size_t i = 0; i < text_formats().size(); ++i)
    add(*text_formats()[i], text_.records()[i]);
  return counts;
}

}  // namespace gait::formats
