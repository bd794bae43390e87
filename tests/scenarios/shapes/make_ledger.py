"""Made mappings/ledger/samples/ledger.xlsx with openpyxl 3.0.9, an implementation that is not ours; kept to make it again."""
import datetime
import sys

import openpyxl

TITLES = ("收件编号 事项编码 事项名称 申请人类型 申请人或申请单位名称 证件类型 身份证号 统一社会信用代码 法定代表人姓名 联系人 联系电话 "
          "申请时间 材料名称 材料形式 份数").split()
ITEM = "11410184MB0000001A4000131001000"
TIME = datetime.datetime(2024, 9, 27, 10, 15)
SHOP = ["DEMO20240927000018", ITEM, "食品经营许可", "企业", "样本餐饮（新郑）有限公司", "统一社会信用代码", None, "91410184MA00000076",
        "王测试", "李样本", 13800000001, TIME]
PERSON = ["DEMO20240927000019", ITEM, "个体工商户设立登记", "个人", "王䶮", "身份证", "41018419900104003X", None, "无", "王䶮",
          13800000002, TIME]
book = openpyxl.Workbook()
book.active.title = "说明"
sheet = book.create_sheet("收件台账")
sheet["A1"] = "2024 年 9 月收件台账（演示）"
sheet.merge_cells("A1:O1")
for column, title in enumerate(TITLES, 1):
    sheet.cell(2, column, title)
sheet.append(SHOP + ["食品经营许可申请书", "原件", 1])
sheet.append([None] * len(SHOP) + ["营业执照副本,\"加盖公章\"", "复印件", 2])
sheet.append(PERSON + ["个体工商户登记（备案）申请书", "原件", 1])
for column in range(1, len(SHOP) + 1):
    sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
sheet["L3"].number_format = 'yyyy"年"m"月"d"日" h:mm'
sheet["L5"].number_format = "yyyy/m/d h:mm:ss"
book.save(sys.argv[1])
