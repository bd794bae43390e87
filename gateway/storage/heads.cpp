#include "gateway/storage/heads.hpp"

namespace ow::storage {
namespace {

constexpr std::size_t kRemembered = 16'384;

}  // namespace

Heads::Heads() : known_(kRemembered) {}

Head Heads::find(Connection& connection, const StreamId& stream) {
    if (const Head* head = known_.find(stream.str())) return *head;
    Query query = connection.query("SELECT id, version, head, key FROM stream WHERE name=?1");
    query.bind(stream.str());
    if (!query.step()) return {};
    Head head{query.number(0), query.number(1), query.text(2), query.text(3)};
    known_.put(stream.str(), head);
    return head;
}

}  // namespace ow::storage
