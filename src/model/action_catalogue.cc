#include "model/action_catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "model/action_file.h"

namespace gait {
namespace {

constexpr std::size_t globs_max = 10'000;        // per source; a look-up may try them all
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

Access access_of_classes(ActionClasses classes) {
  using enum ActionClass;
  for (ActionClass c : {token_mint, privilege_change, persistence, defense_evasion, destructive})
    if (classes.has(c)) return Access::admin;
  for (ActionClass c : {data_write, exec})
    if (classes.has(c)) return Access::write;
  return classes.bits != 0 ? Access::read : Access::unknown;
}

Access access_of_verb(std::string_view action) {
  const std::string_view call = action.substr(action.rfind(':') + 1);
  for (std::string_view verb : {"Get", "List", "Describe", "Head"})
    if (call.starts_with(verb)) return Access::read;
  return Access::write;
}

// Commutative and idempotent: neither the order of files nor a repeated line matters.
void merge(ActionFacts& into, const ActionFacts& from) {
  into.classes.bits = static_cast<std::uint16_t>(into.classes.bits | from.classes.bits);
  into.access = std::max(into.access, from.access);
  into.severity = std::max(into.severity, from.severity);
  into.attack.insert(into.attack.end(), from.attack.begin(), from.attack.end());
  std::ranges::sort(into.attack);
  into.attack.erase(std::unique(into.attack.begin(), into.attack.end()), into.attack.end());
}

bool is_glob(std::string_view action) { return action.find('*') != std::string_view::npos; }

// `*` stands for any run of characters. Only the last star is ever retried, so at worst the
// product of the two lengths.
bool matches(std::string_view pattern, std::string_view text) {
  constexpr std::size_t none = std::string_view::npos;
  std::size_t p = 0, t = 0, after_star = none, retry = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      after_star = ++p;
      retry = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (after_star != none) {
      p = after_star;
      t = ++retry;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == none;
}

// What the longest matching globs say. Those of one length are equals, and are joined.
template <class Entry, class Globs>
Entry join_longest(const Globs& globs, std::string_view action) {
  Entry known;
  std::size_t longest = 0;
  for (const auto& glob : globs) {
    if (glob.pattern.size() < longest || !matches(glob.pattern, action)) continue;
    if (glob.pattern.size() > longest) known = {};
    longest = glob.pattern.size();
    merge(known.facts, glob.facts);
    known.has_access |= glob.has_access;
  }
  return known;
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

  Source& source = sources_[file.source];
  const auto globs = std::ranges::count_if(file.entries, is_glob, &ActionEntry::action);
  if (source.globs.size() + static_cast<std::size_t>(globs) > globs_max)
    return Error{Error::Code::invalid,
                 fmt::format("`{}`: more than {} actions of `{}` with a `*`; name them in full",
                             file_name, globs_max, file.source)};

  auto join = [this](auto& known, const ActionEntry& entry) {
    if (known.facts.classes.bits == 0) ++count_;
    merge(known.facts, entry.facts);
    known.has_access |= entry.states_access;
  };
  for (const ActionEntry& entry : file.entries) {
    if (!is_glob(entry.action)) {
      join(source.exact[entry.action], entry);
      continue;
    }
    auto same = std::ranges::find(source.globs, entry.action, &Glob::pattern);
    if (same == source.globs.end()) same = source.globs.insert(same, Glob{entry.action, {}});
    join(*same, entry);
  }
  return Nothing{};
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

ActionFacts ActionCatalogue::find(std::string_view source, std::string_view action) const {
  Entry known;
  if (auto found = sources_.find(std::string(source)); found != sources_.end()) {
    const auto& [exact, globs] = found->second;
    if (auto entry = exact.find(std::string(action)); entry != exact.end())
      known = entry->second;
    else
      known = join_longest<Entry>(globs, action);
  }
  if (known.has_access) return known.facts;

  known.facts.access = access_of_classes(known.facts.classes);
  if (known.facts.access != Access::unknown) return known.facts;

  known.facts.access = access_of_verb(action);
  if (source == aws_source)
    if (auto level = aws_levels_.find(iam_name(action)); level != aws_levels_.end())
      known.facts.access = level->second;
  return known.facts;
}

}  // namespace gait
