// Messages that have not gone out, by cause: who must act, what to do, and the three things a person
// may decide.

import { get, may, post } from "./api.js";
import { button, h, replace, time } from "./dom.js";
import { ask, errorBox, say } from "./notice.js";
import { messageWord, toneOf } from "./words.js";

const kVerbs = {
  retry: { label: "重发", text: "将再次发送。对方若不能去重，请先确认对方没有收到。" },
  confirm_sent: { label: "已送达", text: "确认对方已经收到，不再发送。" },
  cancel: { label: "作废", text: "不再发送这条报文。办件本身不受影响。" },
};
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

function rowLine(cause, row, reload, trouble) {
  const number = cause.reason === "PARTNER_IN_DOUBT"
    && h("input", { type: "text", class: "partner-number", maxlength: 64, placeholder: "对方编号（不同时填）", "aria-label": "对方编号", autocomplete: "off" });
  const verbs = may("resolve") ? kAllowed[cause.state] ?? ["retry"] : [];
  return h("tr", {},
    h("td", { class: "number" }, row.case_no ? h("a", { href: `#/case/${row.case_no}` }, row.case_no) : "—"),
    h("td", {}, row.kind), h("td", {}, time(row.since)),
    h("td", { class: "buttons" }, number, verbs.map((verb) => button(kVerbs[verb].label, async () => {
      if (!(await ask(`${kVerbs[verb].label}：${row.kind}`, kVerbs[verb].text, kVerbs[verb].label))) return;
      try {
        await post(`queue/${encodeURIComponent(row.id)}`, { verb, number: number ? number.value.trim() : "" });
        say(`${kVerbs[verb].label}：${row.kind}`);
        await reload();
      } catch (error) {
        replace(trouble, errorBox(error));
      }
    }, { class: "small", "data-verb": verb }))));
}

function causeCard(cause, reload, trouble) {
  return h("details", { class: `cause ${toneOf(cause.state)}`, open: cause.state !== "waiting" },
    h("summary", {},
      h("span", { class: `badge ${toneOf(cause.state)}` }, messageWord(cause.state)),
      h("strong", {}, cause.partner), h("span", { class: "code" }, cause.reason),
      h("b", { class: "count" }, `${cause.count} 条`), h("span", { class: "faint" }, "最早 ", time(cause.oldest))),
    h("p", { class: "next" }, cause.operator),
    cause.state === "held" ? may("resolve") && releaseButtons(cause, reload, trouble) : h("table", { class: "list" },
      h("thead", {}, h("tr", {}, ["办件编号", "报文", "停留自", "处理"].map((t) => h("th", { scope: "col" }, t)))),
      h("tbody", {}, (cause.rows ?? []).map((row) => rowLine(cause, row, reload, trouble)))));
}

export async function queuePage(main) {
  const trouble = h("div", {});
  const body = h("div", {});
  const title = h("h1", {});
  async function reload() {
    const { causes } = await get("queue");
    replace(title, "待发报文", h("small", {}, `${causes.reduce((n, c) => n + c.count, 0)} 条，按原因归类`));
    replace(body, causes.length === 0 ? h("p", { class: "empty" }, "没有滞留的报文。") : causes.map((c) => causeCard(c, reload, trouble)));
  }
  await reload();
  replace(main, title, trouble, body);
}
