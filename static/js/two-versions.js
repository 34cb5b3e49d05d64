// A colleague saved the same block: both texts of each field stand side by side, and the person chooses.
import { button } from "./local-copies.js";
import { restore, valuesOf } from "./form-values.js";

export function showVersions(form, found, chosen) {
  const place = form.querySelector("[data-notices]");
  place.querySelector(".versions")?.remove();
  const panel = document.createElement("div");
  const heading = document.createElement("p");
  const rows = document.createElement("dl");
  panel.className = "versions";
  panel.tabIndex = -1;
  panel.setAttribute("role", "alert");
  heading.textContent = found.message;
  panel.append(heading, rows);
  const mine = valuesOf(form);
  found.fields.forEach((field) => rows.append(row(form, field, mine, (line) => {
    line.remove();
    if (rows.children.length) return;
    panel.remove();
    chosen();
  })));
  place.append(panel);
  panel.focus();
}

function row(form, field, mine, done) {
  const line = document.createElement("div");
  line.append(
    pair("dt", field.label),
    pair("dd", `我填的：${said(form, field.name, mine[field.name] ?? [])}`),
    pair("dd", `已保存的：${field.saved}`),
  );
  const choice = document.createElement("dd");
  const name = field.label;
  const own = button("用我的", () => done(line));
  const saved = button("用已保存的", () => { restore(form, { [field.name]: field.values }); done(line); });
  own.setAttribute("aria-label", `${name}：用我的`);
  saved.setAttribute("aria-label", `${name}：用已保存的`);
  choice.append(own, " ", saved);
  line.append(choice);
  return line;
}

function pair(kind, words) {
  const made = document.createElement(kind);
  made.textContent = words;
  return made;
}

function said(form, name, values) {
  if (!values.length) return "（空）";
  if (values[0] === "on") return "已勾选";
  const boxes = [...form.querySelectorAll(`[name="${name}"]`)];
  const words = values.map((value) => {
    const box = boxes.find((each) => each.type === "checkbox" && each.value === value);
    const option = boxes[0]?.options && [...boxes[0].options].find((each) => each.value === value);
    return box?.closest("label")?.textContent.trim() ?? option?.textContent ?? value;
  });
  return words.join("、");
}
