#include "engine/engine.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "detect/make_group_finding.h"
#include "engine/groups.h"

namespace gait::engine {
namespace {

// The format whose actions the catalogue is asked about; with a second format this becomes part of
// the activity.
constexpr std::string_view catalogue_source = "aws_cloudtrail";

constexpr std::uint16_t habitual_minutes_min = 3;

// Switching a credential off takes effect within minutes.
constexpr std::int64_t disabled_seconds_min = 900;

// Half of what there is to know of an identity shows in its first day, of its peers in 200
// identity-hours.
constexpr double confident_days = 1;
constexpr double confident_hours = 200;

// What the gravest action can add to a claim (detect/hold_budget.h).
constexpr double most_weight_bits = 3;
constexpr float told_facet_bits_min = 6;

// So many peers can speak for or against.
constexpr std::uint32_t peers_min = 3;

// Fewer calls than this are nobody's idea of too many, however quiet it was before.
constexpr double calls_min = 5;

bool is_handful(const detect::Episode& episode) {
  return std::ranges::all_of(episode.facets, [](const detect::FacetEvidence& evidence) {
    const Deviation& d = evidence.deviation;
    if (d.bits < told_facet_bits_min) return true;
    return info(d.facet).question == Question::how_much && d.facet != Facet::bytes &&
           d.facet != Facet::secrets && d.facet != Facet::denials && d.amount < calls_min;
  });
}

bool is_worth_a_claim(const detect::Episode& episode) {
  return episode.certain || (episode.bits() >= sketch::AlertBudget::floor_bits - most_weight_bits &&
                             !is_handful(episode));
}

std::string session_key(std::string_view identity, std::string_view credential) {
  if (credential.empty()) return {};
  return std::string(identity.substr(0, identity.find(':'))) + ":cred/" + std::string(credential);
}

double relevance_of(identity::ChangeMatch match) {
  switch (match) {
    case identity::ChangeMatch::named:
    case identity::ChangeMatch::same_resource:
      return 1;
    case identity::ChangeMatch::same_service:
      return 0.7;
    case identity::ChangeMatch::same_environment_only:
      return 0.3;
  }
  return 0;
}

std::string how_text(identity::ChangeMatch match) {
  switch (match) {
    case identity::ChangeMatch::named:
      return "names it";
    case identity::ChangeMatch::same_service:
      return "same service";
    case identity::ChangeMatch::same_resource:
      return "same resource";
    case identity::ChangeMatch::same_environment_only:
      return "only the environment is the same";
  }
  return {};
}

// Names that people read but no parser inserts.
void insert_fixed_names(SymbolTable& symbols) {
  for (const std::string_view name : credential_kind_names) symbols.insert(name);
  symbols.insert("against a month ago");  // profile::drift_value
  for (char a = 'A'; a <= 'Z'; ++a)
    for (char b = 'A'; b <= 'Z'; ++b) symbols.insert(std::string{a, b});
}

// In one order whatever the order of reading; what is read again adds nothing.
void keep_each_once(std::vector<ChangeEvidence>& evidence) {
  const auto order = [](const ChangeEvidence& e) {
    return std::tuple(e.time, e.event, e.type, e.by, e.action, e.resource, e.subject, e.credential);
  };
  std::ranges::sort(evidence, {}, order);
  const auto same = [&](const auto& a, const auto& b) { return order(a) == order(b); };
  evidence.erase(std::unique(evidence.begin(), evidence.end(), same), evidence.end());
}

}  // namespace

Engine::Engine(Context context, const ActionCatalogue& catalogue,
               const sketch::BudgetOptions& budget)
    : catalogue_(catalogue),
      registry_(std::move(context.inventory)),
      feed_(std::move(context.changes)),
      feedback_(std::move(context.feedback)),
      budget_(budget) {
  insert_fixed_names(symbols_);
}

void Engine::take(std::vector<Inlet> lanes, SymbolTable symbols, const EngineOptions& options,
                  const Witness& witness, const ParallelFor& parallel_for) {
  // The smaller table moves into the larger one.
  if (symbols.size() > symbols_.size()) std::swap(symbols, symbols_);
  symbols_.merge(symbols);
  Intake intake(std::move(lanes));
  intake.sort(fold_.watermark(), parallel_for, fold_.watched_since());
  for (const Principal& principal : intake.principals()) registry_.add(principal, symbols_);
  for (const Mint& mint : intake.mints()) {
    sessions_.add(mint);
    registry_.credentials().add(mint);
  }
  for (const ChangeEvidence& change : intake.changes()) {
    registry_.credentials().add(change);
    evidence_.push_back(change);
  }
  keep_each_once(evidence_);
  changes_ = identity::ChangeBook(feed_, evidence_, symbols_);
  const GroupOf group = [this](Symbol identity) {
    return group_of(registry_.stated(identity, symbols_));
  };
  fold_.run(intake, sessions_, group, {options.train_until, witness, options.settings, &feedback_},
            parallel_for);
  keeps_budget_ = options.settings.budget;
  fold_.for_each_credential_use([this](const CredentialUse& use) {
    registry_.credentials().add_use(use.identity, use.credential, use.kind, use.first, use.last);
  });
  intake.count(stats_);
}

identity::IdentityFacts Engine::facts_of(const profile::Profile& profile) const {
  identity::ClassEvidence behaviour;
  for (const sketch::ValueSlot& slot : profile.slots()) {
    if (slot.value == 0 || slot.family != static_cast<std::uint8_t>(Facet::action)) continue;
    const std::string_view action = symbols_.text(Symbol{slot.value});
    behaviour.add(action, catalogue_.find(catalogue_source, action), slot.count);
  }
  return registry_.describe(profile.identity(), behaviour, symbols_);
}

// The gravest of what an identity does in more than a few minutes.
double Engine::privilege_of(const profile::Profile& profile) const {
  double most = 1;
  for (const sketch::ValueSlot& slot : profile.slots()) {
    if (slot.value == 0 || slot.family != static_cast<std::uint8_t>(Facet::action)) continue;
    if (slot.count < habitual_minutes_min) continue;
    const ActionFacts facts = catalogue_.find(catalogue_source, symbols_.text(Symbol{slot.value}));
    most = std::max<double>(most, facts.severity);
  }
  return most;
}

std::vector<std::vector<detect::Grouping>> Engine::groupings_of(
    const std::vector<detect::Episode>& episodes) const {
  std::map<std::string, std::uint32_t> sizes;
  fold_.for_each_profile([&](const profile::Profile& profile) {
    ++sizes[group_name(profile.group())];
    const auto* entry = registry_.inventory_of(symbols_.text(profile.identity()));
    if (entry == nullptr) return;
    if (!entry->service.empty()) ++sizes["service " + entry->service];
    if (!entry->owner.empty()) ++sizes["owner " + entry->owner];
  });
  std::vector<std::vector<detect::Grouping>> all;
  for (const detect::Episode& episode : episodes) {
    std::vector<std::string> names{group_name(episode.group)};
    if (const auto* entry = registry_.inventory_of(symbols_.text(episode.identity))) {
      if (!entry->service.empty()) names.push_back("service " + entry->service);
      if (!entry->owner.empty()) names.push_back("owner " + entry->owner);
    }
    auto& groupings = all.emplace_back();
    for (const std::string& name : names) groupings.push_back({name, sizes[name]});
  }
  return all;
}

detect::FindingContext Engine::context_of(const detect::Episode& episode, Timestamp now) const {
  detect::FindingContext context;
  context.identity = symbols_.text(episode.identity);
  context.found = now;
  const profile::Profile* profile = fold_.find(episode.identity);
  if (profile == nullptr) return context;
  const identity::IdentityFacts facts = facts_of(*profile);
  context.identity_class = identity_class_names[static_cast<std::size_t>(facts.identity_class)];
  context.owner = facts.owner;
  context.purpose = facts.purpose;
  context.environment = facts.environment;

  const std::string_view credential = symbols_.text(episode.credential);
  context.session = session_key(context.identity, credential);
  context.credential.id = credential;
  context.credential.kind =
      credential_kind_names[static_cast<std::size_t>(episode.credential_kind)];
  for (const identity::CredentialFacts& known : facts.credentials) {
    if (known.id != credential) continue;
    context.credential.age_days = known.age_days(episode.first);
    if (known.rotated) context.credential.rotated = to_rfc3339(*known.rotated);
    context.disabled_credential =
        known.disabled &&
        episode.first.seconds() - known.disabled->seconds() > disabled_seconds_min;
  }
  for (const Symbol link : sessions_.chain(episode.credential))
    context.chain.emplace_back(symbols_.text(link));
  if (!context.chain.empty()) context.chain.push_back(context.identity);

  const auto& resource = episode.facets[static_cast<std::size_t>(Facet::resource)].deviation;
  // What began before a window may have come to a head in it.
  for (const Timestamp time : {episode.first, episode.last}) {
    const identity::ChangeQuery query{context.identity,
                                      facts.service,
                                      facts.environment,
                                      facts.owner,
                                      symbols_.text(resource.value),
                                      time};
    for (const identity::MatchedChange& match : changes_.near(query)) {
      // What an identity changed itself does not explain what it did.
      if (match.change->from_logs && match.change->by == context.identity) continue;
      if (std::ranges::find(context.changes, match.change, &detect::RelatedChange::change) ==
          context.changes.end())
        context.changes.push_back({match.change, relevance_of(match.match), how_text(match.match)});
    }
  }
  context.privilege = privilege_of(*profile);
  const double days =
      std::max(0.0, static_cast<double>(episode.first.seconds() - profile->first().seconds())) /
      86'400;
  context.confidence = days / (days + confident_days) * episode.group_hours /
                       (episode.group_hours + confident_hours);
  for (const Symbol action : episode.actions) {
    for (const std::string& id : catalogue_.find(catalogue_source, symbols_.text(action)).attack)
      if (std::ranges::find(context.attack, id) == context.attack.end())
        context.attack.push_back(id);
  }
  return context;
}

std::vector<Finding> Engine::findings(Timestamp now) {
  std::vector<detect::Episode> episodes = fold_.take_episodes(now);
  for (detect::Episode& episode : episodes) {
    const detect::FacetBits before = episode.facet_bits();
    episode.marks = feedback_.weigh(episode);
    episode.certain = feedback_.recurrence(episode) != nullptr;
    episode.scale_from(before);
  }
  std::vector<detect::Claim> claims = claim_shifts(episodes);
  for (detect::Episode& episode : episodes)
    if (is_worth_a_claim(episode)) claims.push_back(claim(std::move(episode)));
  const std::vector<detect::TestedCount> hours = fold_.take_tested();
  std::vector<Finding> findings = keeps_budget_
                                      ? detect::hold_budget(std::move(claims), hours, budget_)
                                      : detect::tell_all(std::move(claims));
  stats_.budget = detect::budget_stats(budget_);
  std::ranges::sort(findings, [](const Finding& a, const Finding& b) {
    return std::tuple(-static_cast<int>(a.severity), -a.risk, a.time, a.identity, a.id) <
           std::tuple(-static_cast<int>(b.severity), -b.risk, b.time, b.identity, b.id);
  });
  return findings;
}

detect::Claim Engine::claim(detect::Episode episode) const {
  const detect::Names names = [this](Symbol symbol) { return symbols_.text(symbol); };
  const detect::FindingContext context = context_of(episode, fold_.watermark());
  detect::Claim claim = claim_of(episode);
  claim.finding = detect::make_finding(std::move(episode), context, names, symbols_);
  return claim;
}

// One claim for everybody who moved together; their moves are taken out of the episodes.
std::vector<detect::Claim> Engine::claim_shifts(std::vector<detect::Episode>& episodes) const {
  const detect::Names names = [this](Symbol symbol) { return symbols_.text(symbol); };
  std::vector<detect::Claim> claims;
  for (const detect::GroupShift& shift :
       detect::find_group_shifts(episodes, groupings_of(episodes))) {
    const detect::Episode& first = episodes[shift.episodes.front()];
    detect::FindingContext context = context_of(first, fold_.watermark());
    context.credential = {};
    context.chain.clear();
    context.session.clear();
    detect::Claim claim = claim_of(first);
    claim.finding = detect::make_group_finding(shift, episodes, context, names, symbols_);
    claims.push_back(std::move(claim));
    detect::remove_shift(shift, episodes);
  }
  return claims;
}

detect::Claim Engine::claim_of(const detect::Episode& episode) const {
  detect::Claim claim;
  claim.identity = episode.identity;
  claim.hour = episode.last.hours();
  claim.criticality = episode.criticality;
  claim.group_hours = episode.group_hours;
  claim.bits_before = episode.bits();
  claim.peer_relative = std::ranges::any_of(episode.facets, [](const detect::FacetEvidence& e) {
    return e.deviation.bits > 0 && e.deviation.peers_total >= peers_min;
  });
  return claim;
}

std::vector<IdentitySummary> Engine::identities(const std::vector<Finding>& findings) const {
  std::vector<IdentitySummary> all;
  fold_.for_each_profile(
      [&](const profile::Profile& profile) { all.push_back(summarize(profile)); });
  std::map<std::string_view, std::pair<double, std::uint32_t>> worst;
  for (const Finding& finding : findings) {
    auto& [risk, count] = worst[finding.identity];
    risk = std::max(risk, finding.risk);
    ++count;
  }
  for (IdentitySummary& summary : all)
    if (const auto found = worst.find(summary.key); found != worst.end())
      std::tie(summary.risk, summary.findings) = found->second;
  std::ranges::sort(all, [](const IdentitySummary& a, const IdentitySummary& b) {
    return std::tuple(-a.risk, std::string_view(a.key)) <
           std::tuple(-b.risk, std::string_view(b.key));
  });
  return all;
}

std::optional<IdentitySummary> Engine::identity(std::string_view key,
                                                const std::vector<Finding>& findings) const {
  const profile::Profile* profile = fold_.find(symbol_of(key));
  if (profile == nullptr) return std::nullopt;
  IdentitySummary summary = summarize(*profile);
  for (const Finding& finding : findings) {
    if (finding.identity != key) continue;
    summary.risk = std::max(summary.risk, finding.risk);
    ++summary.findings;
  }
  return summary;
}

ScanStats Engine::stats() const {
  ScanStats stats = stats_;
  stats.identities = fold_.identities();
  stats.state_bytes = fold_.memory_bytes() + sessions_.memory_bytes() + registry_.memory_bytes();
  stats.symbol_bytes = symbols_.memory_bytes();
  stats.last = fold_.watermark();
  stats.profile_bytes = fold_.profile_bytes();
  fold_.count_sessions(stats.sessions, stats.sessions_linked);
  return stats;
}

}  // namespace gait::engine
