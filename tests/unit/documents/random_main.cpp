// documents_random <seed> <count>: so many random cases, spread over all templates, rendered in a
// process of its own; a line each: template, SHA-256 of the unsigned bytes.

#include <cstdlib>
#include <iostream>
#include <random>

#include "gateway/base/text.hpp"
#include "gateway/documents/template_lint.hpp"
#include "tests/unit/documents/paper.hpp"

namespace {

using namespace ow;
using namespace ow::documents;

class Chance {
  public:
    explicit Chance(unsigned seed) : engine_(seed) {}
    std::size_t below(std::size_t n) { return engine_() % n; }  // the same on every platform
    std::string words() {
        std::string out;
        for (std::size_t left = 1 + below(30); left > 0; --left)
            append_utf8(out, static_cast<char32_t>(0x4E00 + below(0x5000)));
        return out;
    }

  private:
    std::mt19937 engine_;
};

void shuffle(xml::Node node, Chance& chance) {
    for (const xml::Node child : node.children()) {
        if (child.has_elements())
            shuffle(child, chance);
        else if (chance.below(3) == 0 &&
                 (child.name() == "name" || child.name() == "reason" || child.name() == "note"))
            child.set_text(chance.words());
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    Chance chance{static_cast<unsigned>(std::strtoul(argv[1], nullptr, 10))};
    const auto renderer = test::renderer();
    const auto templates = renderer->templates();
    const auto variants = sample_variants();
    for (int left = std::atoi(argv[2]); left > 0; --left) {
        const TemplateId& id = templates[chance.below(templates.size())];
        const xml::Document tree = vary(test::tree_of(test::sample_text(id.value)),
                                        variants[chance.below(variants.size())]);
        shuffle(tree.root(), chance);
        const auto pdf = renderer->render(id, tree);
        std::cout << id.value << ' ' << (pdf ? pdf->sha256 : pdf.error().text()) << '\n';
    }
}
