// The windows' day on a real gateway that `demo/feed.py --leave-work` has fed: a person who booked and
// a parcel are taken in, papers go to a department; a result is checked, its slip printed, the applicant told, the result handed
// over and the department told.

import { signIn } from "../sign_in.mjs";

function countPrints() {
  globalThis.printed = 0;
  Object.defineProperty(HTMLIFrameElement.prototype, "contentWindow", { get: () => ({ print: () => { globalThis.printed += 1; } }) });
}

async function takeIn(page, shot, credentials) {
  await signIn(page, { user: "shouli", password: credentials.password });
  await page.getByRole("link", { name: /预约收件/ }).click();
  await page.getByRole("heading", { name: "预约收件" }).waitFor();
  await page.getByLabel("日期").fill(credentials.people.booking_days.at(-1));
  await page.getByRole("link", { name: "到场收件" }).first().waitFor();
  await shot("bookings");
  await page.getByRole("link", { name: "到场收件" }).first().click();
  await page.getByRole("checkbox").first().waitFor();
  for (const box of await page.getByRole("table").getByRole("checkbox").all()) await box.check();
  await page.getByRole("radio", { name: "核验证件原件" }).first().check();
  await page.getByRole("radio", { name: "窗口自取" }).check();
  await shot("booking-form");
  await page.getByRole("button", { name: "收件" }).click();
  await page.getByText("已收件：").last().waitFor();

  await page.getByRole("link", { name: /邮寄收件/ }).click();
  await page.getByRole("heading", { name: "邮寄收件" }).waitFor();
  await page.getByRole("main").getByRole("link", { name: /收件$/ }).last().click();
  await page.getByRole("checkbox").first().waitFor();
  for (const box of await page.getByRole("table").getByRole("checkbox").all()) await box.check();
  await page.getByRole("radio", { name: "核对来件中的证件复印件" }).first().check();
  await page.getByLabel("证件号码").fill("410184199001013998");
  await page.getByRole("radio", { name: "邮寄送达" }).check();
  for (const [label, text] of [["省", "河南省"], ["市", "郑州市"], ["县（市、区）", "新郑市"], ["详细地址", "样本路9号"]])
    await page.getByLabel(new RegExp(`^${label.replace(/[（）]/g, ".")}`)).fill(text);
  await shot("parcel-form");
  await page.getByRole("button", { name: "收件" }).click();
  await page.getByText("已收件：").last().waitFor();
}

/// Papers for a department with a system of its own (R6): its person signs the printed list, the window enters who.
async function handOverPapers(page, shot) {
  await page.getByRole("link", { name: "材料交接" }).click();
  await page.getByRole("heading", { name: /^材料交接/ }).waitFor();
  const make = page.getByRole("button", { name: "制作交接单" });
  await make.first().click();
  const batch = page.locator("section.batch").filter({ has: page.getByRole("button", { name: "登记签收" }) }).first();
  await batch.getByRole("checkbox").first().waitFor();
  for (const box of await batch.getByRole("checkbox").all()) await box.check();
  await batch.getByRole("button", { name: "登记签收" }).click();
  await page.getByText("请填写签收人姓名").waitFor();
  await batch.getByLabel("签收人").fill("样本员二号");
  await shot("papers");
  await batch.getByRole("button", { name: "登记签收" }).click();
  await page.getByRole("button", { name: "签收", exact: true }).click();
  await page.getByText("已签收：").last().waitFor();
}

async function search(page, text, caseNo) {
  await page.keyboard.press("F2");
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
  await page.getByText(caseNo).first().waitFor();
}

export default async function ({ page, context, credentials, shot }) {
  await page.addInitScript(countPrints);
  await takeIn(page, shot, credentials);
  await handOverPapers(page, shot);
  await context.clearCookies();

  await signIn(page, { user: "chuzheng", password: credentials.password });
  await page.getByRole("link", { name: /待收结果/ }).click();
  await page.getByRole("heading", { name: /待收结果/ }).waitFor();
  await shot("to-do");
  const own = page.getByRole("row").filter({ hasText: "公积金" }).filter({ hasText: "王*试" }).first();
  const caseNo = await own.getAttribute("data-open");
  await search(page, caseNo.toLowerCase(), caseNo);
  await page.getByText("结果信息与受理信息逐项核对").waitFor();
  for (const stop of ["接收", "验签", "登记", "转换", "判定", "入库", "转送", "送出"]) await page.getByText(stop, { exact: true }).first().waitFor();
  await shot("check");
  for (const line of await page.getByRole("row").filter({ has: page.getByRole("radio", { name: "一致", exact: true }) }).all()) {
    await line.getByRole("radio", { name: "一致", exact: true }).check();
  }
  await page.getByRole("button", { name: "核对一致，接收结果" }).click();

  await page.getByRole("tab", { name: /通知申请人/ }).waitFor();
  await page.getByRole("radio", { name: "电话" }).check();
  await page.getByRole("button", { name: "通知申请人" }).click();

  await page.getByRole("tab", { name: /窗口发放/ }).waitFor();
  const slip = page.getByRole("row").filter({ hasText: "办理结果交接单" });
  await slip.getByRole("button", { name: "打印", exact: true }).click();
  await page.getByRole("dialog", { name: "办理结果交接单" }).waitFor();
  await page.waitForFunction(() => globalThis.printed === 1);
  await page.keyboard.press("Escape");
  await slip.getByText("已打印 1 次").waitFor();
  await page.getByRole("radio", { name: "收件通知单", exact: true }).check();
  await shot("hand-over");
  await page.getByRole("button", { name: "窗口发放" }).click();

  await page.getByRole("tab", { name: /登记送达反馈/ }).waitFor();
  await page.getByRole("button", { name: "登记送达反馈" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "登记送达反馈" }).click();
  await page.getByText("已办结").first().waitFor();
  await page.getByText("结果核对一致，已到出证窗口").waitFor();
  await shot("closed");

  // Found again by name and by phone.
  const found = page.locator(`[data-open="${caseNo}"]`);
  const { phone } = credentials.people.cases.find((one) => one.no === caseNo);
  await page.keyboard.press("F2");
  await page.keyboard.type("王测试");
  await page.keyboard.press("Enter");
  await found.waitFor();
  await shot("found-by-name");
  await page.keyboard.press("F2");
  await page.keyboard.type(phone);  // one case: it is opened
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/#/case/${caseNo}`);
  await page.getByRole("link", { name: /需处理/ }).click();
  await page.getByText("没有需处理的办件。").waitFor();
  await shot("attention");
}
