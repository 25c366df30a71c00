#include "formats/field_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/field_reader.h"

namespace gait::formats {
namespace {

std::string_view next_alternative(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('|'), rest.size());
  const std::string_view path = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return path;
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  return text;
}

}  // namespace

Result<FieldTable> FieldTable::make(std::span<const std::string_view> fields, Case letters) {
  FieldTable table;
  table.letters_ = letters;
  table.nodes_.emplace_back();
  table.levels_.push_back({{}, 0, {}});
  std::uint16_t slot = 0;
  for (const std::string_view field : fields) {
    table.first_slots_.push_back(slot);
    for (std::string_view rest = field; !rest.empty();) {
      if (slot == paths_max)
        return Error{Error::Code::invalid, fmt::format("more than {} paths", paths_max)};
      TRY_STATUS(table.add(next_alternative(rest), slot++));
    }
  }
  table.first_slots_.push_back(slot);
  return table;
}

Status FieldTable::add(std::string_view path, std::uint16_t slot) {
  TRY(const std::vector<PathStep> steps, parse_path(path));
  std::size_t level = 0;
  std::uint16_t node = levels_[0].root;
  std::string walked;
  for (const PathStep& step : steps) {
    walked += fmt::format("/{}{}{}", static_cast<int>(step.kind), step.name, step.index);
    if (step.kind == PathStep::Kind::row) {
      nodes_[node].is_list = true;
      TRY(level, level_below(level, walked, path));
      node = levels_[level].root;
    } else {
      node = node_behind(node, step);
    }
  }
  if (nodes_[node].slot != none)
    return Error{Error::Code::invalid, fmt::format("path `{}` stands twice", path)};
  nodes_[node].slot = slot;
  levels_[level].slots.push_back(slot);
  return Nothing{};
}

Result<std::size_t> FieldTable::level_below(std::size_t level, const std::string& rows,
                                            std::string_view path) {
  if (level + 1 == levels_.size()) {
    nodes_.emplace_back();
    levels_.push_back({rows, static_cast<std::uint16_t>(nodes_.size() - 1), {}});
  }
  if (levels_[level + 1].rows != rows)
    return Error{Error::Code::invalid,
                 fmt::format("path `{}`: its rows are of another list than those before", path)};
  return level + 1;
}

std::uint16_t FieldTable::node_behind(std::uint16_t node, const PathStep& step) {
  const auto fresh = [this] {
    nodes_.emplace_back();
    return static_cast<std::uint16_t>(nodes_.size() - 1);
  };
  const auto named = [&](std::vector<Member> Node::*list, const std::string& name) {
    for (const Member& member : nodes_[node].*list)
      if (member.name == name) return member.node;
    const std::uint16_t behind = fresh();
    (nodes_[node].*list).push_back({key_head(name), name, behind});
    return behind;
  };
  switch (step.kind) {
    case PathStep::Kind::member: {
      const std::string name = letters_ == Case::ignored ? lower(step.name) : step.name;
      nodes_[node].heads |= head_bit(key_head(name));
      return named(&Node::members, name);
    }
    case PathStep::Kind::keyed:
      return named(&Node::keyed, step.name);
    case PathStep::Kind::element: {
      for (const Element& element : nodes_[node].elements)
        if (element.index == step.index) return element.node;
      const std::uint16_t behind = fresh();
      nodes_[node].elements.push_back({step.index, behind});
      return behind;
    }
    case PathStep::Kind::any:
      if (nodes_[node].any == none) {
        const std::uint16_t behind = fresh();
        nodes_[node].any = behind;
      }
      return nodes_[node].any;
    case PathStep::Kind::row:
      break;
  }
  return node;
}

Fields FieldTable::fields() const { return Fields(first_slots_); }

bool FieldTable::read(JsonWalk& walk, const char* text, Fields& found,
                      const std::function<void()>& on_row) const {
  return FieldReader(*this, text, found).read(walk, on_row);
}

}  // namespace gait::formats
