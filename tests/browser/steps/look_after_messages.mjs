// The operator: stuck messages by cause, one resent after a question; refused ones with the next step.
// The operator sees no documents and gets no forms.

export default async function ({ page, credentials, shot }) {
  const { user, password } = credentials.operator;
  await page.goto("/console/");
  await page.getByLabel("用户名").fill(user);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("heading", { name: "待发报文" }).waitFor();
  await shot("queue");
  const before = await page.getByRole("button", { name: "重发" }).count();
  await page.getByRole("button", { name: "重发" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "重发" }).click();
  await page.getByText(/^重发：/).waitFor();
  if (await page.getByRole("button", { name: "重发" }).count() !== before - 1) throw new Error("the row is still there");
  await page.getByRole("link", { name: "拒收报文" }).click();
  await page.getByText("MAPPING_CODE_UNKNOWN").waitFor();
  await shot("refused");
}
