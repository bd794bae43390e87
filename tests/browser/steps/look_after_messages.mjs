// The operator: stuck messages by cause, one resent after a question; refused ones with the next step.
// The operator sees no documents and gets no forms.

import { signIn } from "../sign_in.mjs";

export default async function ({ page, credentials, shot }) {
  await signIn(page, credentials.operator);
  await page.getByRole("heading", { name: "待发报文" }).waitFor();
  await shot("queue");
  const before = await page.getByRole("button", { name: "重发", exact: true }).count();
  await page.getByRole("button", { name: "重发", exact: true }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "重发" }).click();
  await page.getByText(/^重发：/).waitFor();
  await page.getByRole("button", { name: "重发", exact: true }).nth(before - 1).waitFor({ state: "detached" });
  await page.getByText("下次尝试").waitFor();
  await page.getByText("另有 40 件排在其后").waitFor();
  await page.getByRole("button", { name: "整组重发" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "整组重发" }).click();
  await page.getByText(/^整组重发：水利局 1 条/).waitFor();
  await page.getByText("水利局", { exact: true }).waitFor({ state: "detached" });
  await page.getByRole("link", { name: "拒收报文" }).click();
  await page.getByText("MAPPING_CODE_UNKNOWN").waitFor();
  await shot("refused");
}
