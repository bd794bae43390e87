#pragma once
// Two printers for the console's tests: of every order the first half is printed, one line is
// unknown and the rest waits for paper until somebody goes on.

#include <map>
#include <mutex>

#include "gateway/ports/print_desk.hpp"

namespace ow::testing {

class FakePrints final : public ports::PrintDesk {
  public:
    boost::json::array printers() override {
        return {{{"id", "counter"}, {"name", "样本打印机甲"}, {"place", "3号窗口"}},
                {{"id", "spare"}, {"name", "样本打印机乙"}, {"place", "后台"}}};
    }
    boost::json::array batches(const ports::StaffUser& user) override {
        const std::scoped_lock lock{mutex_};
        boost::json::array rows;
        for (const auto& [id, lines] : batches_)
            rows.push_back(boost::json::object{{"id", id},
                                               {"printer", "样本打印机甲"},
                                               {"at", "2024-10-08T09:12:31.000+08:00"},
                                               {"by", user.name},
                                               {"count", lines.size()}});
        return rows;
    }
    Result<boost::json::object> print(const ports::StaffUser&,
                                      const ports::PrintOrder& order) override {
        const std::scoped_lock lock{mutex_};
        last = order;
        if (order.printer != "counter" && order.printer != "spare")
            return Error{Code::kRequestInvalid, At{"printer"}};
        auto& lines = batches_[order.batch];
        if (!lines.empty()) return boost::json::object{{"id", order.batch}};
        for (const CaseNo& no : order.cases) {
            const std::size_t n = lines.size();
            const char* state = n == 0                        ? "unknown"
                                : n <= order.cases.size() / 2 ? "printed"
                                                              : "waiting";
            lines.push_back({{"case_no", no.str()},
                             {"item", "公共场所卫生许可"},
                             {"applicant", "王**"},
                             {"document", "D15"},
                             {"title", "办理结果交接单"},
                             {"state", state},
                             {"reason", ""},
                             {"next", n > order.cases.size() / 2 ? "经办人：打印机缺纸。" : ""},
                             {"nth", 1},
                             {"printer", "样本打印机甲"},
                             {"at", "2024-10-08T09:12:31.000+08:00"}});
        }
        return boost::json::object{{"id", order.batch}};
    }
    Result<boost::json::object> batch(const ports::StaffUser& user,
                                      const std::string& id) override {
        const std::scoped_lock lock{mutex_};
        const auto found = batches_.find(id);
        if (found == batches_.end()) return Error{Code::kRequestInvalid, At{"batch"}};
        boost::json::object counts;
        boost::json::array lines;
        for (const boost::json::object& line : found->second) {
            auto& count = counts[line.at("state").as_string()];
            count = (count.is_int64() ? count.as_int64() : 0) + 1;
            lines.push_back(line);
        }
        return boost::json::object{{"id", id},
                                   {"printer", "样本打印机甲"},
                                   {"printer_id", "counter"},
                                   {"at", "2024-10-08T09:12:31.000+08:00"},
                                   {"by", user.name},
                                   {"counts", std::move(counts)},
                                   {"lines", std::move(lines)}};
    }
    Result<boost::json::object> decide(const ports::StaffUser& user, const std::string& id,
                                       const ports::PrintVerb& verb) override {
        {
            const std::scoped_lock lock{mutex_};
            verbs.push_back(verb.verb);
            for (boost::json::object& line : batches_[id]) {
                const bool waits = line.at("state").as_string() == "waiting";
                const bool is_meant = line.at("case_no").as_string() == verb.case_no;
                if (waits && verb.verb == "cancel") line["state"] = "cancelled";
                if (waits && (verb.verb == "resume" || verb.verb == "move"))
                    line["state"] = "printed";
                if (is_meant) line["state"] = "printed";
            }
        }
        return batch(user, id);
    }

    ports::PrintOrder last;
    std::vector<std::string> verbs;

  private:
    std::mutex mutex_;
    std::map<std::string, std::vector<boost::json::object>> batches_;
};

}  // namespace ow::testing
