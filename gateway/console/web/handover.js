// Paper handover by batch: the window prints and signs the list, the department checks it line by line,
// notes what differs and signs. One that works in a system of its own signs the printed list, and the window enters it.

import { get, may, post, session } from "./api.js";
import { button, h, replace, time } from "./dom.js";
import { ask, errorBox, say } from "./notice.js";

const isDepartment = () => session().user.role === "department";
const papers = (row) => row.materials.map((m) => `${m.name}（${m.form_cn}${m.copies}份）`).join("、");

/// One case of a made list: nothing typed means that all is there.
function caseLine(row, checked) {
  const box = h("input", { type: "checkbox", "aria-label": `已核对 ${row.case_no}`, onchange: () => { checked[row.case_no].done = box.checked; } });
  const difference = h("input", {
    type: "text", maxlength: 500, autocomplete: "off", "aria-label": `差异 ${row.case_no}`, placeholder: "与清单一致",
    oninput: () => { checked[row.case_no].difference = difference.value.trim(); },
  });
  return [h("td", {}, box), h("td", {}, difference)];
}

function caseRow(row, checked) {
  return h("tr", {},
    h("td", { class: "number" }, h("a", { href: `#/case/${row.case_no}` }, row.case_no)), h("td", {}, row.item), h("td", {}, papers(row)),
    checked && caseLine(row, checked));
}

function signButton(batch, checked, signer, reload, trouble) {
  return button(signer ? "登记签收" : "核对完毕，签收", async () => {
    if (signer && signer.value.trim() === "") return say("请填写签收人姓名");
    const open = Object.entries(checked).filter(([, line]) => !line.done);
    if (open.length > 0) return say(`还有 ${open.length} 件没有核对`);
    const lines = Object.fromEntries(Object.entries(checked).map(([no, line]) => [no, line.difference]));
    const differing = Object.values(lines).filter((text) => text !== "").length;
    if (!(await ask(`签收 ${batch.number}`, differing > 0 ? `${differing} 件与清单有差异，差异一并记录。` : "全部与清单一致。", "签收"))) return;
    try {
      await post(`handovers/${encodeURIComponent(batch.id)}/sign`, { lines, signer: signer ? signer.value.trim() : "" });
      say(`已签收：${batch.number}`);
      await reload();
    } catch (error) {
      replace(trouble, errorBox(error));
    }
  }, { class: "main" });
}

function makeButton(batch, reload, trouble) {
  return button("制作交接单", async () => {
    try {
      const { number } = await post(`handovers/${encodeURIComponent(batch.id)}/make`, {});
      say(`已制作交接单：${number}`);
      await reload();
    } catch (error) {
      replace(trouble, errorBox(error));
    }
  }, { class: "main" });
}

function batchCard(batch, reload, trouble) {
  const onPaper = !batch.works_here && !isDepartment() && may("handover");
  const signs = batch.state === "made" && (isDepartment() || onPaper);
  const signer = signs && onPaper && h("input", { type: "text", maxlength: 50, autocomplete: "off", "aria-label": "签收人", placeholder: "纸质单上的签收人姓名" });
  const checked = signs && Object.fromEntries(batch.cases.map((row) => [row.case_no, { done: false, difference: "" }]));
  const titles = ["办件编号", "事项", "材料", ...(signs ? ["核对", "差异"] : [])];
  return h("section", { class: "batch", "data-batch": batch.id },
    h("h2", {}, `${batch.department}　${batch.day} ${batch.half}`,
      h("small", { class: batch.overdue ? "due over" : "" }, batch.due ? ["　应于 ", time(batch.due), " 前送达", batch.overdue && h("b", {}, "　逾期")] : "")),
    h("table", { class: "list" },
      h("thead", {}, h("tr", {}, titles.map((t) => h("th", { scope: "col" }, t)))),
      h("tbody", {}, batch.cases.map((row) => caseRow(row, checked)))),
    h("p", { class: "buttons" },
      batch.state === "made" && h("a", { class: "button", target: "_blank", href: `/console/api/handovers/${encodeURIComponent(batch.id)}/list` }, "打印交接单"),
      batch.state === "draft" && !isDepartment() && may("handover") && makeButton(batch, reload, trouble),
      signer, signs && signButton(batch, checked, signer, reload, trouble)));
}

export async function handoverPage(main) {
  const trouble = h("div", {});
  const body = h("div", {});
  const title = h("h1", {});
  async function reload() {
    const { rows } = await get("handovers");
    replace(title, "材料交接", h("small", {}, `${rows.length} 批`));
    replace(body, rows.length === 0 ? h("p", { class: "empty" }, "没有待交接的材料。") : rows.map((batch) => batchCard(batch, reload, trouble)));
  }
  await reload();
  replace(main, title, trouble, body);
}
