"""Who applies in the demo, and what they write: persons with synthetic numbers, another set in every run."""
import datetime
import html
import itertools
import time

NAMES = ["王测试", "李样本", "赵示例", "䶮样本", "𠮷测试", "童𬱖", "欧阳示例", "阿卜杜拉·示例", "钱样本", "孙测试"]
PLAIN_NAMES = NAMES[:3] + NAMES[6:]  # what a GBK system can hold; it is an error for the operator otherwise (R32)
CHINA = datetime.timezone(datetime.timedelta(hours=8))
RUN = int(time.time())  # no two runs share a person
AREAS = ("410184", "411325", "410104")
serial = itertools.count(RUN % 1_000_000 * 100)


def id_card(n, run=RUN):
    """A synthetic resident number with its check character (GB 11643); a run has a birthday of its own."""
    birthday = datetime.date(1955, 1, 1) + datetime.timedelta(days=run % 14_600)
    body = f"{AREAS[run // 14_600 % len(AREAS)]}{birthday:%Y%m%d}{n % 1000:03d}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights)) % 11]


def person(n, prefix, names=NAMES):
    return {"name": names[n % 100 % len(names)], "id_number": id_card(n), "phone": f"{prefix}0000{(RUN * 37 + n) % 10_000:04d}",
            "address": f"样本路{RUN % 10_000}-{n}号"}


def waybill_no(n):
    """An S10 number (UPU) with its check digit."""
    body = f"{n % 10**8:08d}"
    check = 11 - sum(int(c) * w for c, w in zip(body, [8, 6, 4, 2, 3, 5, 9, 7])) % 11
    return f"EA{body}{0 if check == 10 else 5 if check == 11 else check}CN"


def now():
    return datetime.datetime.now(CHINA)


def xml_text(value):
    """A character GBK lacks goes as a numeric reference, as old systems do."""
    return html.escape(value).encode("gbk", "xmlcharrefreplace").decode("gbk")


def portal_application(item, who, mailed, materials):
    return {"param": {
        "baseInfo": [{
            "projectNo": f"ZW{next(serial)}", "taskName": item["name"], "taskItemCode": item["code"],
            "applyerType": "1", "applyerName": who["name"], "applyerPageType": "111", "applyerPageCode": who["id_number"],
            "applyerMobile": who["phone"], "applyDate": now().strftime("%Y-%m-%d %H:%M:%S"),
            "deliveryWay": "1" if mailed else "0", "receiverName": who["name"], "receiverMobile": who["phone"],
            "receiverProvince": "河南省", "receiverCity": "郑州市", "receiverCounty": "新郑市",
            "receiverAddress": who["address"]}],
        "material": [{"materialName": m["name"], "getType": "3", "getNum": 1} for m in materials]}}


def own_application(item, who, materials):
    rows = "".join(f"<CL><CLMC>{xml_text(m['name'])}</CLMC><CLLX>2</CLLX><FS>1</FS></CL>" for m in materials)
    return (f'<?xml version="1.0" encoding="GBK"?><APPROVEDATAINFO><SB><SBLSH>RS{next(serial)}</SBLSH>'
            f"<SXBM>{item['code']}</SXBM><SXMC>{xml_text(item['name'])}</SXMC><SQRLX>1</SQRLX>"
            f"<SQRMC>{xml_text(who['name'])}</SQRMC><SQRZJLX>10</SQRZJLX><SQRZJHM>{who['id_number']}</SQRZJHM>"
            f"<SQRSJ>{who['phone']}</SQRSJ><SBSJ>{now():%Y%m%dT%H%M%S}</SBSJ></SB><SBCL>{rows}</SBCL>"
            "</APPROVEDATAINFO>").encode("gbk")
