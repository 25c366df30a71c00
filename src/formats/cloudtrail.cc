#include "formats/all_formats.h"
#include "formats/cloudtrail_reader.h"

namespace gait::formats {
namespace {

// Only the marks: records are read by CloudTrailReader.
class CloudTrail final : public JsonFormat {
 public:
  CloudTrail() {
    name = CloudTrailReader::format_name;
    marks = {{{"eventSource", ""}, {"eventName", ""}},
             {{"detail.eventSource", ""}, {"detail.eventName", ""}},  // EventBridge
             {{"eventVersion", "1.*"}},
             {{"eventType", "AwsCloudTrailInsight"}},
             {{"digestStartTime", ""}}};
  }
  bool owns(const Fields&) const override { return false; }
  Caller caller(const Fields&) const override { return {}; }
  Deed deed(const Fields&) const override { return {}; }
  std::string resource(const Fields&) const override { return {}; }
  void tell(const Fields&, Told&) const override {}
};

}  // namespace

const JsonFormat& cloudtrail() {
  static const CloudTrail format;
  return format;
}

}  // namespace gait::formats
