#include "record/json_secrets.h"

#include <algorithm>
#include <array>

#include "record/json_text.h"

namespace gait::record {
namespace {

using Answer = SecretNames::Answer;

constexpr std::size_t depth_max = 128;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_number(char c) {
  return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

class JsonSecrets {
 public:
  JsonSecrets(const Redactor& redactor, std::string_view text, int nested)
      : redactor_(redactor), names_(redactor.finder().names()), text_(text), nested_(nested) {}

  std::vector<TextEdit> take() {
    for (std::size_t at = 0; at < text_.size();) at = step(at);
    return std::move(edits_);
  }

 private:
  // An object or list that is open.
  struct Frame {
    bool all = false;    // every string in it is a secret
    bool named = false;  // `"name": "PASSWORD"` stands in it
    TextRange value{};   // the string of `"value"` in it
    bool has_value = false;
  };
  enum class Member : std::uint8_t { other, name, value };

  std::size_t step(std::size_t at) {
    const char c = text_[at];
    if (c == '"') return string(at);
    if (c == '{' || c == '[') {
      open(c);
    } else if (c == '}' || c == ']') {
      if (depth_ > 0) --depth_;
      forget_name();
    } else if (c == ',') {
      forget_name();
    } else if ((c >= '0' && c <= '9') || c == '-') {
      return number(at);
    }
    return at + 1;
  }

  Frame& frame() { return frames_[std::min(depth_, depth_max - 1)]; }
  void forget_name() {
    answer_ = Answer::plain;
    member_ = Member::other;
  }

  void open(char bracket) {
    const bool listed = bracket == '[' && (answer_ == Answer::part || answer_ == Answer::whole);
    const bool all = frame().all || answer_ == Answer::contents || listed;
    ++depth_;
    frame() = {};
    frame().all = all;
    forget_name();
  }

  std::size_t number(std::size_t at) {
    std::size_t end = at;
    while (end < text_.size() && is_number(text_[end])) ++end;
    if (answer_ == Answer::whole || frame().all)
      edits_.push_back({{at, end}, '"' + redactor_.mark_of(text_.substr(at, end - at)) + '"'});
    return end;
  }

  std::size_t string(std::size_t quote) {
    bool escapes = false;
    std::size_t end = quote + 1;
    while (end < text_.size() && text_[end] != '"') {
      escapes |= text_[end] == '\\';
      end += text_[end] == '\\' ? 2 : 1;
    }
    end = std::min(end, text_.size());
    const TextRange range{std::min(quote + 1, end), end};
    if (is_name(end + 1)) {
      name(range, escapes);
    } else {
      value(range, escapes);
    }
    return end + 1;
  }

  bool is_name(std::size_t at) const {
    while (at < text_.size() && is_space(text_[at])) ++at;
    return at < text_.size() && text_[at] == ':';
  }

  std::string_view in(TextRange range) const {
    return text_.substr(range.begin, range.end - range.begin);
  }

  void name(TextRange range, bool escapes) {
    constexpr std::size_t token_bytes_min = 16;
    const std::string_view said = in(range);
    answer_ = escapes ? names_.ask(unescaped_json(said)) : names_.ask(said);
    member_ = Member::other;
    if (said.size() > 5) {
      if (said.size() >= token_bytes_min) search(range, escapes);
    } else if (said == "name" || said == "Name" || said == "key" || said == "Key") {
      member_ = Member::name;
    } else if (said == "value" || said == "Value") {
      member_ = Member::value;
    }
  }

  void value(TextRange range, bool escapes) {
    Frame& here = frame();
    const bool is_secret = answer_ == Answer::part || answer_ == Answer::whole || here.all ||
                           (member_ == Member::value && here.named);
    if (is_secret) return whole(range, escapes);
    if (member_ == Member::value) {
      here.value = range;
      here.has_value = true;
    } else if (member_ == Member::name) {
      const Answer said = names_.ask(in(range));
      here.named = said == Answer::part || said == Answer::whole;
      if (here.named && here.has_value) whole(here.value, true);
    }
    search(range, escapes);
  }

  // The string is a secret.
  void whole(TextRange range, bool escapes) {
    if (!escapes) range.begin += scheme_bytes(in(range));
    const std::string meant = escapes ? unescaped_json(in(range)) : std::string(in(range));
    if (!meant.empty() && !is_mark(meant)) edits_.push_back({range, redactor_.mark_of(meant)});
  }

  // There may be secrets in the string.
  void search(TextRange range, bool escapes) {
    if (escapes) return search_meaning(range);
    const std::string_view text = in(range);
    TextRange found;
    for (std::size_t at = 0; redactor_.finder().find(text, at, found); at = found.end)
      edits_.push_back({{range.begin + found.begin, range.begin + found.end},
                        redactor_.mark_of(text.substr(found.begin, found.end - found.begin))});
  }

  void search_meaning(TextRange range) {
    const std::string meant = unescaped_json(in(range));
    std::string clean;
    if (nested_ == nested_max) {
      clean = redactor_.mark_of(meant);
    } else if (!redact_content(redactor_, meant, RawKind::text, nested_ + 1, clean)) {
      return;
    }
    std::string written;
    append_json_string(written, clean, written.max_size());
    edits_.push_back({range, written.substr(1, written.size() - 2)});
  }

  const Redactor& redactor_;
  const SecretNames& names_;
  const std::string_view text_;
  const int nested_;
  std::vector<TextEdit> edits_;
  std::array<Frame, depth_max> frames_{};
  std::size_t depth_ = 0;
  Answer answer_ = Answer::plain;  // of the name whose value comes next
  Member member_ = Member::other;
};

bool apply(std::string_view text, std::vector<TextEdit> edits, std::string& out) {
  if (edits.empty()) return false;
  std::ranges::stable_sort(edits, [](const TextEdit& a, const TextEdit& b) {
    return a.range.begin != b.range.begin ? a.range.begin < b.range.begin
                                          : a.range.end > b.range.end;
  });
  std::string done;
  std::size_t copied = 0;
  for (const TextEdit& edit : edits) {
    if (edit.range.begin < copied) continue;
    done.append(text, copied, edit.range.begin - copied).append(edit.text);
    copied = edit.range.end;
  }
  done.append(text.substr(copied));
  out = std::move(done);
  return true;
}

bool redact_text(const Redactor& redactor, std::string_view text, std::string& out) {
  std::vector<TextEdit> edits;
  TextRange found;
  for (std::size_t at = 0; redactor.finder().find(text, at, found); at = found.end)
    edits.push_back({found, redactor.mark_of(text.substr(found.begin, found.end - found.begin))});
  return apply(text, std::move(edits), out);
}

// With line breaks and blanks around it.
bool is_json(std::string_view text) {
  if (json_value_end(text, 0) == text.size()) return true;
  std::string line(text);
  for (char& c : line)
    if (c == '\n' || c == '\r') c = ' ';
  std::size_t end = json_value_end(line, 0);
  while (end < line.size() && is_space(line[end])) ++end;
  return end == line.size();
}

}  // namespace

std::vector<TextEdit> find_json_secrets(const Redactor& redactor, std::string_view text,
                                        int nested) {
  return JsonSecrets(redactor, text, nested).take();
}

bool redact_content(const Redactor& redactor, std::string_view text, RawKind kind, int nested,
                    std::string& out) {
  if (kind == RawKind::json) return apply(text, find_json_secrets(redactor, text, nested), out);
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return false;
  const char first = text[start];
  if (first != '{' && first != '[' && first != '"') return redact_text(redactor, text, out);
  std::string json;
  const bool changed = apply(text, find_json_secrets(redactor, text, nested), json);
  const std::string_view now = changed ? std::string_view(json) : text;
  // What only looks like JSON is read both ways.
  if (!is_json(text) && redact_text(redactor, now, out)) return true;
  if (changed) out = std::move(json);
  return changed;
}

}  // namespace gait::record
