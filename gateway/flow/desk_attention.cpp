// Cases that wait for a person beside the ordinary way.

#include <algorithm>
#include <set>

#include "gateway/base/text.hpp"
#include "gateway/flow/desk.hpp"

namespace ow::flow {
namespace {

constexpr int kPage = 50;
constexpr int kCountLimit = 500;
constexpr int kMostLooked = 1000;  ///< rows one page of 需处理 looks at
constexpr std::string_view kCasePrefix = "case:";

}  // namespace

/// "<part> <instant> [<row>]": the part of the list and where its last page ended.
struct Desk::AttentionPlace {
    std::size_t part = 0;
    std::optional<Instant> at;
    std::string row;

    [[nodiscard]] static AttentionPlace parse(const std::string& cursor) {
        AttentionPlace place;
        const auto words = split(cursor, ' ');
        if (words.size() < 2 || words[0].size() != 1 || words[0][0] < '0' || words[0][0] > '2')
            return place;
        place.part = static_cast<std::size_t>(words[0][0] - '0');
        place.at = parse_instant(words[1]);
        if (words.size() > 2) place.row = words[2];
        return place;
    }
    [[nodiscard]] std::string text() const {
        std::string out = std::to_string(part) + " " + to_iso(at.value_or(Instant{}));
        if (!row.empty()) out += " " + row;
        return out;
    }
};

/// A case stands in the list once: with its mark, else with its row that comes first.
bool Desk::is_first_of_case(const ports::OutboxView& row, const ports::StreamView& view) {
    if (!view.row.flags.empty() && !view.row.closed) return false;
    for (const ports::OutboxView& other : store_.outbox(row.stream)) {
        const bool stopped = other.state == ports::OutboxState::kParked ||
                             other.state == ports::OutboxState::kUnknown;
        if (!stopped || other.id == row.id) continue;
        const bool earlier_part =
            other.state == ports::OutboxState::kUnknown && row.state == ports::OutboxState::kParked;
        const bool newer = other.state == row.state && other.changed_at > row.changed_at;
        const bool tie =
            other.state == row.state && other.changed_at == row.changed_at && other.id < row.id;
        if (earlier_part || newer || tie) return false;
    }
    return true;
}

/// Adds the cases of one part until the page is full; true: the part is through.
bool Desk::add_stopped(AttentionPlace& place, std::vector<ports::StreamView>& views) {
    const auto state = place.part == 1 ? ports::OutboxState::kUnknown : ports::OutboxState::kParked;
    for (int looked = 0; looked < kMostLooked; looked += kPage) {
        std::optional<ports::OutboxPlace> after;
        if (place.at) after = ports::OutboxPlace{*place.at, place.row};
        const auto rows = store_.outbox_in(state, kPage, after);
        for (const ports::OutboxView& row : rows) {
            place.at = row.changed_at;
            place.row = row.id;
            if (!row.stream.str().starts_with(kCasePrefix)) continue;
            auto view = store_.stream(row.stream);
            if (view && is_first_of_case(row, *view)) views.push_back(std::move(*view));
            if (views.size() >= static_cast<std::size_t>(kPage)) return false;
        }
        if (rows.size() < static_cast<std::size_t>(kPage)) return true;
    }
    return false;
}

/// Cases that wait for a person beside the ordinary way, a page of them: first those with a mark,
/// then those with a message of unknown end, then those with a parked one; newest first in each.
/// A page may be short where many rows are of bookings; `next` is empty at the end only.
std::vector<ports::StreamView> Desk::needing_attention(const std::string& cursor,
                                                       std::string& next) {
    AttentionPlace place = AttentionPlace::parse(cursor);
    std::vector<ports::StreamView> views;
    next.clear();
    if (place.part == 0) {
        ports::StreamQuery query;
        query.hall = setting_.hall.id.str();
        query.flagged = true;
        query.limit = kPage;
        query.before = place.at;
        views = store_.streams(query);
        if (views.size() == static_cast<std::size_t>(kPage)) {
            place.at = views.back().opened_at;
            next = place.text();
            return views;
        }
        place = {1, {}, {}};
    }
    for (; place.part <= 2; place = {place.part + 1, {}, {}}) {
        if (add_stopped(place, views)) continue;
        next = place.text();
        return views;
    }
    return views;
}

/// Up to kCountLimit and one more for all beyond, as of every tab.
std::int64_t Desk::count_attention() {
    std::set<std::string> cases;
    ports::StreamQuery query;
    query.hall = setting_.hall.id.str();
    query.flagged = true;
    query.limit = kCountLimit;
    const auto flagged = store_.streams(query);
    for (const ports::StreamView& view : flagged) cases.insert(view.stream.str());
    if (flagged.size() == static_cast<std::size_t>(kCountLimit)) {
        query.before = flagged.back().opened_at;
        query.limit = 1;
        if (!store_.streams(query).empty()) return kCountLimit + 1;
    }
    for (const auto state : {ports::OutboxState::kUnknown, ports::OutboxState::kParked}) {
        if (cases.size() > static_cast<std::size_t>(kCountLimit)) break;
        for (const ports::OutboxView& row : store_.outbox_in(state, kCountLimit)) {
            if (row.stream.str().starts_with(kCasePrefix)) cases.insert(row.stream.str());
        }
    }
    return std::min<std::int64_t>(kCountLimit + 1, static_cast<std::int64_t>(cases.size()));
}

}  // namespace ow::flow
