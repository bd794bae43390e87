// Two people at one case: the later one is told, keeps what was typed, and goes on from the newer state.

import { signIn } from "../sign_in.mjs";

export default async function ({ page, context, credentials, shot }) {
  const { conflict } = credentials.issuance;
  await signIn(page, credentials.issuance);
  const other = await context.newPage();
  for (const one of [page, other]) {
    await one.goto(`/console/#/case/${conflict.case_no}`);
    await one.getByRole("tab", { name: /通知申请人/ }).waitFor();
  }
  await other.getByRole("radio", { name: "消息" }).check();
  await other.getByRole("button", { name: "通知申请人" }).click();
  await other.getByRole("tab", { name: /窗口发放/ }).waitFor();
  await page.getByRole("radio", { name: "电话" }).check();
  await page.getByRole("button", { name: "通知申请人" }).click();
  await page.getByText("办件刚被他人更新").waitFor();
  await shot("told");
  await page.getByRole("button", { name: /载入最新内容/ }).click();
  await page.getByRole("tab", { name: /窗口发放/ }).waitFor();
  await shot("goes-on");
}
