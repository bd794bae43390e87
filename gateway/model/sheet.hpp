#pragma once
// A table for people: what a ledger or a month's figures say, before it is printed or saved. Plain
// data; whoever makes a file of it adds nothing and leaves nothing out.

#include <cstdint>
#include <string>
#include <vector>

namespace ow::model {

struct SheetColumn {
    std::string label;
    int width = 12;          ///< in half-width characters, for paper and screens
    bool is_number = false;  ///< its cells are whole numbers, or empty
};

struct Sheet {
    std::string title;               ///< 综合窗口受理台账
    std::vector<std::string> notes;  ///< below the title: hall, month, how it was counted
    std::vector<SheetColumn> columns;
    std::vector<std::vector<std::string>> rows;  ///< each as long as `columns`
    std::vector<std::string> sums;               ///< the last row; empty: none
};

}  // namespace ow::model
