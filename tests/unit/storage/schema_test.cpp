// A store made by an earlier version.

#include "gateway/storage/schema.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "gateway/base/passing_folder.hpp"

namespace ow::storage {
namespace {

TEST(Schema, R6_WhatAnEarlierVersionLeftOpenMayHavePapersToHandOver) {
    const PassingFolder folder{std::filesystem::temp_directory_path(), "ow-schema-"};
    const std::string dir = folder.path().string();
    {
        ConnectionSettings settings;
        settings.path = dir + "/store.db";
        Connection connection{settings};
        ASSERT_TRUE(migrate(connection, Database::kMain));
        connection.run("PRAGMA user_version=4");
        constexpr const char* kRows[][3] = {
            {"case:1", "accepted", "0"}, {"case:2", "received", "0"}, {"case:3", "decided", "1"}};
        for (const auto& [name, stage, closed] : kRows) {
            Query insert = connection.query(
                "INSERT INTO stream(name, kind, version, head, opened_at, changed_at, hall, item,"
                " department, source, stage, flags, closed)"
                " VALUES(?1, 'case', 1, x'00', 0, 0, '', '', 'bureau', '', ?2, '', ?3)");
            insert.bind(std::string{name}, std::string{stage}, std::string{closed}).run();
        }
        ASSERT_TRUE(migrate(connection, Database::kMain));
        Query waiting = connection.query(
            "SELECT group_concat(name) FROM stream WHERE department = 'bureau papers:waiting'");
        ASSERT_TRUE(waiting.step());
        EXPECT_EQ(waiting.text(0), "case:1") << "once, also by the later step";
    }
}

}  // namespace
}  // namespace ow::storage
