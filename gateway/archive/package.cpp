#include "gateway/archive/package.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "gateway/archive/zip.hpp"
#include "gateway/crypto/digest.hpp"
#include "gateway/flow/case_service.hpp"
#include "gateway/flow/event_words.hpp"

namespace ow::archive {
namespace {

using boost::json::array;
using boost::json::object;

constexpr std::string_view kReadme =
    "本文件包是一件已办结办件的电子档案。\n"
    "events.txt 为办理经过；documents 为文书；messages 为收到的报文；files 为材料文件。\n"
    "本包含有个人信息，应按档案管理规定保管，不得擅自扩大查阅范围。\n"
    "核验：onewindow verify <文件包>。改动任何一个字节都会被发现。\n";

class Maker {
  public:
    Maker(ports::Store& store, const flow::Setting& setting, const PackageOrder& order)
        : store_(store), setting_(setting), order_(order), stream_(flow::case_stream(order.no)) {}

    Result<std::string> run() {
        auto events = store_.load(stream_);
        if (!events) return events.error();
        if (events->empty()) return Error{Code::kCaseNotFound, {order_.no.str(), {}, 0, 0}};
        state_ = model::replay(*events);
        if (!model::row_of(state_.stage).closed) {
            return Error{
                Code::kCommandNotAllowed,
                {order_.no.str(), {}, 0, 0},
                "办结后才能归档，当前状态：" + std::string{model::row_of(state_.stage).label}};
        }
        const auto evidence = store_.evidence(stream_, order_.now);
        if (!evidence) return evidence.error();
        if (evidence->version != state_.version) return Error{Code::kStoreConflict};
        add("readme.txt", std::string{kReadme});
        add_events(*events);
        add("content.json", boost::json::serialize(state_.content));
        add_chain(*evidence);
        if (auto added = add_documents(); !added) return added.error();
        if (auto added = add_messages(); !added) return added.error();
        if (auto added = add_files(); !added) return added.error();
        add("root.pem", order_.root_public);
        return finish(*evidence);
    }

  private:
    void add(std::string path, std::string bytes) {
        parts_.push_back({std::move(path), std::move(bytes)});
    }

    void add_events(const std::vector<model::StoredEvent>& events) {
        array all;
        std::string text;
        for (const model::StoredEvent& e : events) {
            all.push_back(object{{"sequence", e.sequence},
                                 {"type", e.event.type},
                                 {"version", e.event.version},
                                 {"at", to_iso(e.event.happened_at)},
                                 {"recorded_at", to_iso(e.recorded_at)},
                                 {"actor", e.event.actor},
                                 {"clear", e.event.clear},
                                 {"secret", e.event.secret}});
            text += fmt::format("{}  {}  {}\n", to_iso(e.event.happened_at),
                                flow::words_of(e, setting_), e.event.actor);
        }
        add("events.txt", std::move(text));
        add("events.json", boost::json::serialize(all));
    }

    void add_chain(const ports::StreamEvidence& evidence) {
        array steps;
        for (const ports::EvidenceStep& step : evidence.steps) {
            steps.push_back(object{{"sequence", step.sequence},
                                   {"clear", step.clear},
                                   {"cipher_digest", crypto::to_hex(step.cipher_digest)},
                                   {"hash", crypto::to_hex(step.hash)}});
        }
        add("chain.json", boost::json::serialize(steps));
    }

    Status add_documents() {
        for (const auto& [id, document] : state_.documents) {
            if (document.address.empty()) continue;
            auto bytes = store_.get_blob(stream_, document.address);
            if (!bytes) return bytes.error();
            add("documents/" + id + ".pdf", std::move(*bytes));
        }
        return ok();
    }

    Status add_messages() {
        int number = 0;
        for (const ports::MessageView& message : store_.messages(stream_)) {
            auto body = store_.open_message(message.partner, message.key);
            if (!body) return body.error();
            add(fmt::format("messages/{:03}-{}-{}", ++number, message.partner.str(), message.kind),
                std::move(*body));
        }
        return ok();
    }

    /// By the material's place in the list; a reference to a partner's own store stays one.
    Status add_files() {
        const auto* list = state_.content.if_contains("materials");
        if (list == nullptr || !list->is_array()) return ok();
        int number = 0;
        for (const auto& one : list->get_array()) {
            const std::string address = model::text_at(one.as_object(), "file");
            ++number;
            if (address.empty()) continue;
            auto bytes = store_.get_blob(stream_, address);
            if (!bytes) return bytes.error();
            add(fmt::format("files/{:03}", number), std::move(*bytes));
        }
        return ok();
    }

    Result<std::string> finish(const ports::StreamEvidence& evidence) {
        const auto root_signature = order_.sign(evidence.statement);
        if (!root_signature) return root_signature.error();
        array proof;
        for (const ports::ProofNode& node : evidence.proof)
            proof.push_back(object{{"left", node.is_left}, {"hash", crypto::to_hex(node.hash)}});
        array files;
        for (const Part& part : parts_) {
            files.push_back(object{
                {"path", part.path},
                {"bytes", part.bytes.size()},
                {"sha256", crypto::to_hex(crypto::digest(crypto::Hash::kSha256, part.bytes))}});
        }
        object index{{"format", 1},
                     {"case_no", order_.no.str()},
                     {"hall", setting_.hall.name},
                     {"made_at", to_iso(order_.now)},
                     {"made_by", order_.by},
                     {"stream", stream_.str()},
                     {"hash", evidence.hash_name},
                     {"version", evidence.version},
                     {"head", crypto::to_hex(evidence.steps.back().hash)}};
        index["root"] = object{{"statement", evidence.statement},
                               {"root", crypto::to_hex(evidence.root)},
                               {"signature", crypto::to_hex(*root_signature)},
                               {"proof", std::move(proof)}};
        index["files"] = std::move(files);
        std::string text = boost::json::serialize(index);
        const auto signature = order_.sign(text);
        if (!signature) return signature.error();
        add("index.sig", crypto::to_hex(*signature) + "\n");
        add("index.json", std::move(text));
        return pack(parts_);
    }

    ports::Store& store_;
    const flow::Setting& setting_;
    const PackageOrder& order_;
    StreamId stream_;
    model::CaseState state_;
    std::vector<Part> parts_;
};

}  // namespace

Result<std::string> make_package(ports::Store& store, const flow::Setting& setting,
                                 const PackageOrder& order) {
    return Maker{store, setting, order}.run();
}

}  // namespace ow::archive
