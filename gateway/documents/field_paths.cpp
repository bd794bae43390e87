#include "gateway/documents/field_paths.hpp"

#include <cctype>

namespace ow::documents {
namespace {

bool in_name(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
}

bool starts_name(char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::string joined(const std::string& path, std::string_view step) {
    if (step == ".") return path;
    return path.empty() ? std::string{step} : path + "/" + std::string{step};
}

class Scanner {
  public:
    Scanner(std::string_view text, std::vector<std::string>& out) : text_(text), out_(out) {}

    /// Up to the end, or to the bracket that closes what the caller opened.
    void scan(const std::string& below) {
        bool after_operand = false;
        while (at_ < text_.size() && text_[at_] != ']') {
            const char c = text_[at_];
            if (c == '\'' || c == '"') {
                at_ = text_.find(c, at_ + 1);
                at_ = at_ == std::string_view::npos ? text_.size() : at_ + 1;
                after_operand = true;
            } else if (starts_name(c)) {
                after_operand = name_or_path(below, after_operand);
            } else if (c == '.' || (c == '*' && !after_operand)) {
                path(below);
                after_operand = true;
            } else {
                if (std::isspace(static_cast<unsigned char>(c)) == 0)
                    after_operand = c == ')' || std::isdigit(static_cast<unsigned char>(c)) != 0;
                ++at_;
            }
        }
    }

  private:
    std::string_view step() {
        const std::size_t first = at_;
        if (at_ < text_.size() && !starts_name(text_[at_])) {  // "*" or "."
            ++at_;
            return text_.substr(first, 1);
        }
        while (at_ < text_.size() && in_name(text_[at_])) ++at_;
        return text_.substr(first, at_ - first);
    }

    /// An operator (and, or …) after an operand, a function, or a path; true: an operand ended.
    bool name_or_path(const std::string& below, bool after_operand) {
        const std::size_t first = at_;
        const std::string_view word = step();
        if (after_operand && (word == "and" || word == "or" || word == "div" || word == "mod"))
            return false;
        if (at_ < text_.size() && text_[at_] == '(') return false;
        at_ = first;
        path(below);
        return true;
    }

    void path(const std::string& below) {
        std::string whole = below;
        for (;;) {
            whole = joined(whole, step());
            while (at_ < text_.size() && text_[at_] == '[') {
                ++at_;
                scan(whole);
                ++at_;
            }
            if (at_ + 1 >= text_.size() || text_[at_] != '/') break;
            ++at_;
        }
        out_.push_back(std::move(whole));
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<std::string>& out_;
};

}  // namespace

std::vector<std::string> field_paths(std::string_view expression, std::string_view below) {
    std::vector<std::string> out;
    Scanner{expression, out}.scan(std::string{below});
    return out;
}

}  // namespace ow::documents
