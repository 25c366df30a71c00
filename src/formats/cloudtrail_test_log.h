#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/log_parser.h"

// What tests of CloudTrail share: a log that is read, with symbols turned back into text.
namespace gait::formats {

struct TestLog {
  SymbolTable symbols;
  ActionCatalogue catalogue;
  Batch batch;
  Progress progress;

  std::string_view text(Symbol symbol) const { return symbols.text(symbol); }
  const Activity& only() const { return batch.activities.at(0); }
  std::string_view identity() const { return text(only().identity); }
};

// Reads a whole input, in pieces of at most `piece_bytes`, as a caller with a buffer does.
inline void read_log(TestLog& log, std::string_view input, std::size_t piece_bytes = SIZE_MAX,
                     const NetworkLookup* networks = nullptr) {
  LogParser parser({log.symbols, log.catalogue, networks});
  parser.begin();
  std::string waiting;
  for (std::size_t at = 0; at <= input.size();) {
    const std::string_view more = input.substr(at, piece_bytes);
    at += more.size();
    const bool last = at == input.size();
    waiting.append(more);
    const std::size_t size = waiting.size();
    std::string padded = waiting + std::string(padding_bytes, '}');
    const Progress progress =
        parser.parse(std::string_view(padded).substr(0, size), last, log.batch);
    if (log.progress.error.empty()) log.progress = progress;
    waiting.erase(0, progress.consumed);
    if (last) break;
  }
}

// A record with the given members between the usual ones.
inline std::string record(std::string_view user_identity, std::string_view members = {}) {
  return std::string(R"({"eventVersion":"1.08","userIdentity":)")
      .append(user_identity)
      .append(R"(,"eventTime":"2026-11-21T10:00:00Z","eventSource":"ec2.amazonaws.com",)")
      .append(R"("eventName":"DescribeInstances","awsRegion":"us-east-1",)")
      .append(R"("sourceIPAddress":"203.0.113.7","userAgent":"aws-cli/2.15.0 Python/3.11",)")
      .append(members)
      .append(R"("eventID":"0a1b2c3d-0000-4000-8000-000000000001","eventType":"AwsApiCall",)")
      .append(R"("recipientAccountId":"111122223333","eventCategory":"Management"})");
}

inline constexpr std::string_view role_caller =
    R"({"type":"AssumedRole","principalId":"AROAEXAMPLE:build-981",)"
    R"("arn":"arn:aws:sts::111122223333:assumed-role/deploy/build-981",)"
    R"("accountId":"111122223333","accessKeyId":"ASIAEXAMPLE000000001","sessionContext":{)"
    R"("sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLE",)"
    R"("arn":"arn:aws:iam::111122223333:role/ci/deploy","accountId":"111122223333",)"
    R"("userName":"deploy"},"attributes":{"creationDate":"2026-11-21T09:00:00Z",)"
    R"("mfaAuthenticated":"false"}}})";

}  // namespace gait::formats
