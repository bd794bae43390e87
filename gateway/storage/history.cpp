#include "gateway/storage/history.hpp"

#include <filesystem>

#include "gateway/storage/key_ring.hpp"
#include "gateway/storage/sealed_step.hpp"

namespace ow::storage {
namespace {

constexpr int kReaders = 2;
constexpr int kCacheKib = 16'000;

ConnectionSettings main_of(const StoreSettings& settings) {
    return {settings.dir + "/onewindow.db", settings.vfs, "NORMAL", kCacheKib, true};
}

// `key` and `cipher` stay empty where they are not asked for.
constexpr std::string_view kClear =
    "SELECT s.id, s.name, '', t.clear, '' FROM stream s JOIN step t ON t.stream = s.id"
    " WHERE s.kind = ?1 AND (s.changed_at >= ?2 OR s.closed = 0) ORDER BY s.id, t.sequence";
constexpr std::string_view kWhole =
    "SELECT s.id, s.name, s.key, t.clear, t.cipher FROM stream s JOIN step t ON t.stream = s.id"
    " WHERE s.kind = ?1 AND (s.changed_at >= ?2 OR s.closed = 0) ORDER BY s.id, t.sequence";

class FileHistory final : public ports::History {
  public:
    explicit FileHistory(const StoreSettings& settings)
        : reads_(main_of(settings), kReaders), keys_(settings.master_key, reads_) {}

    Status each(std::string_view kind, Instant since, ports::Secrets secrets,
                const Visit& visit) override {
        try {
            return read(kind, since, secrets, visit);
        } catch (const SqlError& e) {
            return e.error();
        }
    }

  private:
    /// A stream while its steps are read.
    struct Reading {
        std::int64_t id = 0;
        StreamId stream;
        std::string key;
        std::vector<model::StoredEvent> events;
    };

    Status read(std::string_view kind, Instant since, ports::Secrets secrets, const Visit& visit) {
        const ReadPool::Loan reader = reads_.lend();
        Query query = reader->query(secrets == ports::Secrets::kOpened ? kWhole : kClear);
        query.bind(kind, since);
        Reading reading;
        while (query.step()) {
            if (query.number(0) != reading.id) {
                if (reading.id != 0) visit(reading.stream, reading.events);
                reading = {query.number(0), StreamId{query.text(1)}, {}, {}};
                const std::string wrapped = query.text(2);
                if (!wrapped.empty()) {
                    const auto key = keys_.unwrap(reading.stream, wrapped);
                    if (!key) return key.error();
                    reading.key = key->plain;
                }
            }
            auto step = open_step(reading.stream, reading.key, query.text(3), query.text(4));
            if (!step) return step.error();
            for (model::StoredEvent& event : *step) reading.events.push_back(std::move(event));
        }
        if (reading.id != 0) visit(reading.stream, reading.events);
        return ok();
    }

    ReadPool reads_;
    KeyRing keys_;
};

}  // namespace

Result<std::unique_ptr<ports::History>> open_history(const StoreSettings& settings) {
    if (!std::filesystem::exists(settings.dir + "/onewindow.db"))
        return Error{Code::kStoreUnavailable, {}, "there is no store at " + settings.dir};
    try {
        return std::unique_ptr<ports::History>{std::make_unique<FileHistory>(settings)};
    } catch (const SqlError& e) {
        return e.error();
    }
}

Result<std::vector<std::string>> catalogues_of_open_cases(const std::string& dir,
                                                          const std::string& vfs) {
    try {
        Connection connection{{dir + "/onewindow.db", vfs, "NORMAL", kCacheKib, true}};
        Query query = connection.query(
            "SELECT DISTINCT json_extract(t.clear, '$.catalogue') AS named"
            " FROM stream s JOIN step t ON t.stream = s.id AND t.sequence = 1"
            " WHERE s.kind = 'case' AND s.closed = 0 AND named <> '' ORDER BY named");
        std::vector<std::string> versions;
        while (query.step()) versions.push_back(query.text(0));
        return versions;
    } catch (const SqlError& e) {
        return e.error();
    }
}

}  // namespace ow::storage
