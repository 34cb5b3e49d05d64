// Files go up one by one, each with its own progress; large ones in pieces, which go on where a broken line stopped them.
import { gripped } from "./upload-drop.js";
import { renew } from "./upload-renew.js";
import { Row } from "./upload-row.js";
import { Refused, send, sendPieces } from "./upload-send.js";

export function uploadFiles() {
  const page = document.querySelector("[data-evidence]");
  if (!page) return;
  // Forms come and go when the lists are renewed, so the page listens for them.
  page.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-uploads]")) start(event, page);
  });
  page.addEventListener("change", (event) => {
    if (event.target.matches("form[data-uploads] input[type=file]")) show(event.target, page);
  });
  gripped(page);
  window.addEventListener("beforeunload", (event) => {
    if (page.querySelector("[data-going]")) event.preventDefault();
  });
}

// What was chosen, with its size; what is too large is said before a byte is sent.
function show(input, page) {
  const list = listOf(input.form);
  list.querySelectorAll("[data-chosen]").forEach((line) => line.remove());
  [...input.files].forEach((file) => {
    const row = new Row(list, file);
    row.item.dataset.chosen = "";
    row.say(file.size > Number(page.dataset.most) ? page.dataset.tooLarge : "", file.size > Number(page.dataset.most));
  });
}

async function start(event, page) {
  const form = event.target;
  const input = form.querySelector("input[type=file]");
  if (!input.files.length) return;
  event.preventDefault();
  const files = [...input.files];
  const list = listOf(form);
  list.querySelectorAll("[data-chosen]").forEach((line) => line.remove());
  const common = new FormData(form);
  common.delete("file");
  const title = common.get("title");
  input.value = "";
  // One after the other: on a slow line each gets through, and the page stays usable.
  for (const [place, file] of files.entries()) {
    const own = copied(common);
    if (title && files.length > 1) own.set("title", `${title}（${place + 1}）`);
    const row = new Row(list, file);
    await carry(new Errand(page, form, own, file, row));
  }
  if (!list.querySelector("[data-failed]")) form.reset();
  await renew(page);
}

function copied(data) {
  const copy = new FormData();
  for (const [name, value] of data) copy.append(name, value);
  return copy;
}

class Errand {
  constructor(page, form, data, file, row) {
    Object.assign(this, { page, form, data, file, row });
    this.stop = new AbortController();
  }

  get isLarge() {
    return this.file.size > Number(this.page.dataset.whole);
  }
}

async function carry(errand) {
  const { row, file, page } = errand;
  row.begin(() => errand.stop.abort());
  try {
    if (file.size > Number(page.dataset.most)) throw new Refused(page.dataset.tooLarge, false);
    const data = copied(errand.data);
    if (errand.isLarge) data.set("upload", await sendPieces(errand));
    else data.set("file", file);
    const answer = await send(errand.form.action, data, errand);
    row.done(answer.said);
  } catch (problem) {
    failed(errand, problem);
  }
}

function failed(errand, problem) {
  if (errand.stop.signal.aborted) {
    errand.row.cancelled();
    return;
  }
  const words = problem instanceof Refused ? problem.message : "网络断开，没有传完。";
  const again = problem instanceof Refused && !problem.mayRetry ? null : async () => {
    errand.stop = new AbortController();
    await carry(errand);
    await renew(errand.page);
  };
  errand.row.failed(words, again);
}

// The list of files under a form; made where there is none.
function listOf(form) {
  let list = form.querySelector("[data-upload-list]");
  if (!list) {
    list = document.createElement("ul");
    list.dataset.uploadList = "";
    list.className = "upload-list";
    list.setAttribute("aria-label", "所选文件和上传进度");
    form.querySelector("input[type=file]").closest(".field").after(list);
  }
  return list;
}
