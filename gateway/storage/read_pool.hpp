#pragma once
// Connections for reading. They are lent for one call; nobody ever waits for the writer.

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "gateway/storage/connection.hpp"

namespace ow::storage {

class ReadPool {
  public:
    ReadPool(const ConnectionSettings& settings, int connections);

    /// A connection until it goes out of scope.
    class Loan {
      public:
        Loan(ReadPool& pool, Connection* connection) : pool_(pool), connection_(connection) {}
        ~Loan() { pool_.give_back(connection_); }
        Loan(const Loan&) = delete;
        Loan& operator=(const Loan&) = delete;
        Connection& operator*() const { return *connection_; }
        Connection* operator->() const { return connection_; }

      private:
        ReadPool& pool_;
        Connection* connection_;
    };

    /// Waits for a free one. Throws SqlError after close().
    [[nodiscard]] Loan lend();
    /// Waits until all are back, then closes them.
    void close();

  private:
    void give_back(Connection* connection);

    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> all_;
    std::vector<Connection*> free_;
    bool closed_ = false;
};

}  // namespace ow::storage
