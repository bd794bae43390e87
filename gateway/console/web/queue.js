// Messages that stand still, by cause: how many, since when, who must act, what to do, the next try –
// and what a person may decide about one, or about all of a cause.

import { get, may, post } from "./api.js";
import { button, h, replace, time } from "./dom.js";
import { ask, errorBox, say } from "./notice.js";
import { messageWord, toneOf } from "./words.js";

const kVerbs = {
  retry: { label: "重发", text: "将再次发送。对方若不能去重，请先确认对方没有收到。" },
  confirm_sent: { label: "已送达", text: "确认对方已经收到，不再发送。" },
  cancel: { label: "作废", text: "不再发送这条报文。办件本身不受影响。" },
};
const kGroup = { label: "整组重发", text: "只向这一个对方重发，其他对方不受影响。" };
const kAllowed = { unknown: ["confirm_sent", "retry", "cancel"], parked: ["retry", "cancel"] };

const kReceived = {
  some: { label: "解除：可能已收到，逐条核实", text: "对方在恢复前可能已收到的报文列入“结果未知”，逐条核实；其余照常发送。" },
  none: { label: "解除：已核实，对方都没收到", text: "全部未发报文立即发送。请确认已向对方核实。" },
};

/// A partner held since a restore: a person says what it may have had.
function releaseButtons(cause, reload, trouble) {
  return h("p", { class: "buttons" }, Object.entries(kReceived).map(([received, words]) => button(words.label, async () => {
    if (!(await ask(`${cause.partner}：解除暂缓`, words.text, "解除"))) return;
    try {
      const { in_doubt } = await post(`held/${encodeURIComponent(cause.partner_id)}/release`, { received });
      say(`已解除：${cause.partner}，${in_doubt} 条待核实`);
      await reload();
    } catch (error) {
      replace(trouble, errorBox(error));
    }
  }, { class: "small", "data-received": received })));
}

async function settle(question, text, path, body, reload, trouble) {
  if (!(await ask(question, text, question.split("：")[0]))) return;
  try {
    await post(path, body);
    say(question);
    await reload();
  } catch (error) {
    replace(trouble, errorBox(error));
  }
}

function inboundLine(row) {
  return h("tr", {}, h("td", { class: "code" }, row.trace || "—"), h("td", {}, row.kind),
    h("td", {}, time(row.since)), h("td", { class: "code" }, row.field || "—"));
}

function rowLine(cause, row, reload, trouble) {
  const number = cause.reason === "PARTNER_IN_DOUBT"
    && h("input", { type: "text", class: "partner-number", maxlength: 64, placeholder: "对方编号（不同时填）", "aria-label": "对方编号", autocomplete: "off" });
  const verbs = may("resolve") ? kAllowed[cause.state] ?? ["retry"] : [];
  return h("tr", {},
    h("td", { class: "number" }, row.case_no ? h("a", { href: `#/case/${row.case_no}` }, row.case_no) : "—"),
    h("td", {}, row.kind), h("td", {}, time(row.since)),
    h("td", { class: "buttons" }, number, verbs.map((verb) => button(kVerbs[verb].label, () =>
      settle(`${kVerbs[verb].label}：${row.kind}`, kVerbs[verb].text, `queue/${encodeURIComponent(row.id)}`,
        { verb, number: number ? number.value.trim() : "" }, reload, trouble),
    { class: "small", "data-verb": verb }))));
}

function nextTry(cause) {
  if (cause.direction === "in") return cause.state === "quarantined" ? "补充代码后自动继续" : "对方改正后重发";
  return cause.next_try ? ["下次尝试 ", time(cause.next_try)] : "等待人工处理";
}

function groupButton(cause, reload, trouble) {
  if (!may("resolve") || !cause.group) return null;
  const { partner_id, state, reason } = cause;
  return button(kGroup.label, () => settle(`${kGroup.label}：${cause.partner} ${cause.count} 条`, kGroup.text, "queue",
    { verb: "retry", partner: partner_id, state, reason }, reload, trouble), { class: "small", "data-verb": "retry-all" });
}

function causeTable(cause, reload, trouble) {
  if ((cause.rows ?? []).length === 0) return null;
  const inbound = cause.direction === "in";
  const titles = inbound ? ["跟踪号", "报文", "收到时间", "字段"] : ["办件编号", "报文", "停留自", "处理"];
  return h("table", { class: "list" },
    h("thead", {}, h("tr", {}, titles.map((t) => h("th", { scope: "col" }, t)))),
    h("tbody", {}, cause.rows.map((row) => (inbound ? inboundLine(row) : rowLine(cause, row, reload, trouble)))));
}

function causeCard(cause, reload, trouble) {
  const waits = cause.state === "waiting" || cause.direction === "in";
  return h("details", { class: `cause ${toneOf(cause.state)}`, open: !waits },
    h("summary", {},
      h("span", { class: `badge ${toneOf(cause.state)}` }, messageWord(cause.state)),
      h("strong", {}, cause.partner), h("span", { class: "code" }, cause.reason),
      h("b", { class: "count" }, `${cause.count} 条`), h("span", { class: "faint" }, "最早 ", time(cause.oldest)),
      h("span", { class: "faint" }, nextTry(cause)),
      cause.behind > 0 ? h("span", { class: "faint" }, `另有 ${cause.behind} 件排在其后`) : null),
    h("p", { class: "next" }, cause.operator, " ", groupButton(cause, reload, trouble)),
    cause.state === "held" && may("resolve") ? releaseButtons(cause, reload, trouble) : null,
    causeTable(cause, reload, trouble));
}

export async function queuePage(main) {
  const trouble = h("div", {});
  const body = h("div", {});
  const title = h("h1", {});
  async function reload() {
    const { causes } = await get("queue");
    replace(title, "待发报文", h("small", {}, `${causes.reduce((n, c) => n + c.count + (c.behind ?? 0), 0)} 条，按原因归类`));
    replace(body, causes.length === 0 ? h("p", { class: "empty" }, "没有滞留的报文。") : causes.map((c) => causeCard(c, reload, trouble)));
  }
  await reload();
  replace(main, title, trouble, body);
}
