// A department's SOAP service made with gSOAP: `department PORT`. Breaks down on the first call,
// then takes each idempotency key once. Prints a line a call: key, outcome, bytes of the message.

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

#include "Department.nsmap"
#include "soapH.h"

namespace {

struct Desk {
    int calls = 0;
    std::map<std::string, std::string> numbers;  // by idempotency key
};

void tell(const char* key, const char* outcome, const char* document) {
    std::printf("%s %s %zu\n", key, outcome, std::strlen(document));
    std::fflush(stdout);
}

}  // namespace

int ns__receive(struct soap* soap, char* document, struct ns__receiveResponse* answer) {
    Desk& desk = *static_cast<Desk*>(soap->user);
    const char* const key = soap->header ? soap->header->ow__IdempotencyKey : nullptr;
    soap->header = nullptr;  // else it is sent back
    if (key == nullptr || document == nullptr)
        return soap_sender_fault(soap, "no idempotency key or no document", nullptr);
    if (desk.calls++ == 0) {
        tell(key, "broke", document);
        return soap_receiver_fault(soap, "out of order", nullptr);
    }
    const bool known = desk.numbers.count(key) > 0;
    if (!known) desk.numbers[key] = "GS-" + std::to_string(desk.numbers.size() + 1);
    tell(key, known ? "again" : "taken", document);
    answer->code = soap_strdup(soap, known ? "11" : "0");
    answer->number = soap_strdup(soap, desk.numbers[key].c_str());
    return SOAP_OK;
}

int main(int, char** words) {
    Desk desk;
    struct soap* soap = soap_new1(SOAP_IO_KEEPALIVE | SOAP_C_UTFSTRING);
    soap->user = &desk;
    soap->bind_flags = SO_REUSEADDR;
    soap->recv_timeout = 2;
    if (!soap_valid_socket(soap_bind(soap, "127.0.0.1", std::atoi(words[1]), 16))) return 1;
    while (soap_valid_socket(soap_accept(soap))) {
        soap_serve(soap);
        soap_destroy(soap);
        soap_end(soap);
    }
}
