#include <gtest/gtest.h>

#include <string>

#include "formats/letters.h"
#include "formats/log_parser.h"
#include "model/action_catalogue.h"
#include "model/batch.h"

// Secrets planted wherever records of clouds and services may hold one: none may become a name.
// What a token hides behind is looked for in parts, since names are cut.
namespace gait::formats {
namespace {

constexpr std::string_view jwt =
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJwbGFudGVkIiwiZXhwIjoxfQ."
    "s5PqYh2cGLfZ0xNdVb8kRw7TeMuAaJoi3XKQ1EzH9yB";
constexpr std::string_view signature = "PLANTEDsasSIGNATURE0123456789abcdef";
constexpr std::string_view password = "correct-horse-PLANTED-battery";

// Each with `JWT`, `SIG` or `PASSWORD` where a secret would be.
constexpr std::string_view records[] = {
    R"({"time":"2026-11-20T08:00:00Z","category":"Administrative","resultType":"Success",)"
    R"("operationName":"MICROSOFT.WEB/SITES/CONFIG/WRITE","resourceId":"/subscriptions/1/x?sig=SIG",)"
    R"("caller":"JWT","identity":{"claims":{"appid":"JWT","uti":"JWT"}},)"
    R"("properties":{"requestbody":"{\"properties\":{\"PASSWORD\":\"PASSWORD\"}}"}})",
    R"({"time":"2026-11-20T08:00:00Z","category":"MicrosoftGraphActivityLogs","properties":{)"
    R"("requestMethod":"POST","requestUri":"https://graph.microsoft.com/v1.0/users?token=SIG",)"
    R"("signInActivityId":"JWT","servicePrincipalId":"s","userAgent":"x Bearer JWT"}})",
    R"({"time":"2026-11-20T08:00:00Z","category":"AuditEvent","operationName":"SecretSet",)"
    R"("properties":{"id":"https://v.vault.azure.net/secrets/db?value=PASSWORD","clientInfo":"JWT",)"
    R"("requestUri":"https://v.vault.azure.net/secrets/db?value=PASSWORD","httpStatusCode":200},)"
    R"("identity":{"claim":{"appid":"a","uti":"JWT"}}})",
    R"({"time":"2026-11-20T08:00:00Z","category":"StorageRead","operationName":"GetBlob",)"
    R"("uri":"https://a.blob.core.windows.net/box/x?sv=1&sig=SIG","statusCode":200,)"
    R"~("identity":{"type":"SAS","tokenHash":"key1(AA),SasSignature(BB)"},)~"
    R"("properties":{"accountName":"a","referrerHeader":"https://x/?sig=SIG"}})",
    R"({"time":"2026-11-20T08:00:00Z","category":"ServicePrincipalSignInLogs","properties":{)"
    R"("servicePrincipalId":"s","servicePrincipalCredentialKeyId":"JWT","sessionId":"JWT",)"
    R"("uniqueTokenIdentifier":"JWT","status":{"errorCode":0}}})",
    R"({"time":"2026-11-20T08:00:00Z","category":"AuditLogs","operationName":"Reset password",)"
    R"("properties":{"initiatedBy":{"user":{"id":"u"}},"targetResources":[{"id":"t","type":"User",)"
    R"("modifiedProperties":[{"displayName":"Password","newValue":"\"PASSWORD\""}]}]}})",
    R"({"published":"2026-11-20T08:00:00Z","eventType":"app.oauth2.token.grant","actor":{"id":"a",)"
    R"("type":"PublicClientApp"},"target":[{"id":"JWT","type":"access_token"}],"debugContext":{)"
    R"("debugData":{"url":"/x?stateToken=SIG"}},"authenticationContext":{"externalSessionId":"JWT"}})",
    R"({"log_id":"1","data":{"date":"2026-11-20T08:00:00Z","type":"fp","log_id":"1","user_name":"JWT",)"
    R"("details":{"request":{"path":"/api/v2/users?token=SIG","body":{"password":"PASSWORD"},)"
    R"("auth":{"credentials":{"jti":"JWT"}}},"qs":{"state":"SIG"}}}})",
    R"({"kind":"admin#reports#activity","id":{"applicationName":"token","time":"2026-11-20T08:00:00Z",)"
    R"("uniqueQualifier":"1"},"actor":{"key":"JWT"},"events":[{"name":"authorize","parameters":[)"
    R"({"name":"client_id","value":"JWT"},{"name":"secret","value":"PASSWORD"}]}]})",
    R"({"EVENT_TYPE":"Login","TIMESTAMP_DERIVED":"2026-11-20T08:00:00Z","ORGANIZATION_ID":"o",)"
    R"("SESSION_KEY":"JWT","URI":"/index.jsp?pw=PASSWORD&sid=SIG","USER_ID":"JWT"})",
};

std::string planted(std::string_view record) {
  std::string text(record);
  const auto put = [&](std::string_view word, std::string_view secret) {
    for (std::size_t at = text.find(word); at != std::string::npos;
         at = text.find(word, at + secret.size()))
      text.replace(at, word.size(), secret);
  };
  put("PASSWORD", password);
  put("SIG", signature);
  put("JWT", jwt);
  return text;
}

// Also a part of it, in whatever case.
bool holds(std::string_view text, std::string_view secret) {
  const std::string letters = lower(secret);
  for (std::size_t at = 0; at + 16 <= letters.size(); at += 8)
    if (find_letters(text, letters.substr(at, 16)) != std::string_view::npos) return true;
  return false;
}

TEST(SaasSecrets, NoneBecomesAName) {
  for (const std::string_view record : records) {
    SymbolTable symbols;
    const ActionCatalogue catalogue;
    LogParser parser({symbols, catalogue, nullptr, {}});
    std::string text = planted(record);
    const std::size_t size = text.size();
    text.append(padding_bytes, ' ');
    Batch batch;
    parser.begin();
    parser.parse(std::string_view(text).substr(0, size), true, batch);
    EXPECT_EQ(batch.counts.activities, 1U) << record;
    symbols.for_each([&](Symbol, std::string_view name) {
      // The end of a token is what opens; its head is the same for many.
      EXPECT_FALSE(holds(name, jwt.substr(jwt.rfind('.') + 1))) << name << "\n" << record;
      EXPECT_FALSE(holds(name, signature)) << name << "\n" << record;
      EXPECT_FALSE(holds(name, password)) << name << "\n" << record;
    });
  }
}

}  // namespace
}  // namespace gait::formats
