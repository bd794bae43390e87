#include "gateway/app/config_parents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "gateway/app/config_values.hpp"
#include "gateway/base/text.hpp"

namespace ow::app {
namespace {

model::ParentStage read_stage(const yaml::Node& node, std::vector<Error>& problems) {
    yaml::Reader reader{node, problems};
    model::ParentStage stage;
    stage.id = reader.text("id");
    stage.name = reader.text("name");
    stage.lead = DepartmentId{reader.text("lead")};
    stage.limit = limit_or_none(reader, "limit");
    for (std::string& item : reader.texts("items")) stage.items.emplace_back(std::move(item));
    if (stage.items.empty()) reader.report("items", "a stage has at least one item");
    return stage;
}

model::ParentPlan read_parent(const yaml::Node& node, std::vector<Error>& problems) {
    yaml::Reader reader{node, problems};
    model::ParentPlan plan;
    plan.id = reader.text("id");
    plan.name = reader.text("name");
    plan.is_project = reader.one_of("kind", {"one_thing", "project"}) == "project";
    const yaml::Node* stages = reader.list_or_none("stages");
    if (stages == nullptr || stages->items().empty()) {
        reader.report("stages", "at least one stage is expected");
        return plan;
    }
    std::set<std::string> seen;
    for (const yaml::Node& each : stages->items()) {
        plan.stages.push_back(read_stage(each, problems));
        if (!seen.insert(plan.stages.back().id).second)
            problems.push_back(each.error("two stages have this id"));
        for (const ItemId& item : plan.stages.back().items) {
            if (!seen.insert("item " + item.str()).second)
                problems.push_back(each.error(fmt::format("`{}` is there twice", item.str())));
        }
    }
    return plan;
}

/// Where the hall's file has the plan: read again for its place.
At place_of(const model::ParentPlan& plan, const std::filesystem::path& file) {
    const auto root = yaml::parse_file(file);
    const yaml::Node* list = root ? root->find("parents") : nullptr;
    if (list == nullptr) return {"parents." + plan.id, file.string()};
    for (const yaml::Node& each : list->items()) {
        const yaml::Node* id = each.find("id");
        if (id != nullptr && id->text() == plan.id) return each.at();
    }
    return list->at();
}

}  // namespace

std::vector<model::ParentPlan> read_parents(yaml::Reader& hall, std::vector<Error>& problems) {
    std::vector<model::ParentPlan> plans;
    const yaml::Node* list = hall.list_or_none("parents");
    if (list == nullptr) return plans;
    for (const yaml::Node& each : list->items()) {
        model::ParentPlan plan = read_parent(each, problems);
        const bool twice = std::any_of(plans.begin(), plans.end(), [&](const auto& other) {
            return other.id == plan.id || other.name == plan.name;
        });
        if (twice) problems.push_back(each.error("this id or name is there twice"));
        plans.push_back(std::move(plan));
    }
    return plans;
}

std::vector<Error> check_parents(const model::Hall& hall, const model::Catalogue& catalogue,
                                 const std::filesystem::path& directory) {
    std::vector<Error> problems;
    if (catalogue.items().empty()) return problems;  // not read: that was said
    const auto file = directory / "halls" / (hall.id.str() + ".yaml");
    std::vector<std::string_view> ids;
    for (const model::Item& item : catalogue.items()) ids.push_back(item.id.str());
    for (const model::ParentPlan& plan : hall.parents) {
        const auto wrong = [&](std::string cause) {
            problems.emplace_back(Code::kConfigInvalid, place_of(plan, file), std::move(cause));
        };
        const bool is_item = catalogue.find(ItemId{plan.id}) != nullptr ||
                             catalogue.find_by_name(plan.name) != nullptr;
        if (is_item) wrong("an item has this id or name");
        for (const model::ParentStage& stage : plan.stages) {
            if (hall.find(stage.lead) == nullptr)
                wrong(fmt::format("`{}` is no department of this hall", stage.lead.str()));
            for (const ItemId& item : stage.items) {
                if (catalogue.find(item) != nullptr) continue;
                const std::string_view near = nearest(item.str(), ids);
                wrong(fmt::format("`{}` is no item", item.str()) +
                      (near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
            }
        }
    }
    return problems;
}

}  // namespace ow::app
