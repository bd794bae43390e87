"""An application from the portal with every material of its item: accepted and sent to its department at once."""
import csv
import json

from running_site import ROOT


def application():
    message = json.loads((ROOT / "tests/scenarios/samples/portal_application.json").read_text(encoding="utf-8"))
    with open(ROOT / "config/catalogue/materials.csv", encoding="utf-8") as table:
        names = [row["name"] for row in csv.DictReader(table) if row["item_id"] == "demo-sy-spjy"]
    names.append("授权委托书")  # an agent applies (R23)
    message["param"]["material"] = [{"materialName": name, "getType": "3", "getNum": 1} for name in names]
    return json.dumps(message, ensure_ascii=False)


SAMPLE = application()
