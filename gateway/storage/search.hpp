#pragma once
// The search projection: a thread reads the steps that are new, asks `terms_of` for the stream's
// terms and keeps their HMACs in search.db. It lags behind the commits by a fraction of a second
// and takes up where it stopped after a restart; the file may be deleted and is made again.

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gateway/base/log.hpp"
#include "gateway/ports/store.hpp"
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
    /// Writer's thread, after every commit.
    void committed(std::int64_t newest_step);
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
    [[nodiscard]] bool wait_for_work();
    void project_batch();
    [[nodiscard]] std::vector<std::int64_t> changed_streams(std::int64_t& upto);
    [[nodiscard]] std::string terms_of_stream(std::int64_t id);
    void replace_terms(std::int64_t stream, const std::string& terms);
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
    std::int64_t newest_ = 0;
    std::int64_t done_ = 0;
    bool closing_ = false;
    std::thread thread_;
};

}  // namespace ow::storage
