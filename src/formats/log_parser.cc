#include "formats/log_parser.h"

namespace gait::formats {
namespace {

std::vector<const JsonFormat*> all_of(std::span<const JsonFormat* const> mappings) {
  std::vector<const JsonFormat*> formats(mappings.begin(), mappings.end());
  const std::span<const JsonFormat* const> own = json_formats();
  formats.insert(formats.end(), own.begin(), own.end());
  return formats;
}

}  // namespace

LogParser::LogParser(const ParserContext& context, std::span<const JsonFormat* const> mappings,
                     const JsonFormat* forced)
    : formats_(all_of(mappings)), router_(context, formats_, forced), json_(router_) {}

void LogParser::begin() {
  router_.begin();
  json_.begin();
}

Progress LogParser::parse(std::string_view piece, bool last, Batch& batch) {
  return json_.parse(piece, last, batch);
}

std::vector<FormatCount> LogParser::counts() const {
  std::vector<FormatCount> counts;
  for (std::size_t i = 0; i < formats_.size(); ++i)
    if (router_.records()[i] != 0)
      counts.push_back({std::string(formats_[i]->name), router_.records()[i]});
  return counts;
}

}  // namespace gait::formats
