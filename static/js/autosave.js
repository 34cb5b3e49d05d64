// Each block of a form is saved by itself, a moment after the last key; what is not saved yet stays in this browser.
import { forget, keep, kept, offerBack } from "./local-copies.js";
import { clearErrors, showErrors } from "./field-errors.js";
import { signInHere } from "./sign-in-here.js";
import { showVersions } from "./two-versions.js";
import { restore, valuesOf } from "./form-values.js";

const PAUSE = 800;
const FIRST_RETRY = 2000;
const LONGEST_RETRY = 60000;
const MARK = { "X-Requested-With": "XMLHttpRequest" };

export function saveWhileTyping() {
  const page = document.querySelector("[data-filling]");
  if (!page) return;
  const savers = [...page.querySelectorAll("form[data-block]")].map((form) => new Saver(page, form));
  savers.forEach((saver) => saver.begin(savers));
  document.querySelectorAll("main form[method=post]:not([data-block])").forEach((form) => keepBefore(form, savers));
  window.addEventListener("online", () => savers.forEach((saver) => saver.isDirty && saver.save()));
  window.addEventListener("pageshow", () => savers.forEach((saver) => { saver.goesThrough = false; }));
  window.addEventListener("beforeunload", (event) => {
    if (savers.some((saver) => saver.isDirty)) event.preventDefault();
  });
}

// An answer to the office, say, takes the page along: what was typed into the blocks is kept first.
function keepBefore(form, savers) {
  let goesThrough = false;
  form.addEventListener("submit", async (event) => {
    const open = savers.filter((saver) => saver.isDirty || saver.running);
    if (goesThrough || !open.length) return;
    event.preventDefault();
    const button = event.submitter;
    await Promise.all(open.map((saver) => saver.save()));
    goesThrough = true;
    form.requestSubmit(button);
    goesThrough = false;
  });
}

class Saver {
  constructor(page, form) {
    this.page = page;
    this.form = form;
    this.key = `filling:${page.dataset.user}:${page.dataset.application}:${form.dataset.block}`;
    this.state = form.closest("section").querySelector("[data-state]");
    this.isDirty = false;
    this.isPressed = false;
    this.goesThrough = false;
    this.edits = 0;
    this.wait = FIRST_RETRY;
    this.running = null;
  }

  begin(all) {
    this.form.addEventListener("input", () => this.touched());
    this.form.addEventListener("submit", (event) => this.submitted(event, all));
    const copy = kept(this.key);
    if (copy && !this.form.querySelector(".wrong")) {
      offerBack(this.form, copy, () => this.takeBack(copy), () => forget(this.key));
    }
  }

  touched() {
    this.isDirty = true;
    this.edits += 1;
    keep(this.key, valuesOf(this.form), this.form.elements.version.value);
    this.later(PAUSE);
  }

  takeBack(copy) {
    restore(this.form, copy.values);
    this.form.elements.version.value = copy.version;
    this.isDirty = true;
    this.save();
  }

  later(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), time);
  }

  // One request at a time for a block; true when everything that was typed has been kept.
  async save() {
    clearTimeout(this.timer);
    while (this.running) await this.running;
    this.running = this.send();
    const done = await this.running;
    this.running = null;
    return done;
  }

  async send() {
    const edits = this.edits;
    this.say("正在保存…");
    const answer = await this.post();
    if (!answer) return this.retry();
    this.wait = FIRST_RETRY;
    if (answer.type === "opaqueredirect") return this.signIn();
    if (answer.status === 422) return this.refused(await answer.json());
    if (answer.status === 409) return this.stale(answer);
    if (answer.status === 403) return this.renew();
    if (answer.status >= 500 || answer.status === 429) return this.retry();
    if (!answer.ok) return this.stop("没有保存：这份申报现在不能修改，请刷新页面。您填的内容留在本机。");
    return this.saved(await answer.json(), edits);
  }

  async post() {
    try {
      const body = new FormData(this.form);
      return await fetch(this.form.action, { method: "POST", body, headers: MARK, redirect: "manual" });
    } catch {
      return null;
    }
  }

  saved(answer, edits) {
    this.renewed = false;
    this.form.elements.version.value = answer.version;
    clearErrors(this.form);
    this.form.querySelectorAll(".copied").forEach((mark) => mark.remove());
    this.count(answer.left);
    this.say(`已保存 ${answer.saved_at}`);
    document.dispatchEvent(new CustomEvent("saved"));
    if (edits !== this.edits) {
      keep(this.key, valuesOf(this.form), answer.version);
      this.later(PAUSE);
      return false;
    }
    this.isDirty = false;
    forget(this.key);
    return true;
  }

  retry() {
    this.say("没有保存，正在重试", true);
    this.later(this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_RETRY);
    return false;
  }

  refused(answer) {
    const number = showErrors(this.form, answer.errors, this.isPressed);
    return this.stop(`没有保存：有 ${number} 处需要修改`);
  }

  async stale(answer) {
    let found;
    try {
      found = await answer.json();
    } catch {
      return this.stop("没有保存：这份申报刚刚有变动，请刷新页面。您填的内容留在本机。");
    }
    this.form.elements.version.value = found.version;
    if (!found.fields.length) return this.send();
    showVersions(this.form, found, () => this.touched());
    return this.stop("没有保存：同事刚刚保存过，请选择用哪一份");
  }

  // A sign-in in another window gives the browser a new token; the page's own is replaced once before it gives up.
  async renew() {
    if (!this.renewed) {
      this.renewed = true;
      const answer = await readPage(this.page);
      if (answer === "sign-in") return this.signIn();
      if (answer === "ok") return this.send();
    }
    return this.stop("没有保存：这份申报现在不能修改，请刷新页面。您填的内容留在本机。");
  }

  signIn() {
    this.stop("没有保存：登录已失效，请登录");
    signInHere(this.page, () => readPage(this.page)).then(() => this.save());
    return false;
  }

  stop(words) {
    this.say(words, true);
    return false;
  }

  say(words, isWrong = false) {
    this.state.textContent = words;
    this.state.classList.toggle("is-wrong", isWrong);
  }

  count(left) {
    const place = document.querySelector(`[data-nav="${this.form.dataset.block}"] .count`);
    if (place) place.textContent = left;
  }

  // The button sends the page as it always did, but not before everything that was typed is kept.
  async submitted(event, all) {
    if (this.goesThrough) return;
    event.preventDefault();
    const button = event.submitter;
    const open = all.filter((saver) => saver === this || saver.isDirty || saver.running);
    open.forEach((saver) => { saver.isPressed = true; });
    const kept = await Promise.all(open.map((saver) => saver.save()));
    open.forEach((saver) => { saver.isPressed = false; });
    const failed = open[kept.indexOf(false)];
    if (failed) {
      (failed.form.querySelector("[role=alert]") ?? failed.form.closest("section")).focus();
      return;
    }
    this.goesThrough = true;
    this.form.requestSubmit(button);
  }
}

// The page once more, for the token of whoever is signed in now: "ok", "sign-in", "other" person, or "no".
async function readPage(page) {
  try {
    const answer = await fetch(page.dataset.page, { redirect: "manual" });
    if (answer.type === "opaqueredirect") return "sign-in";
    if (!answer.ok) return "no";
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (found.querySelector("[data-filling]").dataset.user !== page.dataset.user) return "other";
    const token = found.querySelector("[data-filling] [name=csrfmiddlewaretoken]").value;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((input) => { input.value = token; });
    return "ok";
  } catch {
    return "no";
  }
}
