#include "gateway/storage/root_text.hpp"

#include <charconv>

#include "gateway/storage/chain.hpp"

namespace ow::storage {
namespace {

/// What stands behind `name ` on a line of its own.
std::string value_of(const std::string& text, const std::string& name) {
    const std::string before = "\n" + name + " ";
    const std::size_t at = text.find(before);
    if (at == std::string::npos) return {};
    const std::size_t begin = at + before.size();
    return text.substr(begin, text.find('\n', begin) - begin);
}

std::int64_t number_of(const std::string& text) {
    std::int64_t number = -1;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

std::string root_text(const ports::SignedRoot& root) {
    return root_statement(root.at, root.streams, root.last_step, root.root) + "signature " +
           crypto::to_hex(root.signature) + "\n";
}

Result<ports::SignedRoot> read_root(const std::string& text) {
    const auto at = parse_instant(value_of(text, "at"));
    const auto root = crypto::from_hex(value_of(text, "root"));
    const auto signature = crypto::from_hex(value_of(text, "signature"));
    if (at && root && signature) {
        ports::SignedRoot read{*at, number_of(value_of(text, "steps")),
                               number_of(value_of(text, "streams")), *root, *signature};
        if (root_text(read) == text) return read;
    }
    return Error{Code::kRequestInvalid, {}, "not a root that `backup make` wrote"};
}

}  // namespace ow::storage
