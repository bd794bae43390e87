#include "gateway/xml/relax_ng.hpp"

#include <libxml/relaxng.h>

#include <string>

namespace ow::xml {
namespace {

struct Complaint {
    std::string words;
    long line = 0;
};

// libxml2 adds what follows from the first complaint; the first says what is wrong.
void keep_first(void* to, xmlErrorPtr error) {
    auto& complaint = *static_cast<Complaint*>(to);
    if (!complaint.words.empty() || error == nullptr) return;
    complaint.words = error->message == nullptr ? "does not fit" : error->message;
    while (!complaint.words.empty() && complaint.words.back() == '\n') complaint.words.pop_back();
    complaint.line = error->line;
}

Error invalid(const Complaint& complaint) {
    return Error{Code::kXmlInvalid, {{}, {}, complaint.line, 0}, complaint.words};
}

}  // namespace

void RelaxNg::Free::operator()(_xmlRelaxNG* schema) const {
    xmlRelaxNGFree(schema);
}

Result<RelaxNg> RelaxNg::compile(std::string_view schema) {
    Complaint complaint;
    xmlRelaxNGParserCtxtPtr parser =
        xmlRelaxNGNewMemParserCtxt(schema.data(), static_cast<int>(schema.size()));
    xmlRelaxNGSetParserStructuredErrors(parser, &keep_first, &complaint);
    xmlRelaxNGPtr compiled = xmlRelaxNGParse(parser);
    xmlRelaxNGFreeParserCtxt(parser);
    if (compiled == nullptr) return invalid(complaint);
    return RelaxNg{compiled};
}

Status RelaxNg::check(const Document& document) const {
    Complaint complaint;
    xmlRelaxNGValidCtxtPtr checker = xmlRelaxNGNewValidCtxt(schema_.get());
    xmlRelaxNGSetValidStructuredErrors(checker, &keep_first, &complaint);
    const int verdict = xmlRelaxNGValidateDoc(checker, document.raw());
    xmlRelaxNGFreeValidCtxt(checker);
    return verdict == 0 ? ok() : Status{invalid(complaint)};
}

}  // namespace ow::xml
