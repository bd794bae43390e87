#include "gateway/storage/connection.hpp"

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Exception.h>
#include <fmt/format.h>

#include <utility>

namespace ow::storage {
namespace {

std::string uri_of(const ConnectionSettings& settings) {
    std::string uri = "file:";
    for (char c : settings.path) {
        if (c == '%' || c == '?' || c == '#') {
            uri += fmt::format("%{:02x}", static_cast<unsigned>(c));
        } else {
            uri.push_back(c);
        }
    }
    return settings.vfs.empty() ? uri : uri + "?vfs=" + settings.vfs;
}

/// A connection belongs to one thread at a time (its statements do), so SQLite need not lock it;
/// nor does anybody ask how much memory it holds, a count that all threads would meet at.
/// Before the first connection: SQLite refuses settings afterwards.
void configure_sqlite() {
    static const bool once = [] {
        sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        Poco::Data::SQLite::Connector::registerConnector();
        return true;
    }();
    static_cast<void>(once);
}

Poco::Data::Session open_session(const ConnectionSettings& settings) {
    configure_sqlite();
    try {
        return {Poco::Data::SQLite::Connector::KEY, uri_of(settings)};
    } catch (const Poco::Exception& e) {
        throw SqlError{SQLITE_CANTOPEN, e.name()};
    }
}

}  // namespace

SqlError::SqlError(int sqlite_code, std::string what)
    : sqlite_code_(sqlite_code), text_(std::move(what)) {}

Code SqlError::code() const {
    switch (sqlite_code_ & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return Code::kStoreDamaged;
        case SQLITE_CONSTRAINT:
        case SQLITE_MISMATCH:
        case SQLITE_TOOBIG:
        case SQLITE_MISUSE:
        case SQLITE_ERROR:
            return Code::kInternal;
        default:
            return Code::kStoreUnavailable;
    }
}

Query::~Query() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

Query& Query::restart() {
    sqlite3_reset(statement_);
    next_ = 1;
    return *this;
}

void Query::check(int result) const {
    if (result != SQLITE_OK) throw SqlError{sqlite3_extended_errcode(db_), sqlite3_errstr(result)};
}

void Query::bind_one(std::int64_t value) {
    check(sqlite3_bind_int64(statement_, next_++, value));
}

void Query::bind_one(const std::optional<Instant>& value) {
    if (value) return bind_one(*value);
    check(sqlite3_bind_null(statement_, next_++));
}

// A data pointer of null would be bound as NULL, even for an empty text.
void Query::bind_one(std::string_view value) {
    check(sqlite3_bind_text64(statement_, next_++, value.empty() ? "" : value.data(), value.size(),
                              SQLITE_STATIC, SQLITE_UTF8));
}

void Query::bind_one(Bytes value) {
    check(sqlite3_bind_blob64(statement_, next_++, value.value.empty() ? "" : value.value.data(),
                              value.value.size(), SQLITE_STATIC));
}

bool Query::step() {
    const int result = sqlite3_step(statement_);
    if (result == SQLITE_ROW) return true;
    if (result == SQLITE_DONE) return false;
    throw SqlError{sqlite3_extended_errcode(db_), sqlite3_errstr(result)};
}

void Query::run() {
    while (step()) {
    }
}

std::int64_t Query::number(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::string_view Query::view(int column) const {
    const void* data = sqlite3_column_blob(statement_, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return data == nullptr ? std::string_view{}
                           : std::string_view{static_cast<const char*>(data), size};
}

std::string Query::text(int column) const {
    return std::string{view(column)};
}

bool Query::null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Connection::Connection(const ConnectionSettings& settings)
    : session_(open_session(settings)), db_(Poco::Data::SQLite::Utility::dbHandle(session_)) {
    sqlite3_busy_timeout(db_, 10'000);
    run(fmt::format("PRAGMA page_size={}", settings.page_bytes).c_str());  // of a file just made
    run("PRAGMA secure_delete=ON");
    run("PRAGMA auto_vacuum=INCREMENTAL");
    run("PRAGMA journal_mode=WAL");
    run(("PRAGMA synchronous=" + settings.synchronous).c_str());
    run("PRAGMA wal_autocheckpoint=2000");
    run("PRAGMA temp_store=MEMORY");
    run(fmt::format("PRAGMA cache_size=-{}", settings.cache_kib).c_str());
    if (settings.read_only) run("PRAGMA query_only=ON");
}

Connection::~Connection() {
    close();
}

void Connection::close() {
    for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
    statements_.clear();
    if (session_.isConnected()) session_.close();
}

SqlError Connection::failure() const {
    const int code = sqlite3_extended_errcode(db_);
    return SqlError{code, sqlite3_errstr(code)};
}

Query Connection::query(std::string_view sql) {
    const auto found = statements_.find(sql);
    if (found != statements_.end()) return {db_, found->second};
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                           &statement, nullptr) != SQLITE_OK) {
        throw SqlError{sqlite3_extended_errcode(db_), sqlite3_errmsg(db_)};
    }
    statements_.emplace(sql, statement);
    return {db_, statement};
}

void Connection::run(const char* sql) {
    if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw failure();
}

void Connection::checkpoint_truncate() {
    const int result =
        sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if (result != SQLITE_OK) throw failure();
}

Transaction::Transaction(Connection& connection) : connection_(connection) {
    connection_.query("BEGIN IMMEDIATE").run();
}

Transaction::~Transaction() {
    if (open_) sqlite3_exec(connection_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
    connection_.query("COMMIT").run();
    open_ = false;
}

ReadSnapshot::~ReadSnapshot() {
    sqlite3_exec(connection_.handle(), "COMMIT", nullptr, nullptr, nullptr);
}

}  // namespace ow::storage
