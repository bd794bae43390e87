"""Made ledger.xlsx with openpyxl 3.0.9, an implementation that is not ours; kept to show how, and to make it again."""
import datetime
import sys

import openpyxl

book = openpyxl.Workbook()
sheet = book.active
sheet.title = "收件台账"
sheet["A1"] = "2024 年第三季度收件台账"
sheet.merge_cells("A1:G1")
for column, title in enumerate(["编号", "事项编码", "申请人", "证件号", "申请时间", "材料", "份数"], 1):
    sheet.cell(2, column, title)
rows = [
    ("TZ-1", "000131128000", "王䶮", "41018419900104003X", datetime.datetime(2024, 9, 27, 10, 15), "申请书", 1),
    (None, None, None, None, None, "营业执照", 2),
    ("TZ-2", "000131128000", "李样本", "410104190001010014", datetime.date(2024, 9, 28), "申请书", 1),
]
for row in rows:
    sheet.append(row)
for column in "ABCDE":
    sheet.merge_cells(f"{column}3:{column}4")
sheet["E3"].number_format = 'yyyy"年"m"月"d"日" h:mm'
sheet["E5"].number_format = "yyyy/m/d"
hidden = book.create_sheet("代码")
hidden.sheet_state = "hidden"
hidden["A1"] = "=1+1"
book.save(sys.argv[1])
