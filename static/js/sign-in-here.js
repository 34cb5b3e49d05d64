// The session ended while somebody typed: the sign-in opens over the page, and nothing on it is lost.
let waiting = null;

// Resolves once the same person is signed in again; `check` says "ok", "sign-in", "other" or "no".
export function signInHere(page, check) {
  waiting ??= ask(page, check).finally(() => { waiting = null; });
  return waiting;
}

function ask(page, check) {
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.className = "sign-in stack";
    dialog.setAttribute("aria-label", "重新登录");
    dialog.append(line("h2", "登录已失效"), line("p", "您填的内容都还在本页。请重新登录，登录后自动保存。"));
    const place = document.createElement("div");
    dialog.append(place);
    document.body.append(dialog);
    dialog.showModal();
    const done = () => { dialog.close(); dialog.remove(); resolve(); };
    show(place, page.dataset.signIn, done, check);
  });
}

async function show(place, address, done, check) {
  try {
    const answer = await fetch(address, { redirect: "manual" });
    if (answer.type === "opaqueredirect") {
      await finish(place, done, check);
      return;
    }
    fill(place, await answer.text(), address, done, check);
  } catch {
    place.replaceChildren(line("p", "网络不通，正在重试。"));
    setTimeout(() => show(place, address, done, check), 5000);
  }
}

function fill(place, html, address, done, check) {
  const found = new DOMParser().parseFromString(html, "text/html");
  const form = found.querySelector("main form[method=post]");
  if (!form) {
    place.replaceChildren(line("p", found.querySelector("main")?.textContent.trim() ?? "现在不能登录，请稍后再试。"));
    return;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(place, new FormData(form), address, done, check);
  });
  place.replaceChildren(document.adoptNode(form));
  place.querySelector("input:not([type=hidden])")?.focus();
}

async function send(place, body, address, done, check) {
  try {
    const answer = await fetch(address, { method: "POST", body, redirect: "manual" });
    if (answer.type === "opaqueredirect") await finish(place, done, check);
    else fill(place, await answer.text(), address, done, check);
  } catch {
    place.append(line("p", "网络不通，请再按一次“登录”。"));
  }
}

async function finish(place, done, check) {
  const who = await check();
  if (who === "ok") done();
  else if (who === "other") place.replaceChildren(line("p", "登录的是另一个人。您填的内容留在本机，请用原来的账号登录后打开本页。"), again());
  else place.replaceChildren(line("p", "登录还没有完成，请在新窗口里完成登录，再回到本页。"), again());
}

function again() {
  const link = document.createElement("a");
  link.className = "button";
  link.href = "";
  link.textContent = "重新打开本页";
  return link;
}

function line(kind, words) {
  const made = document.createElement(kind);
  made.textContent = words;
  return made;
}
