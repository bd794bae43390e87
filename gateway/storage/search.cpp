#include "gateway/storage/search.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <unordered_set>
#include <utility>

#include "gateway/crypto/digest.hpp"
#include "gateway/storage/reader.hpp"
#include "gateway/storage/schema.hpp"

namespace ow::storage {
namespace {

constexpr std::size_t kTermSize = 12;
constexpr int kBatch = 4096;
// Told and not yet projected; beyond that it reads.
constexpr std::size_t kMostTold = 50'000;
constexpr int kCountAtMost = 2000;
// After an error of the disk the thread tries again this often.
constexpr std::chrono::milliseconds kPause{500};
// While commits follow each other closer than this, it leaves them the machine, for three seconds
// at most: one transaction for many steps costs far less than many.
constexpr std::chrono::milliseconds kQuiet{20};
constexpr std::chrono::seconds kMostLag{1};

/// `term` among the first `size` bytes of joined terms.
bool is_listed(std::string_view joined, std::size_t size, std::string_view term) {
    for (std::size_t i = 0; i < size; i += kTermSize) {
        if (joined.substr(i, kTermSize) == term) return true;
    }
    return false;
}

ConnectionSettings for_reading(ConnectionSettings settings) {
    settings.read_only = true;
    return settings;
}

}  // namespace

Search::Search(const ConnectionSettings& projection, const ConnectionSettings& events,
               const std::string& master_key, ports::TermsOf terms_of, KeyRing& keys, Log& log)
    : term_key_(crypto::hmac(crypto::Hash::kSha256, master_key, "search terms v1")),
      terms_of_(std::move(terms_of)),
      keys_(keys),
      log_(log),
      projection_(projection),
      events_(for_reading(events)),
      reads_(for_reading(projection), 2) {
    if (Status migrated = migrate(projection_, Database::kSearch); !migrated)
        throw SqlError{SQLITE_CORRUPT, migrated.error().text()};
    Query query = projection_.query("SELECT step FROM watermark");
    done_ = query.step() ? query.number(0) : 0;
}

Search::~Search() {
    close();
}

void Search::start(std::int64_t newest_step) {
    if (!terms_of_) return;
    newest_ = newest_step;
    thread_ = std::thread{[this] { run(); }};
}

void Search::committed(const std::vector<StepWrite>& steps) {
    if (steps.empty() || !terms_of_) return;
    bool wake = false;
    {
        const std::scoped_lock lock{mutex_};
        const bool idle = newest_ == done_;
        newest_ = steps.back().id;
        wake = idle || newest_ - done_ >= kBatch;
        if (told_.size() > kMostTold) told_.clear();
        for (const StepWrite& step : steps)
            told_.push_back({step.id, step.stream, step.append->terms});
    }
    if (wake) changed_.notify_all();
}

void Search::wait() {
    if (!terms_of_) return;
    std::unique_lock lock{mutex_};
    const std::int64_t upto = newest_;
    awaited_ = std::max(awaited_, upto);
    changed_.notify_all();
    changed_.wait(lock, [&] { return closing_ || done_ >= upto; });
}

bool Search::wait_for_work() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return closing_ || newest_ > done_; });
    const auto latest = std::chrono::steady_clock::now() + kMostLag;
    const auto urgent = [&] {
        return closing_ || awaited_ > done_ || newest_ - done_ >= kBatch ||
               std::chrono::steady_clock::now() >= latest;
    };
    for (std::int64_t seen = 0; seen != newest_ && !urgent();) {
        seen = newest_;
        changed_.wait_for(lock, kQuiet, urgent);
    }
    return !closing_;
}

void Search::run() {
    while (wait_for_work()) {
        try {
            const std::scoped_lock lock{projecting_};
            project_batch();
        } catch (const std::exception& e) {
            log_.write(LogEvent::kRequestFailed, {{"action", "search.project"}});
            std::unique_lock lock{mutex_};
            changed_.wait_for(lock, kPause, [&] { return closing_; });
        }
    }
}

// Those that follow `after` without a gap. `first_told`: where they begin if there is a gap.
std::vector<Search::Change> Search::told_changes(std::int64_t after, std::int64_t& first_told) {
    std::vector<Change> changes;
    const std::scoped_lock lock{mutex_};
    while (!told_.empty() && told_.front().step <= after) told_.pop_front();
    if (!told_.empty()) first_told = told_.front().step;
    while (!told_.empty() && changes.size() < kBatch && told_.front().step == after + 1) {
        changes.push_back(std::move(told_.front()));
        told_.pop_front();
        ++after;
    }
    return changes;
}

std::vector<Search::Change> Search::read_changes(std::int64_t after, std::int64_t before) {
    std::vector<Change> changes;
    {
        Query query = events_.query(
            "SELECT id, stream FROM step WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT ?3");
        query.bind(after, before, kBatch);
        while (query.step()) changes.push_back({query.number(0), query.number(1), {}});
    }
    std::unordered_set<std::int64_t> read;
    for (Change& change : changes) {
        if (read.insert(change.stream).second) change.terms = read_terms(change.stream);
    }
    return changes;
}

std::vector<Search::Change> Search::next_changes() {
    std::int64_t first_told = std::numeric_limits<std::int64_t>::max();
    std::vector<Change> changes = told_changes(done_, first_told);
    return changes.empty() ? read_changes(done_, first_told) : changes;
}

void Search::project_batch() {
    std::vector<Change> changes = next_changes();
    if (changes.empty()) return;
    const std::int64_t upto = changes.back().step;
    {
        Transaction transaction{projection_};
        add_terms(changes);
        projection_.query("UPDATE watermark SET step = ?1").bind(upto).run();
        transaction.commit();
    }
    {
        const std::scoped_lock lock{mutex_};
        done_ = upto;
    }
    changed_.notify_all();
}

std::string Search::hashed(const std::string& term) const {
    return crypto::hmac(crypto::Hash::kSha256, term_key_, term).substr(0, kTermSize);
}

std::string Search::pseudonym(const std::string& text) const {
    return crypto::to_hex(
        crypto::hmac(crypto::Hash::kSha256, term_key_, "pseudonym\n" + text).substr(0, 16));
}

std::string Search::terms_of(const StreamId& stream,
                             const std::vector<model::Event>& events) const {
    if (!terms_of_ || events.empty()) return {};
    std::vector<std::string> terms;
    for (const std::string& term : terms_of_(stream, events)) terms.push_back(hashed(term));
    std::sort(terms.begin(), terms.end());
    terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
    std::string joined;
    joined.reserve(terms.size() * kTermSize);
    for (const std::string& term : terms) joined += term;
    return joined;
}

// A stream that cannot be read is not searchable; verify says why.
std::string Search::read_terms(std::int64_t stream) {
    const auto view = read_stream(events_, stream);
    if (!view) return {};
    auto stored = load_stream(events_, keys_, view->stream);
    if (!stored) return {};
    std::vector<model::Event> events;
    for (model::StoredEvent& one : *stored) events.push_back(std::move(one.event));
    return terms_of(view->stream, events);
}

std::string Search::known_terms(std::int64_t stream) {
    Query query = projection_.query("SELECT terms FROM terms_of WHERE stream = ?1");
    query.bind(stream);
    return query.step() ? query.text(0) : std::string{};
}

// In the order of the terms: neighbours in the table are written together.
void Search::add_terms(std::vector<Change>& changes) {
    std::vector<std::pair<std::string_view, std::int64_t>> fresh;
    for (const Change& change : changes) {
        if (change.terms.empty()) continue;
        std::string all = known_terms(change.stream);
        const std::size_t known = all.size();
        for (std::size_t i = 0; i < change.terms.size(); i += kTermSize) {
            const std::string_view term = std::string_view{change.terms}.substr(i, kTermSize);
            if (is_listed(all, known, term)) continue;
            all += term;
            fresh.emplace_back(term, change.stream);
        }
        if (all.size() == known) continue;
        projection_.query("INSERT OR REPLACE INTO terms_of VALUES(?1, ?2)")
            .bind(change.stream, Bytes{all})
            .run();
    }
    std::sort(fresh.begin(), fresh.end());
    Query insert = projection_.query("INSERT OR IGNORE INTO term VALUES(?1, ?2)");
    for (const auto& [term, stream] : fresh) insert.restart().bind(Bytes{term}, stream).run();
}

void Search::remove_terms(std::int64_t stream) {
    const std::string old = known_terms(stream);
    for (std::size_t i = 0; i < old.size(); i += kTermSize) {
        projection_.query("DELETE FROM term WHERE term = ?1 AND stream = ?2")
            .bind(Bytes{std::string_view{old}.substr(i, kTermSize)}, stream)
            .run();
    }
    projection_.query("DELETE FROM terms_of WHERE stream = ?1").bind(stream).run();
}

// Walks the streams of the rarest term, newest first, and looks for the others by key.
std::vector<std::int64_t> Search::find(const std::vector<std::string>& terms, int limit) {
    std::vector<std::pair<std::int64_t, std::string>> keys;
    const ReadPool::Loan reader = reads_.lend();
    for (const std::string& term : terms) {
        Query count =
            reader->query("SELECT count(*) FROM (SELECT 1 FROM term WHERE term = ?1 LIMIT ?2)");
        const std::string key = hashed(term);
        count.bind(Bytes{key}, kCountAtMost);
        keys.emplace_back(count.step() ? count.number(0) : 0, key);
    }
    std::vector<std::int64_t> streams;
    if (keys.empty()) return streams;
    std::sort(keys.begin(), keys.end());
    Query walk = reader->query("SELECT stream FROM term WHERE term = ?1 ORDER BY stream DESC");
    Query look = reader->query("SELECT 1 FROM term WHERE term = ?1 AND stream = ?2");
    walk.bind(Bytes{keys.front().second});
    while (streams.size() < static_cast<std::size_t>(limit) && walk.step()) {
        const std::int64_t stream = walk.number(0);
        const bool all = std::all_of(keys.begin() + 1, keys.end(), [&](const auto& key) {
            return look.restart().bind(Bytes{key.second}, stream).step();
        });
        if (all) streams.push_back(stream);
    }
    return streams;
}

Status Search::forget(std::int64_t stream, const std::function<Status()>& destroy) {
    const std::scoped_lock lock{projecting_};
    if (Status destroyed = destroy(); !destroyed) return destroyed;
    {
        const std::scoped_lock told{mutex_};
        for (Change& change : told_) {
            if (change.stream == stream) change.terms.clear();
        }
    }
    try {
        {
            Transaction transaction{projection_};
            remove_terms(stream);
            transaction.commit();
        }
        projection_.query("PRAGMA incremental_vacuum").run();
        projection_.checkpoint_truncate();
        return ok();
    } catch (const SqlError& e) {
        return e.error();
    }
}

void Search::close() {
    {
        const std::scoped_lock lock{mutex_};
        closing_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
    reads_.close();
    const std::scoped_lock lock{projecting_};
    events_.close();
    projection_.close();
}

}  // namespace ow::storage
