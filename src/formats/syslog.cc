// Lines of syslog whose program says nothing of who did what: known, and left out.
#include "formats/all_formats.h"
#include "formats/syslog_fields.h"

namespace gait::formats {
namespace {

class Syslog final : public TextFormat {
 public:
  Syslog() {
    name = "syslog";
    fields = syslog_field_specs();
  }

  bool owns(std::string_view line) const override { return parse_syslog_line(line).has_value(); }
  Place place(std::string_view) const override { return {}; }
  void find(std::string_view record, Fields& f) const override {
    if (const auto line = parse_syslog_line(record)) find_syslog_fields(*line, f);
  }

  Caller caller(const Fields&) const override { return {}; }
  Deed deed(const Fields&) const override { return {}; }
  std::string resource(const Fields&) const override { return {}; }
  void tell(const Fields& f, Told& told) const override {
    if (f.has(syslog_message))
      told.ignored = "a program whose lines Gait does not read";
    else
      told.malformed = "no line of syslog";
  }
};

}  // namespace

const TextFormat& syslog() {
  static const Syslog format;
  return format;
}

}  // namespace gait::formats
