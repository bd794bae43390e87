#pragma once
// What the tests of documents share: a renderer with the default fonts, the sample cases, a folder
// of their own, and the tools of others (poppler, qpdf, openssl) as independent eyes.

#include <regex.h>
#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "gateway/base/passing_folder.hpp"
#include "gateway/documents/renderer.hpp"
#include "tests/unit/documents/sample_fonts.hpp"

namespace ow::documents::test {

/// A folder that is gone when the test is.
class Folder {
  public:
    [[nodiscard]] std::string file(const std::string& name) const {
        return (folder_.path() / name).string();
    }

  private:
    PassingFolder folder_{std::filesystem::temp_directory_path(), "ow-documents-"};
};

struct Ran {
    int exit = -1;
    std::string output;  ///< stdout and stderr
};

inline Ran run(const std::string& command) {
    Ran out;
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) return out;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe))
        out.output += static_cast<char>(c);
    const int status = pclose(pipe);
    out.exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return out;
}

inline std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    if (!in) throw std::runtime_error("cannot read " + path.string());
    return bytes.str();
}

inline void write_file(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

/// POSIX extended: std::regex does not compile cleanly under the sanitizers of g++ 12.
inline bool matches(const std::string& text, const std::string& pattern) {
    regex_t compiled{};
    if (regcomp(&compiled, pattern.c_str(), REG_EXTENDED | REG_NOSUB) != 0)
        throw std::runtime_error(pattern);
    const bool found = regexec(&compiled, text.c_str(), 0, nullptr, 0) == 0;
    regfree(&compiled);
    return found;
}

inline std::string sample_text(const std::string& id) {
    return read_file("templates/samples/" + id + ".xml");
}

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

inline xml::Document tree_of(const std::string& text) {
    return std::move(xml::Document::parse(text, "sample").value());
}

/// Throws with the reason if fonts or templates are not there (`npm ci` in fonts/, Debian's fonts).
inline std::unique_ptr<Renderer> renderer(const std::string& templates = "templates") {
    return std::move(Renderer::open(templates, sample_fonts()).value());
}

inline Result<RenderedPdf> render(const std::string& id, const std::string& case_text,
                                  std::optional<std::size_t> signatures = std::nullopt) {
    return renderer()->render(TemplateId{id}, tree_of(case_text), signatures);
}

/// The text a PDF reader finds in `pdf`.
inline std::string text_in(const Folder& folder, std::string_view pdf,
                           const std::string& options = "-layout") {
    write_file(folder.file("text.pdf"), pdf);
    return run("pdftotext " + options + " " + folder.file("text.pdf") + " -").output;
}

/// A program built beside this test.
inline std::string sibling(const std::string& name) {
    return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / name).string();
}

}  // namespace ow::documents::test
