#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "model/facet.h"
#include "model/finding.h"
#include "model/summary.h"

// How Gait writes numbers, times and names for people; the same on the terminal and on the page.
namespace gait::report {

// The text with everything taken out that could act on a reader's screen: control characters
// (escape sequences), direction marks, and bytes that are not UTF-8 become U+FFFD. Names come from
// logs, and logs are written by anyone.
std::string printable(std::string_view text);

// 1234567 as "1,234,567".
std::string grouped(std::uint64_t number);

// A number of things to about three digits: "0.25", "7", "12.5", "4,112".
std::string amount_text(double number);

// "1.2 GB": decimal units.
std::string bytes_text(double bytes);

// Two units would be noise in an age: "6 hours", "12 days", "14 months", "3 years".
std::string age_text(double days);

// "2026-11-21 10:00 UTC"; empty for a time that was never set.
std::string minute_text(Timestamp time);

// "2026-11-21"; empty for a time that was never set.
std::string day_text(Timestamp time);

// "2026-11-21 10:00 to 10:12 UTC", as short as the days allow.
std::string span_text(Timestamp from, Timestamp to);

// What a probability of an hour means: "about once in 36 days". Empty when it says nothing, that
// is from one half up.
std::string odds_text(double probability);

// "What", "When", "Where", "How much", "As whom"; other text as it is.
std::string question_label(std::string_view question);

// `first_seen_access` as "first seen access".
std::string spoken(std::string_view name);

// The facet of that name in the facet table.
std::optional<Facet> facet_named(std::string_view name);

// What a reason rests on: "4,112 active minutes in 13 d". The unit of `n` follows the facet.
std::string basis_text(const Reason& reason);

// "71 %".
std::string percent_text(double share);

// An amount of that facet with its unit: "1.2 GB", "40 s" for a silence, "340".
std::string facet_amount_text(Facet facet, double amount);

// How much a judgement rests on what was learned: "71 % rests on its own history and that of its
// group". Empty for 0, which is not known.
std::string confidence_text(double confidence);

// What added up over time: "12.5 bits over 9 hours since 2026-11-18 10:00 UTC". Empty when nothing.
std::string evidence_text(const EvidenceNote& evidence);

// The evidence that decided: "departures from its profile". Empty when it is not known.
std::string lane_text(std::string_view lane);

// "marked expected by ana on 2026-11-20: the new job". Empty without a mark.
std::string mark_text(const Finding& finding);

// "10 a day requested, 3.2 realised; 14 held back", with the lanes behind it. Empty when no budget
// was kept.
std::string budget_text(const BudgetStats& budget);

// A finding's `credential` in words: "`AKIA…` (long lived), 412 days old, rotated 2025-09-01".
std::string credential_text(const CredentialNote& credential);

}  // namespace gait::report
