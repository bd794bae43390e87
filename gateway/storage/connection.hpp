#pragma once
// One SQLite connection, opened through Poco::Data, with its prepared statements. Not thread-safe:
// one thread at a time (the writer owns one, the read pool lends others).
//
// SQL failures are exceptions inside this folder only; the store's edge turns them into Errors.

#include <Poco/Data/Session.h>
#include <sqlite3.h>

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"

namespace ow::storage {

/// SQLite refused. `code` is kStoreUnavailable (disk), kStoreDamaged (corrupt) or kInternal
/// (constraint: a broken row). The text never holds a bound value.
class SqlError final : public std::exception {
  public:
    SqlError(int sqlite_code, std::string what);
    [[nodiscard]] Code code() const;
    [[nodiscard]] bool constraint() const { return (sqlite_code_ & 0xff) == SQLITE_CONSTRAINT; }
    [[nodiscard]] Error error() const { return Error{code(), {}, text_}; }
    [[nodiscard]] const char* what() const noexcept override { return text_.c_str(); }

  private:
    int sqlite_code_;
    std::string text_;
};

/// Bytes to be bound as a BLOB; a string_view is bound as TEXT.
struct Bytes {
    std::string_view value;
};

/// A prepared statement on loan; reset when it goes. Bound texts are not copied: they must stay
/// where they are until the last step().
class Query {
  public:
    Query(sqlite3* db, sqlite3_stmt* statement) : db_(db), statement_(statement) {}
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    template <class... Args>
    Query& bind(const Args&... args) {
        (bind_one(args), ...);
        return *this;
    }
    /// Ready for other values.
    Query& restart();
    /// true while there is a row.
    bool step();
    /// Runs to the end; rows are not expected.
    void run();
    [[nodiscard]] std::int64_t number(int column) const;
    [[nodiscard]] std::string text(int column) const;       ///< TEXT or BLOB, as it is
    [[nodiscard]] std::string_view view(int column) const;  ///< until the next step
    [[nodiscard]] bool null(int column) const;
    [[nodiscard]] Instant instant(int column) const { return Instant{Millis{number(column)}}; }

  private:
    void bind_one(std::int64_t value);
    void bind_one(const std::optional<Instant>& value);
    void bind_one(int value) { bind_one(std::int64_t{value}); }
    void bind_one(std::string_view value);
    void bind_one(Bytes value);
    void bind_one(Instant value) { bind_one(std::int64_t{value.time_since_epoch().count()}); }
    void check(int result) const;

    sqlite3* db_;
    sqlite3_stmt* statement_;
    int next_ = 1;
};

struct ConnectionSettings {
    std::string path;
    std::string vfs;  ///< empty = the system's
    std::string synchronous = "FULL";
    int cache_kib = 4000;
    bool read_only = false;
    /// Of a file that is new; others keep theirs. A case's rows are some 9 KB: in pages of 4096
    /// most would go to overflow pages.
    int page_bytes = 8192;
};

class Connection {
  public:
    explicit Connection(const ConnectionSettings& settings);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Prepared on first use, kept afterwards.
    [[nodiscard]] Query query(std::string_view sql);
    /// Statements without parameters or rows.
    void run(const char* sql);
    [[nodiscard]] sqlite3* handle() const { return db_; }
    [[nodiscard]] Poco::Data::Session& session() { return session_; }
    /// The current failure as an exception.
    [[nodiscard]] SqlError failure() const;

    /// Nothing may be asked of it afterwards. The last connection of a file takes the log away.
    void close();

    /// Brings the log into the file and empties it, so that overwritten bytes are nowhere left.
    void checkpoint_truncate();

  private:
    Poco::Data::Session session_;
    sqlite3* db_;
    std::unordered_map<std::string_view, sqlite3_stmt*> statements_;  ///< keys are literals
};

/// BEGIN IMMEDIATE … COMMIT; rolled back if commit() was not reached.
class Transaction {
  public:
    explicit Transaction(Connection& connection);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

  private:
    Connection& connection_;
    bool open_ = true;
};

/// A snapshot for several reads.
class ReadSnapshot {
  public:
    explicit ReadSnapshot(Connection& connection) : connection_(connection) {
        connection_.run("BEGIN");
    }
    ~ReadSnapshot();
    ReadSnapshot(const ReadSnapshot&) = delete;
    ReadSnapshot& operator=(const ReadSnapshot&) = delete;

  private:
    Connection& connection_;
};

}  // namespace ow::storage
