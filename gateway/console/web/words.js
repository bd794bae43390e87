// Chinese words for the fixed codes of the API.

const kClock = { not_started: "未开始", running: "计时中", paused: "暂停", stopped: "已停止" };
const kMessage = {
  accepted: "已收", sent: "已送达", waiting: "待发送", sending: "发送中", retry: "重试中",
  parked: "已停放", held: "暂缓发送", unknown: "结果未知", cancelled: "已作废", refused: "已拒收", quarantined: "已隔离",
};
const kDocument = { ready: "可打印", stored: "可打印", signed: "已签章", pending: "生成中", refused: "未生成", printed: "已打印" };
const kBooking = {
  requested: "待确认", confirmed: "已确认", checked_in: "已到号", taken_in: "已收件",
  cancelled: "已取消", lapsed: "逾时取消", refused: "未同意",
};
const kParcel = { registered: "已登记", distributed: "已分发", opened: "已开拆", taken_in: "已收件" };
const kPrint = {
  printed: "已打印", sending: "打印中", waiting: "排队", parked: "失败", unknown: "结果未知", cancelled: "已取消",
  refused: "文书未生成", pending: "文书生成中", elsewhere: "在其他批次排队", open: "未发送",
};
const kUnit = { wd: "工作日", nd: "自然日", h: "小时", working_day: "工作日", natural_day: "自然日", hour: "小时" };
const kTone = {
  parked: "bad", held: "bad", unknown: "bad", refused: "bad", quarantined: "bad", retry: "warn", waiting: "warn", sending: "warn", pending: "warn",
  paused: "warn", sent: "good", accepted: "good", ready: "good", stored: "good", signed: "good", printed: "good", taken_in: "good",
  running: "good", checked_in: "good", opened: "good", cancelled: "off", lapsed: "off", stopped: "off",
};

/// 2048 -> 2 KB
export const sizeWord = (bytes) => (bytes >= 1048576 ? `${(bytes / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`);

const look = (table) => (code) => table[code] ?? code ?? "";
export const clockWord = look(kClock);
export const messageWord = look(kMessage);
export const documentWord = look(kDocument);
export const bookingWord = look(kBooking);
export const parcelWord = look(kParcel);
export const printWord = look(kPrint);
export const unitWord = look(kUnit);
/// "staff:wang" -> wang, "system" -> 系统.
export const actorWord = (actor = "") => (actor === "system" ? "系统" : actor.replace(/^(staff|partner):/, ""));
export const toneOf = (code) => kTone[code] ?? "plain";
