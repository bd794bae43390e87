#pragma once
// Workbooks written in a test, part by part, so that any part may be wrong.

#include <Poco/DateTime.h>
#include <Poco/Path.h>
#include <Poco/Zip/Compress.h>

#include <map>
#include <sstream>
#include <string>

namespace ow::spreadsheet {

using Parts = std::map<std::string, std::string>;

inline std::string relation(const std::string& id, const std::string& type,
                            const std::string& target) {
    return "<Relationship Id=\"" + id + "\" Type=\"http://x/relationships/" + type +
           "\" Target=\"" + target + "\"/>";
}

/// One sheet with these rows as XML; style 1 is a date.
inline Parts parts_of(const std::string& rows, const std::string& behind = {},
                      const std::string& sheet = "台账") {
    return {
        {"_rels/.rels", "<Relationships>" + relation("r1", "officeDocument", "xl/workbook.xml") +
                            "</Relationships>"},
        {"xl/workbook.xml", "<workbook xmlns:r=\"urn:r\"><workbookPr/><sheets><sheet name=\"" +
                                sheet +
                                "\" r:id=\"r1\"/></sheets>"
                                "</workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships>" + relation("r1", "worksheet", "worksheets/sheet1.xml") +
             relation("r2", "sharedStrings", "/xl/sharedStrings.xml") +
             relation("r3", "styles", "styles.xml") + "</Relationships>"},
        {"xl/sharedStrings.xml",
         "<sst><si><t>姓名</t></si><si><r><t>王</t></r><r><t>测试</t></r><rPh><t>wang</t></rPh></"
         "si></sst>"},
        {"xl/styles.xml",
         "<styleSheet><numFmts><numFmt numFmtId=\"176\" "
         "formatCode=\"yyyy&quot;年&quot;m\"/></numFmts>"
         "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"176\"/></cellXfs></styleSheet>"},
        {"xl/worksheets/sheet1.xml",
         "<worksheet><sheetData>" + rows + "</sheetData>" + behind + "</worksheet>"},
    };
}

inline std::string zipped(const Parts& parts) {
    std::ostringstream out;
    Poco::Zip::Compress compress{out, true};
    for (const auto& [name, text] : parts) {
        std::istringstream in{text};
        compress.addFile(in, Poco::DateTime{}, Poco::Path{name, Poco::Path::PATH_UNIX});
    }
    compress.close();
    return out.str();
}

}  // namespace ow::spreadsheet
