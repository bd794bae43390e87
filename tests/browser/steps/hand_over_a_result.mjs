// A person at the issuance window: an application's result is checked, the applicant told, the result
// handed over with its papers printed, and the delivery fed back.

/// A headless browser has no printer and dies of one; what would be printed is counted instead.
function countPrints() {
  globalThis.printed = 0;
  Object.defineProperty(HTMLIFrameElement.prototype, "contentWindow", { get: () => ({ print: () => { globalThis.printed += 1; } }) });
}

export default async function ({ page, credentials, shot }) {
  await page.addInitScript(countPrints);
  const { user, password, result } = credentials.issuance;
  await page.goto("/console/");
  await page.getByLabel("用户名").fill(user);
  await page.getByLabel("密码").fill("not-the-password");
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByText("用户名或密码不正确").waitFor();
  await page.getByLabel("密码").fill(password);
  await shot("sign-in");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "待收结果" }).waitFor();
  await shot("to-do");

  // By scan: the cursor goes to the field by a key, the scanner types, Enter opens the case.
  await page.keyboard.press("F2");
  await page.keyboard.type(result.case_no.toLowerCase());
  await page.keyboard.press("Enter");
  await page.getByText("结果信息与受理信息逐项核对").waitFor();
  await shot("check");
  for (const group of await page.getByRole("row").filter({ has: page.getByRole("radio", { name: "一致", exact: true }) }).all()) {
    await group.getByRole("radio", { name: "一致", exact: true }).check();
  }
  await page.getByRole("button", { name: "核对一致，接收结果" }).click();

  await page.getByRole("tab", { name: /通知申请人/ }).waitFor();
  await page.getByRole("radio", { name: "电话" }).check();
  await page.getByLabel("备注").fill("本人接听");
  await shot("notify");
  await page.getByRole("button", { name: "通知申请人" }).click();

  await page.getByRole("tab", { name: /窗口发放/ }).waitFor();
  const slip = page.getByRole("row").filter({ hasText: "办理结果交接单" });
  await slip.getByRole("button", { name: "打印", exact: true }).click();
  await page.getByRole("dialog", { name: "办理结果交接单" }).waitFor();
  await page.waitForFunction(() => globalThis.printed === 1);
  await shot("print");
  await page.keyboard.press("Escape");
  await slip.getByText("已打印 1 次").waitFor();
  await page.getByRole("radio", { name: /遗失/ }).check();
  await page.getByRole("checkbox", { name: /保证声明/ }).check();
  await shot("hand-over");
  await page.getByRole("button", { name: "窗口发放" }).click();

  await page.getByRole("tab", { name: /登记送达反馈/ }).waitFor();
  await page.getByRole("button", { name: "登记送达反馈" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "登记送达反馈" }).click();
  await page.getByText("当前没有需要在本窗口办理的操作").waitFor();
  await page.getByText("已办结").first().waitFor();
  await shot("closed");
}
