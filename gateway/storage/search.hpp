#pragma once
// The search projection: a thread that keeps HMACs of each stream's terms in search.db, a fraction
// of a second behind the commits. It is told the terms of what was committed; what it was not told
// (before a restart, or while it was far behind) it reads from the steps. The file may be deleted
// and is made again.

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gateway/base/log.hpp"
#include "gateway/ports/store.hpp"
#include "gateway/storage/bulk.hpp"
#include "gateway/storage/key_ring.hpp"

namespace ow::storage {

class Search {
  public:
    /// `master_key`: what the key of the HMACs is derived from.
    Search(const ConnectionSettings& projection, const ConnectionSettings& events,
           const std::string& master_key, ports::TermsOf terms_of, KeyRing& keys, Log& log);
    ~Search();
    Search(const Search&) = delete;
    Search& operator=(const Search&) = delete;

    /// `newest_step`: id of the newest durable step.
    void start(std::int64_t newest_step);
    /// HMACs of the terms of these events, sorted and joined. Any thread.
    [[nodiscard]] std::string terms_of(const StreamId& stream,
                                       const std::vector<model::Event>& events) const;
    /// Of a stream that is about a person; apart from every term. Any thread.
    [[nodiscard]] std::string pseudonym(const std::string& text) const;
    /// Writer's thread, after every commit.
    void committed(const std::vector<StepWrite>& steps);
    /// Blocks until every step up to now is searchable, or the store is closed.
    void wait();
    /// Row ids of the streams that carry all terms, newest first.
    [[nodiscard]] std::vector<std::int64_t> find(const std::vector<std::string>& terms, int limit);
    /// Removes the terms of a stream and wipes where they were. While `destroy` runs, nothing is
    /// projected.
    [[nodiscard]] Status forget(std::int64_t stream, const std::function<Status()>& destroy);
    void close();

  private:
    void run();
    struct Change {
        std::int64_t step;
        std::int64_t stream;
        std::string terms;
    };

    [[nodiscard]] bool wait_for_work();
    void project_batch();
    [[nodiscard]] std::vector<Change> next_changes();
    [[nodiscard]] std::vector<Change> told_changes(std::int64_t after, std::int64_t& first_told);
    [[nodiscard]] std::vector<Change> read_changes(std::int64_t after, std::int64_t before);
    [[nodiscard]] std::string read_terms(std::int64_t stream);
    void add_terms(std::vector<Change>& changes);
    [[nodiscard]] std::string known_terms(std::int64_t stream);
    void remove_terms(std::int64_t stream);
    [[nodiscard]] std::string hashed(const std::string& term) const;

    std::string term_key_;
    ports::TermsOf terms_of_;
    KeyRing& keys_;
    Log& log_;
    Connection projection_;  ///< guarded by projecting_
    Connection events_;      ///< the thread's own
    ReadPool reads_;
    std::mutex projecting_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Change> told_;  ///< guarded by mutex_
    std::int64_t newest_ = 0;
    std::int64_t done_ = 0;
    std::int64_t awaited_ = 0;  ///< somebody waits until this step is done
    bool closing_ = false;
    std::thread thread_;
};

}  // namespace ow::storage
