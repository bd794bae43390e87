// The demo configuration as shipped.
#include "gateway/app/config_loader.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "gateway/app/check_config.hpp"
#include "tests/unit/config/config_copy.hpp"

namespace ow::app {
namespace {

const Loaded<Config>& demo() {
    static const Loaded<Config> kLoaded = load_config("config");
    return kLoaded;
}

const model::Hall& hall(const char* id) {
    return demo().value.halls.at(HallId{id});
}

TEST(DemoConfig, HasNoMistakes) {
    for (const Error& problem : demo().problems) ADD_FAILURE() << to_line(problem);
    EXPECT_EQ(demo().value.hall().name, "新郑市政务服务办事大厅");
}

TEST(DemoConfig, R2_TheWholeCatalogueIsLoaded) {
    const model::Catalogue& catalogue = demo().value.catalogue;
    EXPECT_EQ(catalogue.items().size(), 118U);
    std::size_t materials = 0;
    for (const model::Item& item : catalogue.items()) materials += item.materials.size();
    EXPECT_EQ(materials, 496U);
    EXPECT_EQ(catalogue.version().size(), 16U);
}

TEST(DemoConfig, R47_AnItemHasItsClocksAsTheLawWritesThem) {
    const model::Catalogue& catalogue = demo().value.catalogue;
    const model::Item* geti = catalogue.find_by_code("000131128000");
    ASSERT_NE(geti, nullptr);
    EXPECT_EQ(geti->name, "个体工商户设立登记");
    EXPECT_EQ(geti->handling, model::Handling::kInstant);
    EXPECT_EQ(geti->statutory, (model::Limit{3, model::LimitUnit::kWorkday}));
    EXPECT_EQ(geti->promised, (model::Limit{1, model::LimitUnit::kWorkday}));
    const auto* outlet = catalogue.find(ItemId{"demo-hb-paiwu-zhong"});
    ASSERT_TRUE(outlet != nullptr && outlet->statutory_with) << "R47: two limits";
    EXPECT_EQ(outlet->statutory, (model::Limit{30, model::LimitUnit::kWorkday}));
    EXPECT_EQ(outlet->statutory_with->procedure, "sp-hecha");
    EXPECT_EQ(outlet->statutory_with->limit, (model::Limit{45, model::LimitUnit::kWorkday}));
    EXPECT_EQ(geti->statutory_start, "收到申请材料");
    EXPECT_EQ(geti->extension->limit.amount, 3);
    EXPECT_EQ(geti->results, (std::vector<std::string>{"登记通知书", "营业执照（正本、副本）"}));
    const model::Item* school = catalogue.find_by_name("民办幼儿园设立");
    EXPECT_EQ(school->statutory, (model::Limit{3, model::LimitUnit::kMonth}));
    const model::Item* paiwu = catalogue.find(ItemId{"demo-hb-paiwu-jian"});
    EXPECT_EQ(paiwu->correction, (model::Limit{3, model::LimitUnit::kWorkday})) << "R26";
    EXPECT_FALSE(catalogue.find_by_name("企业投资项目备案")->statutory);
}

TEST(DemoConfig, R4_ToleranceIsNeverForAnInstantItemOrAKeyMaterial) {
    std::size_t late = 0;
    for (const model::Item& item : demo().value.catalogue.items()) {
        EXPECT_FALSE(item.tolerance && item.handling == model::Handling::kInstant) << item.name;
        for (const model::Material& material : item.materials) {
            if (!material.tolerance) continue;
            ++late;
            EXPECT_TRUE(item.tolerance && !material.key) << material.id;
        }
    }
    EXPECT_EQ(late, 107U);
}

TEST(DemoConfig, R9_OnlyTheClosedListAndSpecialLawsStopTheStatutoryClock) {
    const model::Catalogue& catalogue = demo().value.catalogue;
    const ItemId any{"demo-gs-geti-sheli"};
    for (const char* name : {"听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审"}) {
        EXPECT_TRUE(catalogue.find_procedure(name)->stops_statutory(any)) << name;
    }
    for (const char* name : {"现场勘验", "现场监督", "技术审查", "论证", "评估", "审图", "验收",
                             "补正（受理前）", "容缺受理"}) {
        EXPECT_FALSE(catalogue.find_procedure(name)->stops_statutory(any)) << name;
    }
    const auto* injury = catalogue.find_procedure("sx-gongshang-zhongzhi");
    EXPECT_TRUE(injury->stops_statutory(ItemId{"demo-rs-gongshang"}));
    EXPECT_FALSE(injury->stops_statutory(any));
    EXPECT_EQ(catalogue.find_procedure("挂起"), nullptr) << "R33: never guessed";
    EXPECT_EQ(catalogue.procedures().size(), 46U);
}

TEST(DemoConfig, EveryItemCanBeTakenAtBothMainHalls) {
    for (const char* id : {"xinzheng", "neixiang"}) {
        for (const model::Item& item : demo().value.catalogue.items()) {
            const model::Department* department = hall(id).find(item.department);
            ASSERT_NE(department, nullptr) << id << ' ' << item.department.str();
            EXPECT_FALSE(department->name.empty());
            EXPECT_TRUE(demo().value.partners.contains(department->partner)) << item.name;
            EXPECT_FALSE(item.results.empty());
            EXPECT_FALSE(item.materials.empty()) << item.name;
        }
    }
}

TEST(DemoConfig, DifferencesBetweenHallsAreSettings) {
    const auto& xinzheng = hall("xinzheng").settings;
    const auto& neixiang = hall("neixiang").settings;
    const auto& jingkai = hall("jingkai").settings;
    EXPECT_EQ(xinzheng.handover_morning_by, std::chrono::hours{14}) << "R6, 003B 三(四)";
    EXPECT_EQ(xinzheng.handover_afternoon_by, std::chrono::minutes{9 * 60 + 30});
    EXPECT_EQ(neixiang.handover_proof, model::HandoverProof::kSignedStub) << "R6, 004";
    EXPECT_TRUE(neixiang.mail_needs_department) << "R24";
    EXPECT_TRUE(jingkai.deemed_receipt) << "R7, 000 六(三)";
    EXPECT_EQ(jingkai.consultation.amount, 5) << "R18";
    EXPECT_EQ(xinzheng.consultation.amount, 2) << "R18";
    for (const auto& [id, each] : demo().value.halls) {
        EXPECT_FALSE(each.settings.deemed_approval) << "R8: off unless switched on: " << id.str();
        EXPECT_FALSE(each.opening.empty()) << id.str();
    }
    EXPECT_EQ(hall("xinzheng").area_code, "410184");
    EXPECT_EQ(hall("neixiang").area_code, "411325");
    EXPECT_EQ(hall("neixiang").title_of("D2", "受理通知书"), "受理通知单");
    EXPECT_EQ(hall("xinzheng").find(DepartmentId{"budongchan"})->intake, model::Intake::kOwn);
    EXPECT_EQ(hall("xinzheng").find(DepartmentId{"gongshang"})->kind, "gongshang");
    EXPECT_EQ(hall("xinzheng").find(DepartmentId{"gongshui"})->organ_type, "utility") << "R31";
}

TEST(DemoConfig, PartnersHaveTheirRolesAndLimits) {
    const auto& portal = demo().value.partners.at(PartnerId{"portal"});
    EXPECT_TRUE(portal.has_role("source"));
    EXPECT_FALSE(portal.has_role("decider"));
    EXPECT_EQ(portal.channel, '1');
    EXPECT_TRUE(portal.deduplicates);
    EXPECT_EQ(portal.retry.first, Millis{500});
    EXPECT_FALSE(demo().value.partners.at(PartnerId{"back_office"}).deduplicates);
}

TEST(DemoConfig, R17_TheHoursOfAPageAreThoseOfTheHallUnlessItsFileHasFewer) {
    const AdapterKeys adapters[] = {{"page", {"slots"}}};
    const auto page = [&](const std::string& hall, const std::string& slots) {
        const ConfigCopy copy{"slots"};
        EXPECT_TRUE(copy.replace("gateway.yaml", "hall: xinzheng", "hall: " + hall));
        copy.write("partners/page.yaml",
                   "name: 样本\nadapter: page\nroles: [source]\nchannel: "
                   "\"3\"\nsettings: {" +
                       slots + "}\n");
        return load_config(copy.root(), adapters);
    };
    const auto slots = [](const auto& loaded) {
        return loaded.value.partners.at(PartnerId{"page"}).settings.at("slots");
    };
    EXPECT_EQ(slots(page("neixiang", "")),
              "08:30-09:30,09:30-10:30,10:30-11:30,14:30-15:30,15:30-16:30,16:30-17:30");
    EXPECT_EQ(slots(page("xinzheng", "slots: \"09:00-10:00\"")), "09:00-10:00");
    const auto wrong = page("neixiang", "slots: \"09:00-10:00\"").problems;
    EXPECT_TRUE(std::any_of(wrong.begin(), wrong.end(), [](const Error& one) {
        return one.cause().starts_with("09:00-10:00 is none of the hall's hours");
    }));
}

TEST(DemoConfig, R4_AHallThatTakesPledgesSaysWhatABrokenOneMeans) {
    const ConfigCopy copy{"pledge"};
    EXPECT_TRUE(copy.replace("halls/puyang.yaml", "pledge_broken: 未", "reported_up: 未"));
    const auto problems = load_config(copy.root()).problems;
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_TRUE(problems[0].cause().starts_with("`pledge_broken` is missing"))
        << problems[0].cause();
    EXPECT_TRUE(problems[0].at().field.find("wordings") != std::string::npos ||
                problems[0].at().line > 0);
}

TEST(DemoConfig, PathsAreRelativeToTheConfigurationFolder) {
    const auto gateway = load_gateway("config").value;
    EXPECT_EQ(gateway.store, "run/store");
    EXPECT_EQ(gateway.fonts, "templates/fonts.yaml");
    EXPECT_EQ(gateway.hash, HashName::kSm3);
    EXPECT_EQ(load_gateway("./config/../config").value.store, "run/store");
}

}  // namespace
}  // namespace ow::app
