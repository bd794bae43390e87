#include "adapters/soap/wsdl.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/soap/operations.hpp"
#include "gateway/xml/document.hpp"

namespace ow::soap {
namespace {

constexpr std::string_view kHead = R"(<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="OneWindow" targetNamespace="{0}" xmlns:tns="{0}"
    xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<wsdl:types>
<xsd:schema targetNamespace="{0}" elementFormDefault="qualified">
<xsd:element name="{1}">
<xsd:simpleType><xsd:restriction base="xsd:string"><xsd:maxLength value="200"/></xsd:restriction></xsd:simpleType>
</xsd:element>
<xsd:complexType name="Message">
<xsd:annotation><xsd:documentation>The message in the partner's own XML: as an element in content, or its text in text. Exactly one of them.</xsd:documentation></xsd:annotation>
<xsd:sequence>
<xsd:element name="content" minOccurs="0"><xsd:complexType><xsd:sequence>
<xsd:any namespace="##any" processContents="lax"/>
</xsd:sequence></xsd:complexType></xsd:element>
<xsd:element name="text" type="xsd:string" minOccurs="0"/>
</xsd:sequence>
</xsd:complexType>
<xsd:complexType name="Query">
<xsd:sequence><xsd:element name="number" type="xsd:string"/></xsd:sequence>
</xsd:complexType>
)";

// A mistake has the members of the error but the list.
constexpr std::string_view kMistakes =
    R"(<xsd:complexType name="Mistakes">
<xsd:sequence><xsd:element name="item" type="tns:Mistake" minOccurs="1" maxOccurs="unbounded"/></xsd:sequence>
</xsd:complexType>
)";
constexpr std::string_view kMistakesElement =
    R"(<xsd:element name="errors" type="tns:Mistakes" minOccurs="0"/>
)";

constexpr std::string_view kMiddle = R"(</xsd:schema>
</wsdl:types>
<wsdl:message name="Error"><wsdl:part name="error" element="tns:error"/></wsdl:message>
<wsdl:message name="Key"><wsdl:part name="key" element="tns:{}"/></wsdl:message>
)";

constexpr std::string_view kPortOperation = R"(<wsdl:operation name="{0}">
<wsdl:documentation>{1}</wsdl:documentation>
<wsdl:input message="tns:{0}In"/><wsdl:output message="tns:{0}Out"/><wsdl:fault name="Error" message="tns:Error"/>
</wsdl:operation>
)";

constexpr std::string_view kBoundOperation = R"(<wsdl:operation name="{0}">
<soap:operation soapAction="{1}" style="document"/>
<wsdl:input>{2}<soap:body use="literal"/></wsdl:input>
<wsdl:output><soap:body use="literal"/></wsdl:output>
<wsdl:fault name="Error"><soap:fault name="Error" use="literal"/></wsdl:fault>
</wsdl:operation>
)";

constexpr std::string_view kKeyHeader =
    R"(<soap:header message="tns:Key" part="key" use="literal"/>)";

constexpr std::string_view kTail = R"(</wsdl:binding>
<wsdl:service name="OneWindow"><wsdl:port name="OneWindow" binding="tns:OneWindow"><soap:address location="{}"/></wsdl:port></wsdl:service>
</wsdl:definitions>
)";

std::string complex_type(std::string_view name, std::span<const Field> fields,
                         std::string_view more = {}) {
    std::string out = fmt::format("<xsd:complexType name=\"{}\">\n<xsd:sequence>\n", name);
    for (const Field& field : fields) {
        const std::string_view times = field.times == Times::kOnce ? ""
                                       : field.times == Times::kOptional
                                           ? " minOccurs=\"0\""
                                           : " minOccurs=\"0\" maxOccurs=\"unbounded\"";
        out += fmt::format("<xsd:element name=\"{}\" type=\"xsd:{}\"{}/>\n", field.name, field.type,
                           times);
    }
    return out + std::string{more} + "</xsd:sequence>\n</xsd:complexType>\n";
}

std::string element(std::string_view name, std::string_view type) {
    return fmt::format("<xsd:element name=\"{}\" type=\"tns:{}\"/>\n", name, type);
}

std::string message(std::string_view name, std::string_view way, std::string_view element_name) {
    return fmt::format(
        "<wsdl:message name=\"{}{}\"><wsdl:part name=\"parameters\" element=\"tns:{}\"/>"
        "</wsdl:message>\n",
        name, way, element_name);
}

}  // namespace

bool is_allowed(const std::vector<std::string>& kinds, std::string_view kind) {
    return kind.empty() || std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

std::string wsdl(const std::vector<std::string>& kinds, const std::string& address) {
    std::string types = fmt::format(kHead, kNamespace, kKeyElement);
    types += complex_type("Error", error_fields(), kMistakesElement) +
             complex_type("Mistake", error_fields()) + std::string{kMistakes} +
             complex_type("Status", status_fields()) + complex_type("Taken", taken_fields()) +
             element("error", "Error");
    std::string messages = fmt::format(kMiddle, kKeyElement);
    std::string port = "<wsdl:portType name=\"OneWindow\">\n";
    std::string binding =
        "<wsdl:binding name=\"OneWindow\" type=\"tns:OneWindow\">\n"
        "<soap:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>\n";
    for (const Operation& row : operations()) {
        if (!is_allowed(kinds, row.kind)) continue;
        const bool asks = row.kind.empty();
        const std::string answer = std::string{row.name} + "Response";
        types += element(row.name, asks ? "Query" : "Message") +
                 element(answer, asks ? "Status" : "Taken");
        messages += message(row.name, "In", row.name) + message(row.name, "Out", answer);
        port += fmt::format(kPortOperation, row.name, row.says);
        binding += fmt::format(kBoundOperation, row.name, action_of(row), asks ? "" : kKeyHeader);
    }
    return types + messages + port + "</wsdl:portType>\n" + binding +
           fmt::format(kTail, xml::escaped(address));
}

}  // namespace ow::soap
