// A stored document on screen and on paper. Printing is recorded first; the paper is always the
// stored file.

import { button, h } from "./dom.js";
import { draftOf, dropDraft, postForm } from "./form.js";
import { errorBox } from "./notice.js";
import { printDialog } from "./prints.js";

const address = (no, document) => `/console/api/cases/${no}/documents/${encodeURIComponent(document.id)}`;

export function showDocument(no, doc, printing) {
  const frame = h("iframe", { title: doc.title, src: address(no, doc) });
  const close = h("button", { type: "button", onclick: () => dialog.close() }, "关闭（Esc）");
  const toPrinter = () => {
    try {
      frame.contentWindow.print();
      close.focus(); // the viewer took the focus, and with it the Esc key
    } catch {
      open(address(no, doc), "_blank", "noopener");
    }
  };
  const dialog = h("dialog", { class: "document", "aria-label": doc.title },
    h("div", { class: "buttons" }, h("strong", {}, `${doc.title} ${doc.number ?? ""}`),
      printing && h("button", { type: "button", class: "main", onclick: toPrinter }, "送打印机"),
      h("a", { class: "button", href: `${address(no, doc)}?save=1`, download: true }, "另存"),
      close),
    frame);
  dialog.addEventListener("close", () => dialog.remove());
  if (printing) frame.addEventListener("load", toPrinter, { once: true });
  document.body.append(dialog);
  dialog.showModal();
}

/// Buttons of one document of a case.
export function documentButtons(view, doc, first, trouble, reload, hasPrinters) {
  const ready = !["refused", "pending"].includes(doc.state);
  if (!ready) return h("span", { class: "faint" }, doc.reason ?? "");
  return [
    button("打印", async () => {
      const path = `cases/${view.case_no}/documents/${encodeURIComponent(doc.id)}/print`;
      try {
        await postForm(path, draftOf(path), { action: "print", seen_version: view.version, values: {} });
        dropDraft(path);
        showDocument(view.case_no, doc, true);
        await reload();
      } catch (error) {
        trouble.replaceChildren(errorBox(error));
      }
    }, { class: "small", "data-key": first ? "print" : null, "data-print": doc.id }),
    hasPrinters && button("送打印机", () => printDialog([view.case_no], [doc.id]), { class: "small", "data-to-printer": doc.id }),
    button("查看", async () => showDocument(view.case_no, doc, false), { class: "small" }),
  ];
}
