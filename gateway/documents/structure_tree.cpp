#include "gateway/documents/structure_tree.hpp"

#include <fmt/format.h>

#include <iterator>

#include "gateway/base/text.hpp"
#include "gateway/documents/to_unicode.hpp"

namespace ow::documents {
namespace {

/// Objects before the elements: the root, the parent tree.
constexpr std::size_t kBefore = 2;

bool may_be_empty(Tag tag) {
    return tag == Tag::kTD || tag == Tag::kColumnHead || tag == Tag::kRowHead ||
           tag == Tag::kDocument;
}

/// Its class of attributes, in the root's /ClassMap.
std::string_view class_of(Tag tag) {
    if (tag == Tag::kColumnHead) return "/C/Column";
    return tag == Tag::kRowHead ? "/C/Row" : "";
}

}  // namespace

StructureTree::StructureTree(std::span<const StructureElement> elements,
                             std::span<const TaggedPage> pages, std::span<const TaggedField> fields)
    : elements_(elements), pages_(pages), fields_(fields), kids_(elements.size()) {
    chain_marks();
    for (std::size_t i = 0; i < fields.size(); ++i)
        kids_[static_cast<std::size_t>(fields[i].element)].field = static_cast<int>(i);
    number_elements();
}

// Backwards, so that each chain runs forwards.
void StructureTree::chain_marks() {
    for (std::size_t p = pages_.size(); p-- > 0;) {
        const TaggedPage& page = pages_[p];
        for (std::size_t id = page.marks.size(); id-- > 0;) {
            Kids& kids = kids_[static_cast<std::size_t>(page.marks[id])];
            marks_.push_back({page.object, id, kids.mark});
            kids.mark = static_cast<int>(marks_.size()) - 1;
        }
    }
}

void StructureTree::number_elements() {
    for (std::size_t i = elements_.size(); i-- > 0;) {
        Kids& own = kids_[i];
        const bool holds = own.child >= 0 || own.mark >= 0 || own.field >= 0;
        if (!holds && !may_be_empty(elements_[i].tag)) continue;
        own.number = 0;
        if (i == 0) break;
        Kids& parent = kids_[static_cast<std::size_t>(elements_[i].parent)];
        own.sibling = parent.child;
        parent.child = static_cast<int>(i);
    }
    for (Kids& kids : kids_) {
        if (kids.number == 0) kids.number = static_cast<int>(alive_++);
    }
}

std::string StructureTree::reference(int element, std::size_t first) const {
    const int number = kids_[static_cast<std::size_t>(element)].number;
    return std::to_string(first + kBefore + static_cast<std::size_t>(number)) + " 0 R";
}

std::string StructureTree::parent_tree(std::size_t first) const {
    std::string out = "/Nums[";
    for (std::size_t p = 0; p < pages_.size(); ++p) {
        out += std::to_string(p) + "[";
        for (const int element : pages_[p].marks) out += reference(element, first) + " ";
        out += "]";
    }
    for (std::size_t i = 0; i < fields_.size(); ++i)
        out += std::to_string(pages_.size() + i) + " " + reference(fields_[i].element, first) + " ";
    return out + "]\n";
}

// Bare MCIDs are on the element's page; marks on another name it.
void StructureTree::append_kids(std::string& out, const Kids& kids, std::size_t first) const {
    if (kids.child < 0 && kids.mark < 0 && kids.field < 0) return;
    const auto to = std::back_inserter(out);
    const auto mark = [&](int at) { return marks_[static_cast<std::size_t>(at)]; };
    const std::size_t page = kids.mark < 0 ? 0 : mark(kids.mark).page;
    if (kids.mark >= 0) fmt::format_to(to, "/Pg {} 0 R", page);
    out += "/K[";
    for (int at = kids.child; at >= 0; at = kids_[static_cast<std::size_t>(at)].sibling)
        out += reference(at, first) + " ";
    for (int at = kids.mark; at >= 0; at = mark(at).next) {
        if (mark(at).page == page)
            fmt::format_to(to, "{} ", mark(at).id);
        else
            fmt::format_to(to, "<</Type/MCR/Pg {} 0 R/MCID {}>>", mark(at).page, mark(at).id);
    }
    if (kids.field >= 0) {
        const TaggedField& field = fields_[static_cast<std::size_t>(kids.field)];
        fmt::format_to(to, "<</Type/OBJR/Obj {} 0 R/Pg {} 0 R>>", field.object, field.page);
    }
    out += "]";
}

std::string StructureTree::element(std::size_t index, std::size_t first) const {
    const StructureElement& one = elements_[index];
    std::string out = fmt::format("/S/{}{}/P ", tag_name(one.tag), class_of(one.tag));
    out += index == 0 ? std::to_string(first) + " 0 R" : reference(one.parent, first);
    append_kids(out, kids_[index], first);
    if (one.columns > 1) out += fmt::format("/A<</O/Table/ColSpan {}>>", one.columns);
    if (one.box)
        out += fmt::format("/A<</O/Layout/BBox[{:.2f} {:.2f} {:.2f} {:.2f}]>>", one.box->left,
                           one.box->bottom, one.box->right, one.box->top);
    if (!one.alt.empty()) {
        out += "/Alt<FEFF";
        for (const char32_t c : to_code_points(one.alt)) append_utf16_hex(out, c);
        out += ">";
    }
    return out + "\n";
}

std::vector<std::string> StructureTree::objects(std::size_t first) const {
    std::vector<std::string> out;
    out.reserve(object_count());
    out.push_back(
        fmt::format("/Type/StructTreeRoot/K {}/ParentTree {} 0 R/ParentTreeNextKey {}/ClassMap"
                    "<</Column<</O/Table/Scope/Column>>/Row<</O/Table/Scope/Row>>>>\n",
                    reference(0, first), first + 1, pages_.size() + fields_.size()));
    out.push_back(parent_tree(first));
    for (std::size_t i = 0; i < elements_.size(); ++i) {
        if (kids_[i].number >= 0) out.push_back(element(i, first));
    }
    return out;
}

}  // namespace ow::documents
