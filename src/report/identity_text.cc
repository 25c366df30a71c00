#include "report/identity_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/plain.h"

namespace gait::report {
namespace {

constexpr std::size_t values_max = 8;
constexpr std::size_t label_width = 20;

void add_heading(std::string& out, std::string_view text, const TextOptions& options) {
  out += '\n' + inked(text, Ink::strong, options) + '\n';
}

void add_fact(std::string& out, std::string_view label, std::string_view text,
              const TextOptions& options) {
  if (!text.empty()) add_paragraph(out, fmt::format("  {}", label), text, label_width, options);
}

std::string one_decimal(double number) { return fmt::format("{:.1f}", number); }

std::string with_reason(std::string_view text, std::string_view reason) {
  if (reason.empty()) return printable(text);
  return fmt::format("{} ({})", spoken(text), printable(reason));
}

std::string standing_text(const IdentitySummary& s) {
  if (s.standing <= 0) return "0 of 100, nothing weighs on it";
  return fmt::format("{} of 100, halved every 7 days ({})", one_decimal(s.standing),
                     standing_method);
}

// The parts of the standing, which add up to it.
void add_contributors(std::string& out, const IdentitySummary& s, const TextOptions& options) {
  if (s.contributors.empty()) return;
  add_heading(out, "What weighs on it", options);
  for (const Contributor& part : s.contributors) {
    const std::string id = part.finding.empty() ? std::string() : printable(part.finding) + "  ";
    add_paragraph(out, fmt::format("{}  ", padded_left(one_decimal(part.share), 7)),
                  fmt::format("{}{} (risk {:.0f}, {} ago)", id, printable(part.title), part.risk,
                              age_text(part.age_days)),
                  9, options);
  }
}

void add_who(std::string& out, const IdentitySummary& s, const TextOptions& options) {
  add_fact(out, "class", with_reason(s.identity_class, s.class_reason), options);
  add_fact(out, "type", spoken(s.type), options);
  add_fact(out, "human", with_reason(s.human, s.human_reason), options);
  add_fact(out, "owner", s.owner.empty() ? "unknown; nobody is on record" : printable(s.owner),
           options);
  add_fact(out, "purpose", printable(s.purpose), options);
  add_fact(out, "environment", printable(s.environment), options);
  add_fact(out, "account", printable(s.account), options);
  add_fact(out, "seen", span_text(s.first, s.last), options);
  add_fact(out, "activities",
           fmt::format("{}, of them {} denied", grouped(s.activities), grouped(s.denied)), options);
  add_fact(out, "standing", standing_text(s), options);
  add_fact(out, "risk", fmt::format("{:.0f} of 100, {} findings", s.risk, s.findings), options);
  add_fact(out, "confidence",
           fmt::format("{} of a judgement is its own history ({} active minutes), the rest that of "
                       "{} peers in {}",
                       percent_text(s.confidence), amount_text(s.learned_minutes), s.peers,
                       s.peer_group.empty() ? "no group" : printable(s.peer_group)),
           options);
}

// A bar of eighths, as wide as the share of `width` columns.
std::string bar(double share, std::size_t width) {
  constexpr std::array<std::string_view, 8> eighths{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const auto parts =
      static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(width) * 8);
  std::string text;
  for (std::size_t i = 0; i < parts / 8; ++i) text += "█";
  text += eighths[parts % 8];
  return text.empty() ? "▏" : text;
}

void add_values(std::string& out, const IdentitySummary& s, Facet facet,
                const TextOptions& options) {
  const auto& values = s.values[static_cast<std::size_t>(facet)];
  if (values.empty()) return;
  double total = 0;
  for (const ValueSummary& value : values) total = std::max(total, value.minutes);
  const std::size_t width = static_cast<std::size_t>(std::max(options.width, 60)) - label_width;
  const std::size_t name_width = std::min<std::size_t>(width - 26, 44);
  for (std::size_t i = 0; i < std::min(values.size(), values_max); ++i) {
    const std::string label = i == 0 ? fmt::format("  {}", info(facet).noun) : std::string();
    out += inked(padded(label, label_width), Ink::faint, options);
    out += padded(clipped(printable(values[i].value), name_width), name_width) + ' ';
    out += padded(bar(total > 0 ? values[i].minutes / total : 0, 10), 10);
    out += fmt::format(" {} min\n", padded_left(amount_text(values[i].minutes), 8));
  }
  if (values.size() > values_max)
    out +=
        fmt::format("{}and {} more\n", std::string(label_width, ' '), values.size() - values_max);
}

void add_question(std::string& out, const IdentitySummary& s, Question question,
                  const TextOptions& options) {
  for (std::size_t i = 0; i < facet_count; ++i)
    if (facet_table[i].question == question && static_cast<Facet>(i) != Facet::hour)
      add_values(out, s, static_cast<Facet>(i), options);
}

void add_amounts(std::string& out, const IdentitySummary& s, const TextOptions& options) {
  if (s.amounts.empty()) return;
  const std::string heads = fmt::format("{} {} {} {}", padded("", 36), padded_left("usual", 10),
                                        padded_left("high", 10), padded_left("most", 10));
  out += inked(heads, Ink::faint, options) + '\n';
  for (const AmountSummary& amount : s.amounts) {
    const auto text = [&](double x) { return padded_left(facet_amount_text(amount.facet, x), 10); };
    out += fmt::format("{} {} {} {}\n", padded(fmt::format("  {}", info(amount.facet).noun), 36),
                       text(amount.usual), text(amount.high), text(amount.most));
  }
}

// One block character per day, oldest first.
void add_days(std::string& out, const IdentitySummary& s, const TextOptions& options) {
  if (s.daily.empty()) return;
  constexpr std::array<std::string_view, 8> heights{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const double most = *std::max_element(s.daily.begin(), s.daily.end());
  std::string line;
  for (const std::uint32_t calls : s.daily)
    line += calls == 0 ? std::string_view("·")
                       : heights[static_cast<std::size_t>(std::min(7.0, calls / most * 7.999))];
  add_fact(out, "calls by day", fmt::format("{}  to {}", line, day_text(s.daily_last)), options);
  add_fact(out, "a usual day",
           fmt::format("{} to {} calls", amount_text(std::max(0.0, s.daily_low)),
                       amount_text(s.daily_high)),
           options);
}

void add_credentials(std::string& out, const IdentitySummary& s, const TextOptions& options) {
  for (const CredentialSummary& credential : s.credentials) {
    CredentialNote note{credential.id, credential.kind, credential.age_days, {}};
    if (credential.rotated) note.rotated = day_text(*credential.rotated);
    add_fact(out, "presented", credential_text(note), options);
  }
}

}  // namespace

std::string week_text(const std::array<std::uint8_t, 168>& hours, std::size_t indent) {
  constexpr std::array<std::string_view, 7> days{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  constexpr std::array<std::string_view, 5> shades{"·", "░", "▒", "▓", "█"};
  const std::string margin(indent, ' ');
  std::string out = margin + "    00          06          12          18        UTC\n";
  for (std::size_t day = 0; day < 7; ++day) {
    out += margin + std::string(days[day]) + ' ';
    for (std::size_t hour = 0; hour < 24; ++hour) {
      const std::uint8_t level = hours[day * 24 + hour];
      const std::string_view shade = shades[level == 0 ? 0 : 1U + level / 64U];
      out.append(shade).append(shade);
    }
    out += '\n';
  }
  return out;
}

std::string identities_text(std::span<const IdentitySummary> identities,
                            const TextOptions& options) {
  if (identities.empty()) return "No identities: nothing was read.\n";
  const auto width = static_cast<std::size_t>(std::max(options.width, 80));
  const std::size_t name_width = std::min<std::size_t>(width - 64, 60);
  std::string out =
      inked(fmt::format("standing  {}  {}  {}  {}  last seen", padded("identity", name_width),
                        padded("class", 14), padded("owner", 14), padded_left("calls", 9)),
            Ink::faint, options) +
      '\n';
  for (const IdentitySummary& s : identities)
    out += fmt::format("{}  {}  {}  {}  {}  {}\n", padded_left(one_decimal(s.standing), 8),
                       padded(clipped(printable(s.key), name_width), name_width),
                       padded(clipped(spoken(s.identity_class), 14), 14),
                       padded(clipped(s.owner.empty() ? "-" : printable(s.owner), 14), 14),
                       padded_left(grouped(s.activities), 9), day_text(s.last));
  return out;
}

std::string profile_text(const IdentitySummary& identity, const TextOptions& options) {
  std::string out = inked(printable(identity.key), Ink::strong, options) + "\n\n";
  add_who(out, identity, options);
  add_contributors(out, identity, options);
  add_heading(out, "What it does", options);
  add_question(out, identity, Question::what, options);
  add_heading(out, "When", options);
  out += week_text(identity.hours, 2);
  add_heading(out, "Where from", options);
  add_question(out, identity, Question::where, options);
  add_heading(out, "How much", options);
  add_amounts(out, identity, options);
  add_days(out, identity, options);
  add_heading(out, "As whom", options);
  add_question(out, identity, Question::as_whom, options);
  add_credentials(out, identity, options);
  return out;
}

}  // namespace gait::report
