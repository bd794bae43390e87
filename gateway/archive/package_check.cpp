#include "gateway/archive/package_check.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <map>

#include "gateway/archive/zip.hpp"
#include "gateway/base/text.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/crypto/signature.hpp"
#include "gateway/model/case_state.hpp"
#include "gateway/storage/chain.hpp"

namespace ow::archive {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;

std::string sha256(std::string_view bytes) {
    return crypto::to_hex(crypto::digest(crypto::Hash::kSha256, bytes));
}

class Checker {
  public:
    Checker(std::string_view bytes, std::string_view root_public)
        : bytes_(bytes), key_(root_public) {}

    PackageReport run() {
        const auto parts = unpack(bytes_);
        if (!parts) {
            damage("package", parts.error().cause());
            return std::move(report_);
        }
        for (const Part& part : *parts) parts_[part.path] = part.bytes;
        if (parts_.size() != parts->size()) damage("package", "a part stands twice");
        try {
            check_all();
        } catch (const std::exception&) {
            damage("package", "a part cannot be read");
        }
        return std::move(report_);
    }

  private:
    void damage(std::string where, std::string what) {
        report_.damages.push_back({std::move(where), std::move(what)});
    }

    void check_all() {
        index_ = boost::json::parse(parts_.at("index.json")).as_object();
        report_.case_no = text_at(index_, "case_no");
        report_.made_at = text_at(index_, "made_at");
        check_signature();
        check_parts();
        check_chain();
        check_root();
        check_events();
        check_documents();
        check_messages();
    }

    void check_signature() {
        if (key_.empty()) key_ = parts_.at("root.pem");
        if (key_ != parts_.at("root.pem")) damage("root.pem", "not the hall's key");
        report_.key_print = sha256(key_);
        const auto signature = crypto::from_hex(trim(parts_.at("index.sig")));
        if (!signature || !crypto::verify(key_, parts_.at("index.json"), *signature))
            damage("index.json", "its signature is not the hall's");
    }

    void check_parts() {
        const array& files = index_.at("files").as_array();
        report_.files = static_cast<std::int64_t>(files.size());
        for (const auto& one : files) {
            const std::string path = text_at(one.as_object(), "path");
            const auto part = parts_.find(path);
            if (part == parts_.end())
                damage(path, "removed");
            else if (sha256(part->second) != text_at(one.as_object(), "sha256"))
                damage(path, "changed");
        }
        if (parts_.size() != files.size() + 2) damage("package", "a part the index does not name");
    }

    void check_chain() {
        hash_ = text_at(index_, "hash") == "sm3" ? crypto::Hash::kSm3 : crypto::Hash::kSha256;
        head_ = storage::first_link();
        const auto chain = boost::json::parse(parts_.at("chain.json"));
        for (const auto& one : chain.as_array()) {
            const object& step = one.as_object();
            const std::string clear = text_at(step, "clear");
            head_ = storage::link(hash_, head_, clear,
                                  crypto::from_hex(text_at(step, "cipher_digest")).value_or(""));
            const std::string place = "event " + text_at(step, "sequence");
            if (crypto::to_hex(head_) != text_at(step, "hash")) damage(place, "changed");
            read_step(place, boost::json::parse(clear).as_object());
        }
        if (crypto::to_hex(head_) != text_at(index_, "head") ||
            report_.events != index_.at("version").as_int64())
            damage("chain.json", "its last event was removed or its head changed");
    }

    void read_step(const std::string& place, const object& step) {
        if (text_at(step, "stream") != text_at(index_, "stream")) damage(place, "of another case");
        if (step.at("sequence").as_int64() != report_.events + 1)
            damage(place, "events before it were removed");
        for (const auto& event : step.at("events").as_array()) {
            chained_.push_back(event.as_object());
            ++report_.events;
        }
        if (const auto* message = step.if_contains("message"))
            digests_.push_back(text_at(message->as_object(), "digest"));
    }

    void check_root() {
        const object& root = index_.at("root").as_object();
        std::vector<ports::ProofNode> proof;
        for (const auto& node : root.at("proof").as_array()) {
            proof.push_back({node.as_object().at("left").as_bool(),
                             crypto::from_hex(text_at(node.as_object(), "hash")).value_or("")});
        }
        const std::string leaf =
            storage::leaf(hash_, text_at(index_, "stream"), report_.events, head_);
        const std::string top = crypto::to_hex(storage::root_of(hash_, leaf, proof));
        const std::string statement = text_at(root, "statement");
        const auto signature = crypto::from_hex(text_at(root, "signature"));
        if (top != text_at(root, "root") || !statement.ends_with("\nroot " + top + "\n"))
            damage("root", "the chain does not lead to it");
        if (!signature || !crypto::verify(key_, statement, *signature))
            damage("root", "its signature is not the hall's");
    }

    void check_events() {
        const auto events = boost::json::parse(parts_.at("events.json"));
        const array& list = events.as_array();
        if (list.size() != chained_.size()) damage("events.json", "not the events of the chain");
        for (std::size_t i = 0; i < std::min(list.size(), chained_.size()); ++i) {
            const object& told = list[i].as_object();
            const object& real = chained_[i];
            const bool same =
                told.at("type") == real.at("type") && told.at("actor") == real.at("actor") &&
                told.at("clear") == real.at("clear") &&
                text_at(told, "at") == to_iso(Instant{Millis{real.at("at").as_int64()}});
            if (!same) damage("events.json", "event " + std::to_string(i + 1) + " is another");
        }
    }

    void check_documents() {
        std::map<std::string, std::string> known;
        for (const object& event : chained_) {
            if (text_at(event, "type") == "document.stored")
                known["documents/" + text_at(event, "clear.id") + ".pdf"] =
                    text_at(event, "clear.sha256");
        }
        for (const auto& [path, digest] : known) {
            const auto part = parts_.find(path);
            if (part == parts_.end() || sha256(part->second) != digest)
                damage(path, "not the document that was made");
        }
    }

    void check_messages() {
        std::vector<std::string> found;
        for (const auto& [path, bytes] : parts_) {
            if (path.starts_with("messages/")) found.push_back(sha256(bytes));
        }
        for (const std::string& digest : digests_) {
            if (std::find(found.begin(), found.end(), digest) == found.end())
                damage("messages", "one that the chain names was removed or changed");
        }
    }

    std::string_view bytes_;
    std::string key_;
    PackageReport report_;
    std::map<std::string, std::string> parts_;
    object index_;
    crypto::Hash hash_ = crypto::Hash::kSm3;
    std::string head_;
    std::vector<object> chained_;
    std::vector<std::string> digests_;
};

}  // namespace

PackageReport check_package(std::string_view bytes, std::string_view root_public) {
    return Checker{bytes, root_public}.run();
}

}  // namespace ow::archive
