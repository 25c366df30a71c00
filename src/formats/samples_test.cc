#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "formats/cloudtrail_test_log.h"
#include "formats/log_parser.h"

// The sample logs of all sources, read from beside the tree where they are: each file is recognised
// as what it is, and all of it is understood.
namespace gait::formats {
namespace {

namespace fs = std::filesystem;

struct Sample {
  const char* file;
  const char* format;
  std::uint64_t malformed = 0;  // records that the sample's makers cut in the middle
};

// The logs that cut records stand in: AKS audit texts end in `...<trimmed>`, one GKE record is a
// stump without any payload.
constexpr Sample samples[] = {
    {"kubernetes/eks_style_audit.ndjson", "kubernetes"},
    {"kubernetes/aks_wrapped_kube_audit.ndjson", "kubernetes", 7},
    {"kubernetes/synthetic_credential_chain.ndjson", "kubernetes"},
    {"kubernetes/gke_cloud_audit.ndjson", "gcp_audit", 1},
    {"gcp_audit/panther.ndjson", "gcp_audit"},
};

class FormatSamples : public testing::TestWithParam<Sample> {};

TEST_P(FormatSamples, AreRecognisedAndUnderstood) {
  const fs::path path = fs::path(GAIT_SOURCE_DIR) / "../shared/samples" / GetParam().file;
  if (!fs::exists(path)) GTEST_SKIP() << "no samples at ../shared/samples";
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  SymbolTable symbols;
  const ActionCatalogue catalogue;
  std::map<std::string, int> others;
  LogParser parser({symbols, catalogue, nullptr, [&](const SeenRecord& record) {
                      if (record.format != GetParam().format)
                        ++others[std::string(record.format) + ": " + std::string(record.why)];
                    }});
  Batch batch;
  std::string input = text.str();
  const std::size_t size = input.size();
  input.append(padding_bytes, ' ');
  parser.begin();
  const Progress progress = parser.parse(std::string_view(input).substr(0, size), true, batch);
  EXPECT_LE(batch.counts.malformed, GetParam().malformed) << progress.error;
  std::uint64_t foreign = 0;
  for (const auto& [what, count] : others) foreign += static_cast<std::uint64_t>(count);
  EXPECT_LE(foreign, GetParam().malformed) << others.begin()->first;
  EXPECT_GT(batch.counts.activities, 0U);
}

INSTANTIATE_TEST_SUITE_P(All, FormatSamples, testing::ValuesIn(samples), [](const auto& sample) {
  std::string name = sample.param.file;
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
});

TEST(TextSample, IsReadAsTheThreeLogsThatItHolds) {
  const fs::path path =
      fs::path(GAIT_SOURCE_DIR) / "../shared/samples/linux/auditd_session_synthetic.log";
  if (!fs::exists(path)) GTEST_SKIP() << "no samples at ../shared/samples";
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  TestLog log;
  LogParser parser({log.symbols, log.catalogue, nullptr});
  parser.begin();
  parser.parse(text.str(), true, log.batch);
  EXPECT_EQ(log.batch.counts.malformed, 0U);
  std::map<std::string, std::uint64_t> counts;
  for (const FormatCount& count : parser.counts()) counts[count.name] = count.records;
  EXPECT_EQ(counts,
            (std::map<std::string, std::uint64_t>{{"auditd", 8}, {"sshd", 2}, {"sudo", 1}}));
}

}  // namespace
}  // namespace gait::formats
