#include "gateway/app/csv_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "gateway/base/text.hpp"

namespace ow::app {
namespace {

constexpr std::size_t kShown = 12;  // longer lists are not spelt out

Error error_at(const std::string& file, std::int64_t line, std::int64_t column, std::string field,
               std::string cause) {
    return {Code::kConfigInvalid, {std::move(field), file, line, column}, std::move(cause)};
}

std::int64_t characters(std::string_view text) {
    return static_cast<std::int64_t>(count_code_points(text));
}

/// One cell from `at` on, moved behind it; false: a quote is not closed or followed by rubbish.
bool take_cell(std::string_view line, std::size_t& at, std::string& text) {
    if (at >= line.size() || line[at] != '"') {
        const std::size_t end = std::min(line.find(',', at), line.size());
        text = line.substr(at, end - at);
        at = end;
        return text.find('"') == std::string::npos;
    }
    for (++at; at < line.size(); ++at) {
        if (line[at] != '"') {
            text.push_back(line[at]);
        } else if (at + 1 < line.size() && line[at + 1] == '"') {
            text.push_back(line[at++]);
        } else {
            ++at;
            return at == line.size() || line[at] == ',';
        }
    }
    return false;
}

bool take_row(std::string_view line, CsvRow& row) {
    for (std::size_t at = 0;; ++at) {
        CsvCell cell{{}, characters(line.substr(0, at)) + 1};
        const bool right = take_cell(line, at, cell.text);
        row.cells.push_back(std::move(cell));
        if (!right) return false;
        if (at >= line.size()) return true;
    }
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& allowed) {
    const std::string_view near = nearest(word, allowed);
    return near.empty() ? std::string{} : fmt::format("; did you mean `{}`?", near);
}

bool is_too_long(model::Limit limit) {
    switch (limit.unit) {
        case model::LimitUnit::kWorkday:
            return limit.amount > 500;
        case model::LimitUnit::kNaturalDay:
            return limit.amount > 731;
        case model::LimitUnit::kHour:
            return limit.amount > 731 * 24;
        case model::LimitUnit::kMonth:
            return limit.amount > 24;
    }
    return false;
}

}  // namespace

CsvTable CsvTable::read(const std::filesystem::path& path,
                        std::span<const std::string_view> columns, std::vector<Error>& problems) {
    return read_with(path, columns, problems);
}

CsvTable CsvTable::read(const std::filesystem::path& path, std::vector<Error>& problems) {
    return read_with(path, {}, problems);
}

CsvTable CsvTable::read_with(const std::filesystem::path& path, const Columns& columns,
                             std::vector<Error>& problems) {
    CsvTable table;
    table.file_ = path.string();
    std::ifstream stream{path, std::ios::binary};
    if (!stream || !std::filesystem::is_regular_file(path)) {
        problems.emplace_back(Code::kFileUnreadable, At{{}, table.file_}, "cannot be read");
        return table;
    }
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    table.bytes_ = bytes.str();
    const std::size_t bad = find_malformed_utf8(table.bytes_);
    if (bad != std::string::npos) {
        const std::int64_t line =
            std::count(table.bytes_.begin(),
                       table.bytes_.begin() + static_cast<std::ptrdiff_t>(bad), '\n') +
            1;
        problems.push_back(
            error_at(table.file_, line, 0, {}, "the table is not UTF-8: save it as UTF-8"));
        return table;
    }
    table.take_lines(columns, problems);
    return table;
}

void CsvTable::take_lines(const Columns& columns, std::vector<Error>& problems) {
    std::string_view text = bytes_;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::int64_t number = 0;
    for (std::string_view line : split(text, '\n')) {
        CsvRow row{++number, {}};
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        if (!take_row(line, row)) {
            problems.push_back(error_at(file_, number, row.cells.back().column, {},
                                        "a quoted value is not closed properly"));
        } else if (header_.empty()) {
            take_header(row, columns, problems);
        } else if (row.cells.size() != header_.size()) {
            problems.push_back(error_at(file_, number, 1, {},
                                        fmt::format("{} values where the header has {}",
                                                    row.cells.size(), header_.size())));
        } else {
            rows_.push_back(std::move(row));
        }
    }
    if (text.find_first_not_of("\r\n") == std::string_view::npos) {
        const std::string wanted =
            columns ? fmt::format(" with {}", fmt::join(*columns, ", ")) : "";
        problems.push_back(error_at(
            file_, 1, 1, {}, fmt::format("the table is empty; a header{} is expected", wanted)));
    }
}

bool CsvTable::has_rows(std::vector<Error>& problems) const {
    if (rows_.empty() && !header_.empty())
        problems.push_back(error_at(file_, 1, 1, {}, "the table has no row below its header"));
    return !rows_.empty();
}

void CsvTable::take_header(const CsvRow& row, const Columns& wanted, std::vector<Error>& problems) {
    for (const CsvCell& cell : row.cells) header_.push_back(cell.text);
    if (!wanted) return;
    const std::span<const std::string_view> columns = *wanted;
    std::vector<std::string_view> missing{columns.begin(), columns.end()};
    for (const CsvCell& cell : row.cells) {
        const auto found = std::find(missing.begin(), missing.end(), cell.text);
        if (found != missing.end()) {
            missing.erase(found);
            continue;
        }
        const bool twice = std::find(columns.begin(), columns.end(), cell.text) != columns.end();
        std::string cause = fmt::format("unknown column `{}`", cell.text);
        if (twice) cause = fmt::format("column `{}` is there twice", cell.text);
        if (!twice) cause += did_you_mean(cell.text, {columns.begin(), columns.end()});
        problems.push_back(error_at(file_, row.line, cell.column, cell.text, std::move(cause)));
    }
    for (std::string_view column : missing) {
        problems.push_back(error_at(file_, row.line, 1, std::string{column},
                                    fmt::format("column `{}` is missing", column)));
    }
}

const CsvCell& CsvTable::cell(const CsvRow& row, std::string_view column) const {
    static const CsvCell kNone{};
    const auto found = std::find(header_.begin(), header_.end(), column);
    return found == header_.end() ? kNone
                                  : row.cells[static_cast<std::size_t>(found - header_.begin())];
}

void CsvReader::report(std::string_view column, std::string cause) {
    const CsvCell& cell = table_.cell(row_, column);
    problems_.push_back(
        error_at(table_.file(), row_.line, cell.column, std::string{column}, std::move(cause)));
}

std::string CsvReader::text_or_none(std::string_view column) {
    const std::string& text = table_.cell(row_, column).text;
    if (trim(text).size() != text.size()) report(column, "blanks around the value");
    return std::string{trim(text)};
}

std::string CsvReader::text(std::string_view column) {
    std::string text = text_or_none(column);
    if (text.empty()) report(column, fmt::format("`{}` must not be empty", column));
    return text;
}

bool CsvReader::yes_no(std::string_view column) {
    return one_of(column, {"yes", "no"}) == "yes";
}

int CsvReader::integer(std::string_view column, int least, int most) {
    const std::string text = text_or_none(column);
    const bool digits = !text.empty() && text.size() < 9 &&
                        text.find_first_not_of("0123456789") == std::string::npos;
    const int value = digits ? std::stoi(text) : least - 1;
    if (digits && value >= least && value <= most) return value;
    report(column, fmt::format("a whole number is expected, {} to {}", least, most));
    return least;
}

std::string CsvReader::one_of(std::string_view column,
                              const std::vector<std::string_view>& allowed) {
    std::string text = text_or_none(column);
    if (allowed.empty()) return text;  // they stand in a table of which that is said
    if (std::find(allowed.begin(), allowed.end(), text) == allowed.end()) {
        const std::string right = allowed.size() <= kShown ? fmt::format("one of {} is expected",
                                                                         fmt::join(allowed, ", "))
                                                           : fmt::format("`{}` is not known", text);
        report(column, right + did_you_mean(text, allowed));
    }
    return text;
}

std::optional<model::Limit> CsvReader::limit_or_none(std::string_view column) {
    const std::string text = text_or_none(column);
    if (text.empty()) return std::nullopt;
    auto limit = model::parse_limit(text);
    if (!limit) report(column, "a limit is expected, such as 5wd, 30nd, 4h or 2mo");
    if (limit) check_length(column, *limit);
    return limit;
}

void CsvReader::check_length(std::string_view column, model::Limit limit) {
    if (is_too_long(limit)) report(column, "no limit is longer than two years");
}

model::Limit CsvReader::limit(std::string_view column) {
    if (text(column).empty()) return {};
    return limit_or_none(column).value_or(model::Limit{});
}

std::vector<std::string> CsvReader::list(std::string_view column, std::string_view separator) {
    std::vector<std::string> parts;
    const std::string text = text_or_none(column);
    if (separator == "；" && text.find(';') != std::string::npos)
        report(column, "a half-width `;`: the parts stand between full-width `；`");
    for (std::string_view left = text; !left.empty();) {
        const std::size_t end = std::min(left.find(separator), left.size());
        const std::string_view part = trim(left.substr(0, end));
        if (!part.empty()) parts.emplace_back(part);
        left.remove_prefix(std::min(end + separator.size(), left.size()));
    }
    return parts;
}

}  // namespace ow::app
