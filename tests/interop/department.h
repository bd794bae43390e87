// The department's own contract, for soapcpp2: document/literal, the message as text.
//gsoap ns service name: Department
//gsoap ns service namespace: urn:sample:department
//gsoap ns service style: document
//gsoap ns service encoding: literal
//gsoap ns schema form: qualified
//gsoap ow schema namespace: urn:onewindow:soap:1

struct SOAP_ENV__Header { char* ow__IdempotencyKey; };
struct ns__receiveResponse { char* code; char* number; };
int ns__receive(char* document, struct ns__receiveResponse* answer);
