// The line to the portal: whole files with their progress, large ones piece by piece from where they stand.
const PATIENCE = 3;
const PAUSE = 1500;
const PREFIX = "upload:";
const MARK = { "X-Requested-With": "XMLHttpRequest" };

// The portal's own answer; `mayRetry` where the same file may get through another time.
export class Refused extends Error {
  constructor(words, mayRetry) {
    super(words);
    this.mayRetry = mayRetry;
  }
}

// A form with a file; resolves to what the portal said.
export function send(url, data, errand) {
  return request(url, data, errand, (sent, all) => !errand.isLarge && errand.row.progress(sent, all));
}

// Every piece that is not there yet; resolves to the number of the upload.
export async function sendPieces(errand) {
  const { file, page, row, stop } = errand;
  const own = await announced(errand);
  let at = own.received;
  let broken = 0;
  const cancel = () => post(own.cancel, tokenOf(errand)).catch(() => {});
  while (at < file.size) {
    if (stop.signal.aborted) break;
    row.progress(at, file.size);
    try {
      at = await onePiece(errand, own.pieces, at, Number(page.dataset.piece));
      broken = 0;
    } catch (problem) {
      if (problem instanceof Refused || stop.signal.aborted) {
        if (stop.signal.aborted) break;
        throw problem;
      }
      broken += 1;
      if (broken > PATIENCE) throw problem;
      row.say("网络不稳，正在接着传");
      await new Promise((resolve) => { setTimeout(resolve, PAUSE * broken); });
    }
  }
  if (stop.signal.aborted) {
    forget(errand);
    await cancel();
    throw new DOMException("cancelled", "AbortError");
  }
  row.progress(file.size, file.size);
  forget(errand);
  return own.id;
}

// Where this file's pieces go: begun on another day, or new. The portal knows it again by name, size and date.
async function announced(errand) {
  const { file, page } = errand;
  const data = tokenOf(errand);
  data.set("name", file.name);
  data.set("size", file.size);
  data.set("mark", String(file.lastModified));
  const own = await post(page.dataset.announce, data);
  try {
    localStorage.setItem(keyOf(errand), String(own.id));
  } catch {
    // Without it the portal still knows the file.
  }
  if (own.received) errand.row.say(`从已传的 ${Math.floor((own.received * 100) / file.size)}% 处接着传`);
  return own;
}

function onePiece(errand, url, at, length) {
  const piece = errand.file.slice(at, at + length);
  const report = (sent) => errand.row.progress(at + sent, errand.file.size);
  return request(`${url}?offset=${at}`, piece, errand, report).then((answer) => answer.received);
}

async function post(url, data) {
  const answer = await fetch(url, { method: "POST", body: data, headers: MARK, redirect: "manual" });
  if (answer.type === "opaqueredirect") throw signIn();
  if (answer.status === 204) return {};
  const found = await jsonOf(() => answer.json());
  if (!answer.ok) throw refusal(answer.status, found);
  return found;
}

// fetch tells nothing of what has been sent, so the bytes go by the older way.
function request(url, body, errand, report) {
  return new Promise((resolve, reject) => {
    const line = new XMLHttpRequest();
    const stop = () => line.abort();
    const { signal } = errand.stop;
    line.open("POST", url);
    line.setRequestHeader("X-Requested-With", MARK["X-Requested-With"]);
    line.setRequestHeader("X-CSRFToken", tokenOf(errand).get("csrfmiddlewaretoken"));
    if (body instanceof Blob) line.setRequestHeader("Content-Type", "application/octet-stream");
    line.upload.onprogress = (event) => event.lengthComputable && report(event.loaded, event.total);
    line.onloadend = async () => {
      signal.removeEventListener("abort", stop);
      if (!line.status) return reject(new Error("no line"));
      if (new URL(line.responseURL).pathname !== new URL(url, window.location.href).pathname) return reject(signIn());
      const found = await jsonOf(() => JSON.parse(line.responseText));
      // The portal stands elsewhere than we thought: it says where to go on.
      if (line.status === 409 && "received" in found) return resolve(found);
      return line.status < 300 ? resolve(found) : reject(refusal(line.status, found));
    };
    signal.addEventListener("abort", stop);
    line.send(body);
  });
}

async function jsonOf(read) {
  try {
    return await read();
  } catch {
    return {};
  }
}

function refusal(status, found) {
  if (found.error) return new Refused(found.error, status === 409);
  if (status === 507) return new Refused("服务器存储空间不足，没有存入，请稍后重试。", true);
  if (status === 413) return new Refused("文件太大，服务器没有收下。", false);
  if (status >= 500 || status === 429) return new Refused("服务器忙，没有传完，请稍后重试。", true);
  return new Refused("没有添加：这份申报刚刚有变动，请刷新页面。", false);
}

function signIn() {
  return new Refused("登录已失效。请在新窗口登录后，回到这里重试，已传的不会丢。", true);
}

function tokenOf(errand) {
  const data = new FormData();
  const field = errand.page.querySelector("[name=csrfmiddlewaretoken]");
  data.set("csrfmiddlewaretoken", field.value);
  return data;
}

function keyOf({ page, file }) {
  return `${PREFIX}${page.dataset.user}:${page.dataset.application}:${file.name}:${file.size}:${file.lastModified}`;
}

function forget(errand) {
  try {
    localStorage.removeItem(keyOf(errand));
  } catch {
    // Nothing was kept.
  }
}
