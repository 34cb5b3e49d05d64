// What does not hold is named under its field, in the same way as on a page that came back.
const SCRIPTED = "data-scripted";

export function clearErrors(form) {
  form.querySelectorAll(".wrong, .errors").forEach((each) => each.remove());
  form.querySelectorAll("[aria-invalid]").forEach((field) => {
    field.removeAttribute("aria-invalid");
    if (field.hasAttribute(SCRIPTED)) field.removeAttribute("aria-describedby");
  });
}

// Returns how many fields are wrong; `isAsked` when a button was pressed: then a summary stands above the fields.
export function showErrors(form, errors, isAsked) {
  clearErrors(form);
  const names = Object.keys(errors);
  names.forEach((name) => {
    const field = fieldNamed(form, name);
    const place = field?.closest("td, .control") ?? form.querySelector("[data-notices]");
    const note = said("span", errors[name].join(" "));
    note.className = "wrong";
    note.id = `${form.dataset.block}_${name}_error`;
    place.append(note);
    if (!field) return;
    field.setAttribute("aria-invalid", "true");
    if (field.hasAttribute("aria-describedby")) return;
    field.setAttribute(SCRIPTED, "");
    field.setAttribute("aria-describedby", note.id);
  });
  if (isAsked) summarise(form, errors);
  return names.length;
}

function summarise(form, errors) {
  const box = document.createElement("div");
  const list = document.createElement("ul");
  box.className = "errors";
  box.tabIndex = -1;
  box.setAttribute("role", "alert");
  box.append(said("h2", "有几处需要修改，已填内容都还在"), list);
  Object.keys(errors).forEach((name) => {
    const line = document.createElement("li");
    const field = fieldNamed(form, name);
    const link = said("a", form.querySelector(`label[for="${field?.id}"]`)?.textContent ?? form.dataset.title);
    link.href = `#${field?.id}`;
    line.append(link, `：${errors[name].join(" ")}`);
    list.append(line);
  });
  form.querySelector("[data-notices]").append(box);
}

function fieldNamed(form, name) {
  const found = form.elements[name];
  return found instanceof Element ? found : found?.[0];
}

function said(kind, words) {
  const made = document.createElement(kind);
  made.textContent = words;
  return made;
}
