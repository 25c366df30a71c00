#include "report/plain.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace gait::report {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

// The length of the UTF-8 character at `at`, or 0 where there is none. Overlong forms, surrogates
// and values past U+10FFFF are none.
std::size_t character_bytes(std::string_view text, std::size_t at, std::uint32_t& code) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::uint32_t first = byte(at);
  if (first < 0x80) return code = first, 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + length > text.size()) return 0;
  code = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) return 0;
    code = (code << 6U) | (byte(at + i) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> code_min{0, 0, 0x80, 0x800, 0x10000};
  if (code < code_min[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return 0;
  return length;
}

// Control characters, and marks that turn the direction of text or hide it.
bool acts_on_screen(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code <= 0x9F) || (code >= 0x200B && code <= 0x200F) ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF;
}

std::string with_unit(double number, std::string_view unit) {
  const auto whole = static_cast<std::uint64_t>(std::llround(number));
  return fmt::format("{} {}{}", grouped(whole), unit, whole == 1 ? "" : "s");
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    std::uint32_t code = 0;
    const std::size_t length = character_bytes(text, at, code);
    if (length == 1 && (code == '\n' || code == '\t'))
      out += ' ';
    else if (length == 0 || acts_on_screen(code))
      out += replacement;
    else
      out += text.substr(at, length);
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

std::string grouped(std::uint64_t number) {
  std::string text = fmt::format("{}", number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}

std::string amount_text(double number) {
  if (!std::isfinite(number)) return "unknown";
  if (number < 0) return "-" + amount_text(-number);
  if (number >= 1e15) return fmt::format("{:.2e}", number);
  if (number >= 100 || number == std::trunc(number))
    return grouped(static_cast<std::uint64_t>(std::llround(number)));
  std::string text = fmt::format("{:.{}f}", number, number >= 10 ? 1 : 2);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string bytes_text(double bytes) {
  constexpr std::array<std::string_view, 6> units{"B", "kB", "MB", "GB", "TB", "PB"};
  if (!std::isfinite(bytes) || bytes < 0) return "unknown";
  std::size_t unit = 0;
  for (; bytes >= 1000 && unit + 1 < units.size(); ++unit) bytes /= 1000;
  if (unit == 0) return fmt::format("{:.0f} B", bytes);
  return fmt::format("{:.{}f} {}", bytes, bytes < 10 ? 1 : 0, units[unit]);
}

std::string age_text(double days) {
  if (!std::isfinite(days) || days < 0) return "unknown";
  if (days < 2) return with_unit(days * 24, "hour");
  if (days < 90) return with_unit(days, "day");
  if (days < 730) return with_unit(days / 30.44, "month");
  return with_unit(days / 365.25, "year");
}

std::string minute_text(Timestamp time) {
  if (time.ns == 0) return {};
  const std::string text = to_rfc3339(time);
  return fmt::format("{} {} UTC", text.substr(0, 10), text.substr(11, 5));
}

std::string day_text(Timestamp time) {
  return time.ns == 0 ? std::string() : to_rfc3339(time).substr(0, 10);
}

std::string span_text(Timestamp from, Timestamp to) {
  if (to.ns == 0 || to.minutes() <= from.minutes()) return minute_text(from);
  const std::string start = minute_text(from), end = minute_text(to);
  const bool same_day = from.days() == to.days();
  return fmt::format("{} to {}", start.substr(0, 16), same_day ? end.substr(11) : end);
}

std::string odds_text(double probability) {
  if (!(probability < 0.5)) return {};
  if (probability <= 0) return "less than once in 1,000 years";
  const double days = 1 / probability / 24;
  if (days >= 365'250) return "less than once in 1,000 years";
  return "about once in " + age_text(days);
}

std::string question_label(std::string_view question) {
  constexpr std::array<std::string_view, 5> labels{"What", "When", "Where", "How much", "As whom"};
  for (std::size_t i = 0; i < question_names.size(); ++i)
    if (question_names[i] == question) return std::string(labels[i]);
  return printable(question);
}

std::string spoken(std::string_view name) {
  std::string text = printable(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::optional<Facet> facet_named(std::string_view name) {
  for (std::size_t i = 0; i < facet_count; ++i)
    if (facet_table[i].name == name) return static_cast<Facet>(i);
  return std::nullopt;
}

std::string basis_text(const Reason& reason) {
  if (reason.n <= 0) return {};
  const std::optional<Facet> facet = facet_named(reason.facet);
  std::string_view unit = "active minutes";
  if (facet == Facet::hour)
    unit = "active hours";
  else if (facet == Facet::gap)
    unit = "active hours";
  else if (facet && info(*facet).is_amount)
    unit = "hours";
  const std::string count = fmt::format("{} {}", amount_text(std::round(reason.n)), unit);
  return reason.window.empty() ? count : fmt::format("{} in {}", count, printable(reason.window));
}

std::string percent_text(double share) {
  return fmt::format("{:.0f} %", std::clamp(share, 0.0, 1.0) * 100);
}

std::string facet_amount_text(Facet facet, double amount) {
  if (facet == Facet::bytes) return bytes_text(amount);
  if (facet == Facet::gap)
    return to_duration_text(std::llround(std::clamp(amount, 0.0, 1e8) * 3600));
  return amount_text(amount);
}

std::string confidence_text(double confidence) {
  if (!(confidence > 0)) return {};
  return percent_text(confidence) + " rests on its own history and that of its group";
}

std::string evidence_text(const EvidenceNote& evidence) {
  if (!(evidence.bits > 0)) return {};
  std::string text = fmt::format("{:.1f} bits over {}", evidence.bits,
                                 with_unit(static_cast<double>(evidence.hours), "hour"));
  Timestamp since;
  if (parse_rfc3339(evidence.since, since)) text += " since " + minute_text(since);
  return text;
}

std::string lane_text(std::string_view lane) {
  if (lane == lane_names[static_cast<std::size_t>(Lane::baseline)])
    return "departures from its profile";
  if (lane == lane_names[static_cast<std::size_t>(Lane::volume)])
    return "a burst against its mean of all time";
  if (lane == lane_names[static_cast<std::size_t>(Lane::chain)])
    return "departures that add up along the delegation";
  return printable(lane);
}

std::string mark_text(const Finding& finding) {
  if (finding.mark.empty()) return {};
  std::string text = "marked " + printable(finding.mark);
  if (!finding.marked_by.empty()) text += " by " + printable(finding.marked_by);
  if (finding.marked.ns != 0) text += " on " + day_text(finding.marked);
  if (!finding.mark_reason.empty()) text += ": " + printable(finding.mark_reason);
  return text;
}

std::string budget_text(const BudgetStats& budget) {
  if (!(budget.requested_per_day > 0)) return {};
  std::string text = fmt::format("{} a day requested, {} realised; {} held back",
                                 amount_text(budget.requested_per_day),
                                 amount_text(budget.realised_per_day), grouped(budget.held_back));
  if (budget.certain > 0)
    text += fmt::format(", {} certain and outside of it", grouped(budget.certain));
  std::string lanes;
  for (const LaneBudget& lane : budget.lanes)
    if (!lane.name.empty())
      lanes += fmt::format("{}{} {} of {}", lanes.empty() ? "" : ", ", printable(lane.name),
                           amount_text(lane.realised_per_day), amount_text(lane.requested_per_day));
  return lanes.empty() ? text : fmt::format("{} ({})", text, lanes);
}

std::string credential_text(const CredentialNote& credential) {
  if (credential.id.empty() && credential.kind.empty()) return {};
  std::string text = credential.id.empty() ? "credential" : printable(credential.id);
  if (!credential.kind.empty()) text += fmt::format(" ({})", spoken(credential.kind));
  if (credential.age_days) text += fmt::format(", {} old", age_text(*credential.age_days));
  if (credential.rotated)
    text += fmt::format(", rotated {}", printable(credential.rotated->substr(0, 10)));
  return text;
}

}  // namespace gait::report
