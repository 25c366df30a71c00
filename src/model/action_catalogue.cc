#include "model/action_catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "model/glob.h"

namespace gait {
namespace {

constexpr std::size_t globs_max = 10'000;  // per source; a look-up may try them all
constexpr std::size_t regexes_max = 1'000;
constexpr std::size_t aws_levels_max = 500'000;  // about 20 times what there is
constexpr std::size_t action_bytes_usual = 20;   // of one action in the file of levels
constexpr std::string_view aws_source = "aws_cloudtrail";

// Where a call needs two permissions, the one that changes more stands for it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 19> iam_names{{
    {"bedrock:Converse", "bedrock:InvokeModel"},
    {"bedrock:ConverseStream", "bedrock:InvokeModelWithResponseStream"},
    {"kms:ReEncrypt", "kms:ReEncryptFrom"},
    {"lambda:Invoke", "lambda:InvokeFunction"},
    {"s3:CompleteMultipartUpload", "s3:PutObject"},
    {"s3:CopyObject", "s3:PutObject"},
    {"s3:CreateMultipartUpload", "s3:PutObject"},
    {"s3:DeleteBucketEncryption", "s3:PutEncryptionConfiguration"},
    {"s3:DeleteObjects", "s3:DeleteObject"},
    {"s3:HeadBucket", "s3:ListBucket"},
    {"s3:HeadObject", "s3:GetObject"},
    {"s3:ListBuckets", "s3:ListAllMyBuckets"},
    {"s3:ListObjectVersions", "s3:ListBucketVersions"},
    {"s3:ListObjects", "s3:ListBucket"},
    {"s3:ListObjectsV2", "s3:ListBucket"},
    {"s3:PutBucketLifecycle", "s3:PutLifecycleConfiguration"},
    {"s3:PutBucketLifecycleConfiguration", "s3:PutLifecycleConfiguration"},
    {"s3:PutBucketReplication", "s3:PutReplicationConfiguration"},
    {"s3:UploadPart", "s3:PutObject"},
}};

// CloudTrail names the call, the levels name the permission it needs.
std::string iam_name(std::string_view action) {
  constexpr std::string_view alarms = "monitoring:";  // CloudWatch, by its old name
  if (action.starts_with(alarms)) return fmt::format("cloudwatch:{}", action.substr(alarms.size()));
  for (const auto& [call, permission] : iam_names)
    if (call == action) return std::string(permission);
  return std::string(action);
}

std::optional<Access> access_of_level(std::string_view level) {
  if (level == "R" || level == "L") return Access::read;
  if (level == "W" || level == "T") return Access::write;
  if (level == "P") return Access::admin;
  return std::nullopt;
}

// AWS calls are `service:VerbNoun`; elsewhere the verb begins the action or its last part, or is
// all of it: `get core/pods`, `v1.compute.instances.list`, `Microsoft.Web/sites/read`.
bool is_read_verb(std::string_view text) {
  for (std::string_view verb : {"get", "list", "describe", "head", "read", "watch", "search"})
    if (lower_ascii(text.substr(0, verb.size())) == verb) {
      const char next = text.size() > verb.size() ? text[verb.size()] : ' ';
      if (next < 'a' || next > 'z') return true;
    }
  return false;
}

Access access_of_verb(std::string_view action) {
  const bool reads =
      is_read_verb(action) || is_read_verb(action.substr(action.find_last_of(":./") + 1));
  return reads ? Access::read : Access::write;
}

// Takes the text before the next `delimiter` off the front of `rest`.
std::string_view take(std::string_view& rest, char delimiter) {
  const std::size_t end = std::min(rest.find(delimiter), rest.size());
  const std::string_view piece = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return piece;
}

// The words of a line, parted by blanks. A carriage return is a blank.
std::string_view next_word(std::string_view& line) {
  constexpr std::string_view blanks = " \t\r";
  line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
  const std::size_t end = std::min(line.find_first_of(blanks), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(end);
  return word;
}

}  // namespace

Status ActionCatalogue::add_yaml(std::string_view yaml, std::string_view file_name) {
  TRY(ActionFile file, read_action_file(yaml, file_name));
  const auto refuse = [&](std::string_view what) {
    return Error{Error::Code::invalid, fmt::format("`{}`: {}", file_name, what)};
  };

  const auto known = sources_.find(file.source);
  if (known != sources_.end() && known->second.ignore_case != file.ignore_case)
    return refuse(
        fmt::format("`case: ignore` must be in all files of `{}` or in none", file.source));
  const auto count = [&](ActionEntry::Match match) {
    return static_cast<std::size_t>(std::ranges::count(file.entries, match, &ActionEntry::match));
  };
  const std::size_t globs = known == sources_.end() ? 0 : known->second.globs.size();
  const std::size_t regexes = known == sources_.end() ? 0 : known->second.regexes.size();
  if (globs + count(ActionEntry::Match::glob) > globs_max)
    return refuse(fmt::format("more than {} actions of `{}` with a `*`; name them in full",
                              globs_max, file.source));
  if (regexes + count(ActionEntry::Match::regex) > regexes_max)
    return refuse(fmt::format("more than {} regular expressions of `{}`; join them with `|`",
                              regexes_max, file.source));

  std::vector<std::string> expressions;
  if (regexes > 0)
    for (const Shape& shape : known->second.regexes) expressions.push_back(shape.pattern);
  for (const ActionEntry& entry : file.entries)
    if (entry.match == ActionEntry::Match::regex &&
        std::ranges::find(expressions, entry.action) == expressions.end())
      expressions.push_back(entry.action);
  PatternSet patterns;
  if (auto compiled = patterns.compile(expressions); !compiled)
    return refuse(compiled.error().message);

  Source& source = sources_[file.source];
  source.ignore_case = file.ignore_case;
  source.patterns = std::move(patterns);
  for (const ActionEntry& entry : file.entries) add(entry, source);
  return Nothing{};
}

void ActionCatalogue::add(const ActionEntry& entry, Source& source) {
  const auto shape_of = [&entry](std::vector<Shape>& shapes) -> Known& {
    auto same = std::ranges::find(shapes, entry.action, &Shape::pattern);
    if (same == shapes.end()) same = shapes.insert(same, Shape{entry.action, {}});
    return same->known;
  };
  Known& known = entry.match == ActionEntry::Match::exact  ? source.exact[entry.action]
                 : entry.match == ActionEntry::Match::glob ? shape_of(source.globs)
                                                           : shape_of(source.regexes);
  if (!entry.when) return gait::join(known.facts, entry.facts);
  // With an `else` the entry always counts, and the condition only makes it graver.
  ActionFacts otherwise = entry.facts;
  otherwise.severity = entry.otherwise;
  if (entry.otherwise > 0) gait::join(known.facts, otherwise);
  known.conditional.push_back({*entry.when, entry.facts.classes, entry.facts.access,
                               entry.facts.severity, entry.facts.attack});
}

Status ActionCatalogue::add_aws_access_levels(std::string_view text, std::string_view file_name) {
  std::vector<std::pair<std::string, Access>> read;
  read.reserve(text.size() / action_bytes_usual);
  for (std::size_t line_number = 1; !text.empty(); ++line_number) {
    std::string_view line = take(text, '\n');
    line = line.substr(0, line.find('#'));
    const std::string_view service = next_word(line);
    if (service.empty()) continue;
    const std::string_view level = next_word(line);
    const auto access = access_of_level(level);
    if (!access)
      return Error{Error::Code::invalid,
                   fmt::format("`{}` line {}: unknown access level `{}`; it is R, L, W, T or P",
                               file_name, line_number, level)};
    for (auto action = next_word(line); !action.empty(); action = next_word(line))
      read.emplace_back(std::string(service).append(1, ':').append(action), *access);
    if (read.size() > aws_levels_max)
      return Error{Error::Code::invalid, fmt::format("`{}` line {}: more than {} actions",
                                                     file_name, line_number, aws_levels_max)};
  }
  aws_levels_.reserve(aws_levels_.size() + read.size());
  for (auto& [action, access] : read) {
    Access& known = aws_levels_[std::move(action)];
    known = std::max(known, access);
  }
  return Nothing{};
}

void ActionCatalogue::join(Known& into, const Known& from) {
  gait::join(into.facts, from.facts);
  into.conditional.insert(into.conditional.end(), from.conditional.begin(), from.conditional.end());
}

// What the longest matching globs say. Those of one length are equals, and are joined.
ActionCatalogue::Known ActionCatalogue::longest_globs(const Source& source,
                                                      std::string_view action) {
  Known known;
  std::size_t longest = 0;
  for (const Shape& glob : source.globs) {
    if (glob.pattern.size() < longest || !matches_glob(glob.pattern, action)) continue;
    if (glob.pattern.size() > longest) known = {};
    longest = glob.pattern.size();
    join(known, glob.known);
  }
  return known;
}

ActionCatalogue::Known ActionCatalogue::look_up(const Source& source, std::string_view action) {
  const std::string key = source.ignore_case ? lower_ascii(action) : std::string(action);
  if (auto entry = source.exact.find(key); entry != source.exact.end()) return entry->second;
  Known known = longest_globs(source, key);
  if (known.facts.classes.bits != 0 || !known.conditional.empty()) return known;
  for (const int index : source.patterns.find(action))
    join(known, source.regexes[static_cast<std::size_t>(index)].known);
  return known;
}

ActionFacts ActionCatalogue::find(std::string_view source, std::string_view action) const {
  Known known;
  if (auto found = sources_.find(source); found != sources_.end())
    known = look_up(found->second, action);

  ActionFacts& facts = known.facts;
  Access usual = access_of_verb(action);
  if (source == aws_source)
    if (auto level = aws_levels_.find(iam_name(action)); level != aws_levels_.end())
      usual = level->second;
  if (!known.conditional.empty())
    facts.conditions = std::make_shared<const ActionConditions>(
        ActionConditions{std::move(known.conditional), facts.access, usual});
  if (facts.access == Access::unknown) facts.access = access_of_classes(facts.classes);
  if (facts.access == Access::unknown) facts.access = usual;
  return std::move(facts);
}

std::size_t ActionCatalogue::size() const {
  std::size_t sum = 0;
  for (const auto& [source, count] : sizes()) sum += count;
  return sum;
}

std::map<std::string, std::size_t> ActionCatalogue::sizes() const {
  std::map<std::string, std::size_t> counts;
  for (const auto& [name, source] : sources_)
    counts[name] = source.exact.size() + source.globs.size() + source.regexes.size();
  return counts;
}

}  // namespace gait
