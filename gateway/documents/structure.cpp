#include "gateway/documents/structure.hpp"

namespace ow::documents {

std::string_view tag_name(Tag tag) {
    switch (tag) {
        case Tag::kColumnHead:
        case Tag::kRowHead:
            return "TH";
        case Tag::kDocument:
            return "Document";
        case Tag::kFigure:
            return "Figure";
        case Tag::kForm:
            return "Form";
        case Tag::kH1:
            return "H1";
        case Tag::kL:
            return "L";
        case Tag::kLBody:
            return "LBody";
        case Tag::kLI:
            return "LI";
        case Tag::kP:
            return "P";
        case Tag::kSect:
            return "Sect";
        case Tag::kTable:
            return "Table";
        case Tag::kTD:
            return "TD";
        case Tag::kTR:
            return "TR";
    }
    return "NonStruct";
}

}  // namespace ow::documents
