#include "gateway/storage/sealed_step.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>
#include <utility>

#include "gateway/crypto/cipher.hpp"

namespace ow::storage {
namespace {

namespace json = boost::json;

Error senseless(const char* what) {
    return Error{Code::kInternal, {}, what};
}

std::int64_t count_ms(Instant t) {
    return t.time_since_epoch().count();
}

Instant instant_at(const json::object& object, std::string_view name) {
    return Instant{Millis{object.at(name).as_int64()}};
}

std::string text_at(const json::object& object, std::string_view name) {
    return std::string{object.at(name).as_string()};
}

Status check_sense(const ports::Step& step) {
    if (step.message && step.appends.empty()) return senseless("a message without a stream");
    for (std::size_t i = 0; i < step.appends.size(); ++i) {
        const ports::Append& append = step.appends[i];
        if (append.expected_version == 0 && append.events.empty())
            return senseless("a new stream without an event");
        for (std::size_t j = 0; j < i; ++j) {
            if (step.appends[j].stream == append.stream)
                return senseless("one stream twice in a step");
        }
    }
    return ok();
}

json::object clear_event(model::Event& event) {
    return {{"type", event.type},
            {"version", event.version},
            {"at", count_ms(event.happened_at)},
            {"actor", event.actor},
            {"clear", std::move(event.clear)}};
}

json::object clear_message(const SealedMessage& message, crypto::Hash hash) {
    return {{"partner", message.head.partner.str()},
            {"key", message.head.key},
            {"digest", message.head.digest},
            {"body", crypto::to_hex(crypto::digest(hash, message.body))}};
}

class Sealer {
  public:
    Sealer(ports::Step& step, crypto::Hash hash, KeyRing& keys)
        : step_(step), hash_(hash), keys_(keys) {}

    Result<SealedStep> run() {
        sealed_.recorded_at = step_.recorded_at;
        for (ports::Append& append : step_.appends) {
            Result<DataKey> key = keys_.of_or_new(append.stream, append.expected_version == 0);
            if (!key) return key.error();
            if (sealed_.appends.empty() && step_.message) seal_message(*key);
            seal_append(append, *key);
        }
        for (ports::OutboxRow& row : step_.outbox) {
            Result<DataKey> key = keys_.of_or_new(row.stream, false);
            if (!key) return key.error();
            row.body = crypto::seal(key->plain, row.body, outbox_context(row.id));
            sealed_.outbox.push_back({std::move(row), std::move(key->wrapped)});
        }
        sealed_.guards = std::move(step_.guards);
        sealed_.finishes = std::move(step_.finishes);
        sealed_.plain_answer = std::move(step_.answer);
        return std::move(sealed_);
    }

  private:
    void seal_message(const DataKey& key) {
        ports::RawMessage& raw = *step_.message;
        SealedMessage message;
        message.size = static_cast<std::int64_t>(raw.body.size());
        message.body = crypto::seal(key.plain, raw.body, message_context(raw.partner, raw.key));
        message.answer =
            crypto::seal(key.plain, step_.answer, answer_context(raw.partner, raw.key));
        raw.body.clear();
        message.head = std::move(raw);
        sealed_.message.push_back(std::move(message));
    }

    void seal_append(ports::Append& append, DataKey& key) {
        SealedAppend sealed;
        sealed.stream = append.stream;
        sealed.expected_version = append.expected_version;
        sealed.events = static_cast<std::int64_t>(append.events.size());
        sealed.wrapped_key = std::move(key.wrapped);
        sealed.row = std::move(append.row);
        if (!append.events.empty()) {
            sealed.cipher = cipher_of(append, key.plain);
            sealed.cipher_digest = crypto::digest(hash_, sealed.cipher);
            sealed.clear = clear_of(append);
        }
        sealed_.appends.push_back(std::move(sealed));
    }

    std::string cipher_of(ports::Append& append, const std::string& key) const {
        const bool secret = std::any_of(append.events.begin(), append.events.end(),
                                        [](const auto& event) { return !event.secret.empty(); });
        if (!secret) return {};
        json::array secrets;
        for (model::Event& event : append.events) secrets.push_back(std::move(event.secret));
        return crypto::seal(key, json::serialize(secrets),
                            step_context(append.stream, append.expected_version + 1));
    }

    std::string clear_of(ports::Append& append) const {
        json::array events;
        for (model::Event& event : append.events) events.push_back(clear_event(event));
        json::object clear{{"format", 1},
                           {"stream", append.stream.str()},
                           {"sequence", append.expected_version + 1},
                           {"recorded", count_ms(step_.recorded_at)},
                           {"catalogue", step_.catalogue_version},
                           {"mapping", step_.mapping_version}};
        if (sealed_.appends.empty() && !sealed_.message.empty())
            clear["message"] = clear_message(sealed_.message.front(), hash_);
        clear["events"] = std::move(events);
        return json::serialize(clear);
    }

    ports::Step& step_;
    crypto::Hash hash_;
    KeyRing& keys_;
    SealedStep sealed_;
};

model::StoredEvent read_event(const json::object& step, const json::object& event) {
    model::StoredEvent stored;
    stored.event.type = text_at(event, "type");
    stored.event.version = json::value_to<int>(event.at("version"));
    stored.event.happened_at = instant_at(event, "at");
    stored.event.actor = text_at(event, "actor");
    stored.event.clear = event.at("clear").as_object();
    stored.recorded_at = instant_at(step, "recorded");
    stored.catalogue_version = text_at(step, "catalogue");
    stored.mapping_version = text_at(step, "mapping");
    return stored;
}

std::vector<model::StoredEvent> read_clear(const std::string& clear) {
    const json::value parsed = json::parse(clear);
    const json::object& step = parsed.as_object();
    std::int64_t sequence = step.at("sequence").as_int64();
    std::vector<model::StoredEvent> events;
    for (const json::value& event : step.at("events").as_array()) {
        events.push_back(read_event(step, event.as_object()));
        events.back().sequence = sequence++;
    }
    return events;
}

}  // namespace

std::string step_context(const StreamId& stream, std::int64_t sequence) {
    return "step\n" + stream.str() + "\n" + std::to_string(sequence);
}

std::string message_context(const PartnerId& partner, const std::string& key) {
    return "message\n" + partner.str() + "\n" + key;
}

std::string answer_context(const PartnerId& partner, const std::string& key) {
    return "answer\n" + partner.str() + "\n" + key;
}

std::string outbox_context(const std::string& id) {
    return "outbox\n" + id;
}

Result<SealedStep> seal_step(ports::Step step, crypto::Hash hash, KeyRing& keys) {
    if (Status sense = check_sense(step); !sense) return sense.error();
    return Sealer{step, hash, keys}.run();
}

Result<std::vector<model::StoredEvent>> open_step(const StreamId& stream, const std::string& key,
                                                  const std::string& clear,
                                                  const std::string& cipher) {
    try {
        std::vector<model::StoredEvent> events = read_clear(clear);
        if (cipher.empty() || key.empty() || events.empty()) return events;
        const Result<std::string> plain =
            crypto::open(key, cipher, step_context(stream, events.front().sequence));
        if (!plain) return plain.error();
        json::value secrets = json::parse(*plain);
        for (std::size_t i = 0; i < events.size(); ++i)
            events[i].event.secret = std::move(secrets.as_array().at(i).as_object());
        return events;
    } catch (const std::exception&) {
        return Error{Code::kStoreDamaged, At{{}, stream.str()}, "a step cannot be read"};
    }
}

}  // namespace ow::storage
