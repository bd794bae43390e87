#pragma once
// A story under one hall, from its file to what was wrong with it.

#include <iosfwd>
#include <memory>

#include "gateway/app/config_loader.hpp"
#include "gateway/app/story.hpp"
#include "gateway/ports/paper.hpp"
#include "gateway/ports/translator.hpp"

namespace ow::app {

/// What stories are played on: the configuration and its outward mappings, read once.
struct StoryGround {
    Config config;
    std::unique_ptr<ports::Translator> outward;
};
/// The mistakes of configuration and mappings are in `problems`.
[[nodiscard]] StoryGround read_story_ground(const std::filesystem::path& folder,
                                            std::vector<Error>& problems);

/// Plays on a store of its own, which is gone afterwards; the diary is written to `out`. Returns
/// what was wrong, at file and line; empty: everything was as the story says.
[[nodiscard]] std::vector<Error> run_story(const Story& story, const HallId& hall,
                                           const StoryGround& ground, ports::PaperMaker& paper,
                                           std::ostream& out);

}  // namespace ow::app
