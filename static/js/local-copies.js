// Text that did not reach the office stays in this browser, by person, application and block, until it does.
import { isSame } from "./form-values.js";

export function keep(key, values, version) {
  try {
    localStorage.setItem(key, JSON.stringify({ values, version, at: new Date().toISOString() }));
  } catch {
    // A full or forbidden store: the page still holds the text and goes on trying to save it.
  }
}

export function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

// Offers an unsaved copy above the block; a copy that the page shows already is dropped.
export function offerBack(form, copy, take, drop) {
  if (isSame(form, copy.values)) {
    drop();
    return;
  }
  const bar = document.createElement("div");
  const words = document.createElement("span");
  const at = new Date(copy.at).toLocaleString("zh-CN", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" });
  bar.className = "bar is-warning";
  words.textContent = `${at} 在本机填的内容还没有保存。`;
  bar.append(words, button("恢复并保存", () => { bar.remove(); take(); }), button("不要了", () => { bar.remove(); drop(); }));
  form.querySelector("[data-notices]").append(bar);
}

export function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button is-small";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}
