// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cost.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace aplomb {
namespace {

/// Looking whether words stand next to each other, against reading a posting.
constexpr std::size_t kPhraseFactor = 5;

std::size_t cost_of(const std::vector<std::string>& phrase, const Vocabulary& vocabulary) {
  std::size_t rarest = vocabulary.frequency(phrase.front());
  for (const std::string& form : phrase) rarest = std::min(rarest, vocabulary.frequency(form));
  return rarest * kPhraseFactor;
}

std::size_t cost_of(const Alternative& alternative, const Vocabulary& vocabulary) {
  return alternative.phrase.empty() ? vocabulary.frequency(alternative.term)
                                    : cost_of(alternative.phrase, vocabulary);
}

std::size_t cost_of(const Group& group, const Vocabulary& vocabulary) {
  std::size_t cost = 0;
  for (const Alternative& alternative : group.alternatives)
    cost += cost_of(alternative, vocabulary);
  if (group.kind == Clause::Kind::kPhrase) cost += cost_of(group.phrase, vocabulary);
  return cost;
}

/// What stands for the word because it is the word, not because it may be meant.
bool is_itself(const Alternative& alternative) {
  using Via = Alternative::Via;
  return alternative.via == Via::kStem || alternative.via == Via::kWhole;
}

}  // namespace

std::size_t cost_of(const Plan& plan, const Vocabulary& vocabulary) {
  return std::accumulate(
      plan.groups.begin(), plan.groups.end(), std::size_t{0},
      [&](std::size_t sum, const Group& group) { return sum + cost_of(group, vocabulary); });
}

std::vector<std::string> bound_cost(Plan& plan, const Vocabulary& vocabulary, std::size_t most) {
  std::size_t cost = cost_of(plan, vocabulary);
  if (cost <= most) return {};
  // exact forms beside their stems, and what else only adds to a word that is there
  for (Group& group : plan.groups) {
    if (std::ranges::none_of(group.alternatives, is_itself)) continue;
    std::erase_if(group.alternatives, [&](const Alternative& alternative) {
      const std::size_t its_cost = cost_of(alternative, vocabulary);
      if (is_itself(alternative) || cost <= most || its_cost == 0) return false;
      cost -= its_cost;
      return true;
    });
  }
  // what goes first: function words, then what costs most
  std::vector<std::pair<bool, std::size_t>> costs;
  for (const Group& group : plan.groups)
    costs.emplace_back(group.function_word, cost_of(group, vocabulary));
  std::vector<std::string> limited;
  while (cost > most && costs.size() > 1) {
    const auto costliest = std::ranges::max_element(costs);
    const auto group = plan.groups.begin() + (costliest - costs.begin());
    limited.push_back(group->word + " (stands in too many texts to be looked for with the rest)");
    cost -= costliest->second;
    plan.groups.erase(group);
    costs.erase(costliest);
  }
  return limited;
}

}  // namespace aplomb
