#include <gtest/gtest.h>
#include <simdjson.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "formats/cloudtrail_fields.h"
#include "formats/cloudtrail_test_log.h"

// Reads the sample logs beside the source tree, where they are present.
namespace gait::formats {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> sample_files() {
  std::vector<fs::path> files;
  const fs::path folder = fs::path(GAIT_SOURCE_DIR) / "../shared/samples";
  for (const char* name : {"aws_cloudtrail", "lifecycle"})
    if (fs::exists(folder / name))
      for (const auto& entry : fs::directory_iterator(folder / name))
        if (entry.path().extension() == ".ndjson") files.push_back(entry.path());
  return files;
}

std::string read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

class CloudTrailSamples : public testing::Test {
 protected:
  void SetUp() override {
    if (sample_files().empty()) GTEST_SKIP() << "no samples at ../shared/samples";
  }
};

std::string_view string_at(simdjson::dom::element document, std::string_view pointer) {
  std::string_view value;
  if (document.at_pointer(pointer).get(value) != simdjson::SUCCESS) return {};
  return value;
}

TEST_F(CloudTrailSamples, AreReadWithNothingLost) {
  for (const fs::path& path : sample_files()) {
    SCOPED_TRACE(path.filename());
    const std::string input = read_file(path);
    std::istringstream lines(input);
    std::uint64_t records = 0;
    for (std::string line; std::getline(lines, line);) ++records;
    TestLog log;
    read_log(log, input);
    EXPECT_EQ(log.batch.counts.records, records);
    EXPECT_EQ(log.batch.counts.activities + log.batch.counts.ignored, records);
    EXPECT_EQ(log.batch.counts.malformed, 0U) << log.progress.error;
    EXPECT_EQ(log.batch.counts.bytes, input.size());
  }
}

// The walk against the DOM of simdjson, field by field.
TEST_F(CloudTrailSamples, GiveTheFieldsThatTheDomGives) {
  simdjson::dom::parser dom;
  std::size_t compared = 0;
  for (const fs::path& path : sample_files()) {
    std::istringstream lines(read_file(path));
    for (std::string line; std::getline(lines, line);) {
      simdjson::dom::element document = dom.parse(line).value();
      const std::size_t size = line.size();
      line.append(padding_bytes, '}');
      BlockIndex index;
      ASSERT_EQ(index.build(std::string_view(line).substr(0, size)), BlockIndex::Fault::none);
      JsonWalk walk(line.data(), index.positions(), index.positions() + index.size());
      CloudTrailFields fields;
      ASSERT_TRUE(read_fields(walk, line.data(), fields)) << line;
      const auto same = [&](std::string_view pointer, std::string_view raw) {
        std::string scratch;
        EXPECT_EQ(unescape(raw, scratch), string_at(document, pointer)) << pointer << line;
        ++compared;
      };
      same("/eventTime", fields.event_time);
      same("/eventSource", fields.event_source);
      same("/eventName", fields.event_name);
      same("/eventID", fields.event_id);
      same("/awsRegion", fields.region);
      same("/sourceIPAddress", fields.source_ip);
      same("/userAgent", fields.user_agent);
      same("/errorCode", fields.error_code);
      same("/errorMessage", fields.error_message);
      same("/recipientAccountId", fields.recipient_account);
      same("/sharedEventID", fields.shared_event_id);
      same("/vpcEndpointId", fields.vpc_endpoint);
      same("/eventType", fields.event_type);
      same("/eventCategory", fields.event_category);
      same("/userIdentity/type", fields.caller.type);
      same("/userIdentity/principalId", fields.caller.principal_id);
      same("/userIdentity/arn", fields.caller.arn);
      same("/userIdentity/accountId", fields.caller.account_id);
      same("/userIdentity/accessKeyId", fields.caller.access_key_id);
      same("/userIdentity/userName", fields.caller.user_name);
      same("/userIdentity/invokedBy", fields.caller.invoked_by);
      same("/userIdentity/sessionContext/sessionIssuer/arn", fields.caller.issuer_arn);
      same("/userIdentity/sessionContext/sessionIssuer/userName", fields.caller.issuer_name);
      same("/userIdentity/sessionContext/attributes/mfaAuthenticated", fields.caller.mfa);
      same("/userIdentity/sessionContext/sourceIdentity", fields.caller.source_identity);
      same("/userIdentity/sessionContext/webIdFederationData/federatedProvider",
           fields.caller.federated_provider);
      same("/responseElements/credentials/accessKeyId", fields.minted_key);
      same("/responseElements/credentials/expiration", fields.minted_expiration);
      same("/responseElements/assumedRoleUser/arn", fields.assumed_arn);
      same("/requestParameters/roleArn", fields.param(Param::role_arn));
      same("/requestParameters/bucketName", fields.param(Param::bucket_name));
      same("/requestParameters/secretId", fields.param(Param::secret_id));
    }
  }
  EXPECT_GT(compared, 5000U);
}

}  // namespace
}  // namespace gait::formats
