// A case: where it stands, its clocks, its eight stops; what to do now; whose it is, papers, messages
// and what happened.

import { get, may, post } from "./api.js";
import { actionsCard } from "./actions.js";
import { button, h, replace, time } from "./dom.js";
import { errorBox, say } from "./notice.js";
import { documentButtons } from "./print.js";
import { printDialog, printers } from "./prints.js";
import { actorWord, clockWord, documentWord, messageWord, sizeWord, toneOf, unitWord } from "./words.js";

function clockCard(clock) {
  const over = /超期|逾期/.test(clock.due_label ?? "");
  return h("div", { class: over ? "clock over" : "clock" },
    h("span", { class: "label" }, clock.label, h("i", { class: `badge ${toneOf(clock.state)}` }, clockWord(clock.state))),
    h("strong", {}, clock.due_label ?? clock.due ?? "待公布"),
    clock.days !== undefined && h("small", { class: "faint" }, `${clock.days} ${unitWord(clock.unit)}`),
    clock.account?.length > 0 && h("details", {}, h("summary", {}, "逐日"),
      h("pre", {}, clock.account.join("\n"))));
}

function stopsBar(stops) {
  return h("ol", { class: "stops", "aria-label": "办件经过的八个环节" }, stops.map((stop) => {
    const state = stop.at ? "done" : stop.detail ? "stuck" : "ahead";
    return h("li", { class: state, title: [stop.name, stop.at, stop.detail].filter(Boolean).join("\n") },
      h("b", {}, stop.label), stop.at ? time(stop.at) : h("small", {}, stop.detail || "未到"));
  }));
}

function head(view) {
  return h("section", { class: "card case-head" },
    h("div", { class: "case-title" },
      h("h1", {}, view.item.name ?? view.item),
      h("span", { class: `stage big ${view.stage}` }, view.stage_label),
      view.overdue && h("span", { class: "badge bad" }, "超期"),
      (view.flags ?? []).map((flag) => h("i", { class: "flag" }, flag)),
      h("span", { class: "number big", title: "办件编号" }, view.case_no)),
    (view.notices ?? []).map((text) => h("div", { class: "mismatch", role: "alert" }, text)),
    h("div", { class: "clocks" }, (view.clocks ?? []).map(clockCard)),
    stopsBar(view.stops ?? []));
}

function applicantCard(view, unmasked, unmask) {
  const who = view.applicant ?? {};
  const rows = [
    ["申请人", who.name], [who.id_kind ?? "证件号码", who.id_number], ["电话", who.phone], ["地址", who.address],
    ["代理人", who.agent?.name ?? who.agent], ["取件方式", view.delivery?.way], ["运单号", view.delivery?.waybill], ["签收", view.delivery?.by],
    ["部门", view.department?.name ?? view.department], ["部门电话", view.department?.phone], ["来源", view.source],
    ["首办责任人", view.handler], ["出证核验", view.item?.check_at_issue],
    ...(view.aliases ?? []).map((alias) => [`${alias.system}编号`, alias.number]),
  ];
  return h("section", { class: "card" },
    h("h2", {}, "申请人与事项", may("unmask") && !unmasked && button("显示完整信息", unmask, { class: "small right", title: "显示将被记录" }),
      unmasked && h("small", { class: "right warn-text" }, "完整信息，查看已记录")),
    h("dl", { class: "facts" }, rows.filter(([, value]) => value).map(([label, value]) => [h("dt", {}, label), h("dd", {}, String(value))])));
}

/// 一件事 or 项目: how the whole stands, as its cases tell it now.
function wholeCard(whole) {
  const caseRow = (row) => h("tr", {},
    h("td", {}, h("a", { href: `#/case/${row.case_no}` }, row.case_no)), h("td", {}, row.item),
    h("td", { class: "nowrap" }, row.stage_label, row.overdue && h("span", { class: "badge bad" }, "阶段超期")));
  const stageRows = (stage) => [
    h("tr", {}, h("th", { scope: "rowgroup", colspan: "3" }, `${stage.name}（牵头 ${stage.lead}）${stage.state_label}`,
      h("small", { class: "faint" }, [stage.limit && ` 时限 ${stage.limit}`, stage.due && ` 最后一日 ${stage.due}`].filter(Boolean).join("，")))),
    stage.cases.map(caseRow)];
  return h("section", { class: "card whole" },
    h("h2", {}, `${whole.kind_label ?? ""}：${whole.name}`, h("small", {}, `${whole.no}　${whole.state_label ?? ""}`)),
    h("table", { class: "list tight" }, h("tbody", {}, (whole.stages ?? []).map(stageRows))),
    whole.lacking?.length > 0 && h("p", { class: "faint" }, `尚待收件：${whole.lacking.join("、")}`));
}

function documentsCard(view, reload, hasPrinters) {
  const trouble = h("div", {});
  const documents = view.documents ?? [];
  const first = documents.findIndex((row) => !["refused", "pending"].includes(row.state));
  return h("section", { class: "card" }, h("h2", {}, "文书",
      hasPrinters && first >= 0 && button("打印全部未打印的", () => printDialog([view.case_no]), { class: "small right", "data-print-all": "" })), trouble,
    documents.length === 0 ? h("p", { class: "empty" }, "还没有文书。")
      : h("table", { class: "list tight" }, h("tbody", {}, documents.map((row, n) => h("tr", { "data-document": row.id },
        h("td", {}, h("strong", {}, row.title), h("small", { class: "faint block" }, [row.number, row.prints > 0 && `已打印 ${row.prints} 次`].filter(Boolean).join(" · "))),
        h("td", {}, h("span", { class: `badge ${toneOf(row.state)}` }, documentWord(row.state))),
        h("td", { class: "buttons" }, may("document") && documentButtons(view, row, n === first, trouble, reload, hasPrinters)))))));
}

function materialsCard(view) {
  const rows = view.materials ?? [];
  return h("section", { class: "card" }, h("h2", {}, "材料", h("small", {}, `${rows.length} 份`)),
    h("table", { class: "list tight" }, h("tbody", {}, rows.map((row) => h("tr", {},
      h("td", {}, row.name), h("td", { class: "nowrap" }, [row.form, row.copies && `${row.copies} 份`].filter(Boolean).join(" ")),
      h("td", { class: "nowrap" }, row.state ?? ""),
      h("td", { class: "nowrap" }, may("document") && row.file && h("a", { href: row.file.url, target: "_blank", rel: "noopener", title: row.file.type }, `文件 ${sizeWord(row.file.size)}`)))))));
}

function messagesCard(view) {
  const rows = view.messages ?? [];
  return h("section", { class: "card" }, h("h2", {}, "往来报文"),
    h("table", { class: "list tight" }, h("tbody", {}, rows.map((row) => h("tr", {},
      h("td", { class: "nowrap" }, time(row.at)),
      h("td", {}, row.direction === "in" ? "收" : row.direction === "out" ? "发" : ""), h("td", {}, row.partner), h("td", {}, row.kind),
      h("td", {}, h("span", { class: `badge ${toneOf(row.state)}` }, messageWord(row.state)), row.reason && h("small", { class: "reason block" }, row.reason)))))));
}

function timelineCard(view) {
  return h("section", { class: "card" }, h("h2", {}, "经过"),
    h("ol", { class: "timeline" }, [...(view.timeline ?? [])].reverse().map((row) => h("li", {},
      time(row.at), h("span", {}, row.text), h("small", { class: "faint" }, actorWord(row.actor))))));
}

export async function casePage(main, no) {
  const hasPrinters = (await printers()).length > 0;
  async function show(view, unmasked) {
    document.title = `${no} 一窗网关`;
    replace(main, head(view), h("div", { class: "case-columns" },
      h("div", {}, actionsCard(view, reload), messagesCard(view), timelineCard(view)),
      h("div", {}, view.parent && wholeCard(view.parent), documentsCard(view, reload, hasPrinters), applicantCard(view, unmasked, unmask), materialsCard(view))));
  }
  async function reload() {
    await show(await get(`cases/${no}`), false);
  }
  async function unmask() {
    try {
      await show(await post(`cases/${no}/unmask`), true);
      say("已显示完整信息，本次查看已记录。");
    } catch (error) {
      main.prepend(errorBox(error));
    }
  }
  await reload();
  return () => { document.title = "一窗网关"; };
}
