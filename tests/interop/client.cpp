// A department's client made by gSOAP from the served WSDL:
//   client URL CA CERT+KEY submit KEY FILE | query NUMBER
// Prints NAME=VALUE lines of the answer, or of the fault and its detail.

#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

#include "OneWindow.nsmap"
#include "soapH.h"

namespace {

void say(const char* name, const std::string& value) {
    std::printf("%s=%s\n", name, value.c_str());
}
void say(const char* name, const std::string* value) {
    if (value != nullptr) say(name, *value);
}

int say_fault(struct soap* soap) {
    soap_set_fault(soap);
    say("faultcode", *soap_faultcode(soap));
    const SOAP_ENV__Detail* detail = soap->fault ? soap->fault->detail : nullptr;
    if (detail == nullptr || detail->ns1__error == nullptr) return 3;
    const auto& error = *detail->ns1__error;
    say("code", error.code);
    say("next", error.next);
    say("field", error.field);
    if (error.line != nullptr) say("line", std::to_string(*error.line));
    return 2;
}

}  // namespace

int main(int, char** words) {
    soap_ssl_init();
    struct soap* soap = soap_new1(SOAP_C_UTFSTRING);
    soap->recv_timeout = 20;
    if (soap_ssl_client_context(soap, SOAP_SSL_DEFAULT, words[3], nullptr, words[2], nullptr,
                                nullptr))
        return say_fault(soap);
    SOAP_ENV__Header header;
    if (std::strcmp(words[4], "submit") == 0) {
        std::ifstream file{words[6]};
        std::string text{std::istreambuf_iterator<char>{file}, {}};
        std::string key = words[5];
        header.ns1__IdempotencyKey = &key;
        soap->header = &header;
        ns1__Message message;
        message.text = &text;
        ns1__Taken taken;
        if (soap_call___ns1__submit(soap, words[1], nullptr, &message, taken))
            return say_fault(soap);
        say("case_no", taken.case_USCOREno);
        say("state", taken.state);
        say("repeated", taken.repeated ? "true" : "false");
        return 0;
    }
    ns1__Query query;
    query.number = words[5];
    ns1__Status status;
    if (soap_call___ns1__query(soap, words[1], nullptr, &query, status)) return say_fault(soap);
    say("case_no", status.case_USCOREno);
    say("state", status.state);
    say("item_name", status.item_USCOREname);
    return 0;
}
