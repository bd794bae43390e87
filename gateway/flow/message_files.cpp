#include "gateway/flow/message_files.hpp"

#include <algorithm>
#include <boost/json/array.hpp>

#include "gateway/crypto/digest.hpp"
#include "gateway/model/case_state.hpp"

namespace ow::flow {
namespace {

using boost::json::array;
using boost::json::object;
using model::text_at;

array* list_in(object& holder, std::string_view name) {
    auto* found = holder.if_contains(name);
    return found == nullptr ? nullptr : found->if_array();
}

/// Of an application they stand in its content, of a supplement by themselves.
array* materials_of(model::Event& event) {
    auto* content = event.secret.if_contains("content");
    object* whole = content == nullptr ? nullptr : content->if_object();
    return list_in(whole == nullptr ? event.secret : *whole, "materials");
}

Status keep_file(ports::Store& store, const StreamId& stream,
                 const std::vector<ports::MessageFile>& files, object& material) {
    const std::string sha256 = text_at(material, "file_sha256");
    const auto file = std::find_if(files.begin(), files.end(), [&](const ports::MessageFile& one) {
        return one.sha256 == sha256;
    });
    if (file == files.end() || material.contains("file")) return ok();
    const auto blob = store.put_blob(stream, file->bytes);
    if (!blob) return blob.error();
    material["file"] = blob->address;
    return ok();
}

}  // namespace

Status keep_files(ports::Store& store, const StreamId& stream,
                  const std::vector<ports::MessageFile>& files, std::vector<model::Event>& events) {
    for (model::Event& event : events) {
        array* materials = materials_of(event);
        if (materials == nullptr) continue;
        for (auto& one : *materials) {
            if (Status kept = keep_file(store, stream, files, one.as_object()); !kept) return kept;
        }
    }
    return ok();
}

Status put_contents(ports::Store& store, const StreamId& stream, object& tree) {
    auto* holder = tree.if_contains("materials");
    array* materials = holder == nullptr || !holder->is_object()
                           ? nullptr
                           : list_in(holder->get_object(), "material");
    if (materials == nullptr) return ok();
    for (auto& one : *materials) {
        object& material = one.as_object();
        const std::string address = text_at(material, "file");
        if (address.empty()) continue;
        const auto bytes = store.get_blob(stream, address);
        if (!bytes) return bytes.error();
        material["content"] = crypto::to_base64(*bytes);
    }
    return ok();
}

}  // namespace ow::flow
