#include "formats/json_lookup.h"

#include <algorithm>

#include "formats/parser.h"
#include "model/glob.h"

namespace gait::formats {
namespace {

using Step = FieldPath::Step;

constexpr int strings_depth_max = 3;

bool looks_like_json(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

}  // namespace

// One walk along a path. Every function moves past the value it stands at, or stops the walk.
class JsonLookup::Search {
 public:
  Search(const JsonLookup& lookup, const FieldPath& path, std::vector<std::string>& found)
      : walk_(lookup.padded_.data(), lookup.index_.positions(),
              lookup.index_.positions() + lookup.index_.size()),
        text_(lookup.text_),
        path_(path),
        found_(found),
        depth_(lookup.depth_) {}

  bool follow(std::size_t step) {
    if (found_.size() >= values_max) return false;
    if (step == path_.steps.size()) return take();
    if (walk_.peek() == '"') return follow_inside(step);
    switch (path_.steps[step].kind) {
      case Step::Kind::member:
        return follow_member(step);
      case Step::Kind::element:
        return walk_.peek() == '[' ? follow_element(step) : walk_.skip();
      case Step::Kind::any_element:
        if (walk_.peek() != '[') return follow(step + 1);  // its own only element
        return walk_.array([&] { return follow(step + 1); });
    }
    return false;
  }

 private:
  bool follow_member(std::size_t step) {
    if (walk_.peek() != '{') return walk_.skip();
    return walk_.object([&](const JsonKey& key) {
      return is_name(key.text, path_.steps[step].name) ? follow(step + 1) : walk_.skip();
    });
  }

  bool follow_element(std::size_t step) {
    std::size_t at = 0;
    return walk_.array(
        [&] { return at++ == path_.steps[step].index ? follow(step + 1) : walk_.skip(); });
  }

  bool is_name(std::string_view key, std::string_view name) const {
    std::string scratch;
    const std::string_view plain = unescape(key, scratch);
    return path_.ignore_case ? lower_ascii(plain) == lower_ascii(name) : plain == name;
  }

  // The value here is a string and the path goes on: in what it holds, if that is JSON. A string is
  // also its own only element.
  bool follow_inside(std::size_t step) {
    std::string_view raw;
    if (!walk_.text(raw)) return false;
    std::string scratch;
    const std::string_view inside = unescape(raw, scratch);
    if (looks_like_json(inside) && depth_ < strings_depth_max) {
      FieldPath rest;
      rest.steps.assign(path_.steps.begin() + static_cast<std::ptrdiff_t>(step), path_.steps.end());
      rest.ignore_case = path_.ignore_case;
      for (std::string& value : JsonLookup(inside, depth_ + 1)(rest))
        found_.push_back(std::move(value));
    } else if (std::all_of(path_.steps.begin() + static_cast<std::ptrdiff_t>(step),
                           path_.steps.end(),
                           [](const Step& s) { return s.kind == Step::Kind::any_element; })) {
      found_.emplace_back(inside);
    }
    return true;
  }

  bool take() {
    const char first = walk_.peek();
    if (first == '"') {
      std::string_view raw;
      if (!walk_.text(raw)) return false;
      std::string scratch;
      found_.emplace_back(unescape(raw, scratch));
      return true;
    }
    if (first == '{' || first == '[') {
      const std::size_t begin = walk_.offset();
      if (!walk_.skip()) return false;
      found_.emplace_back(text_.substr(begin, walk_.end_offset() - begin));
      return true;
    }
    std::string_view value;
    if (!walk_.scalar(value)) return false;
    if (value != "null") found_.emplace_back(value);
    return true;
  }

  JsonWalk walk_;
  std::string_view text_;
  const FieldPath& path_;
  std::vector<std::string>& found_;
  int depth_;
};

JsonLookup::JsonLookup(std::string_view record) : JsonLookup(record, 0) {}

JsonLookup::JsonLookup(std::string_view record, int depth) : depth_(depth) {
  padded_.reserve(record.size() + padding_bytes);
  padded_.append(record).append(padding_bytes, ' ');
  const std::string_view text = std::string_view(padded_).substr(0, record.size());
  if (index_.build(text) == BlockIndex::Fault::none && index_.size() > 0) text_ = text;
}

std::vector<std::string> JsonLookup::operator()(const FieldPath& path) const {
  std::vector<std::string> found;
  if (text_.empty()) return found;
  Search(*this, path, found).follow(0);
  return found;
}

}  // namespace gait::formats
