// What stands in a form, by name, and putting it back.
const APART = new Set(["csrfmiddlewaretoken", "version", "leave"]);

export function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && field.type !== "submit" && !APART.has(field.name));
}

export function valuesOf(form) {
  const values = {};
  fieldsOf(form).forEach((field) => {
    values[field.name] ??= [];
    const counts = field.type === "checkbox" ? field.checked : field.value !== "";
    if (counts) values[field.name].push(field.value);
  });
  return values;
}

export function restore(form, values) {
  fieldsOf(form).forEach((field) => {
    const wanted = values[field.name];
    if (!wanted) return;
    if (field.type === "checkbox") field.checked = wanted.includes(field.value);
    else field.value = wanted[0] ?? "";
  });
}

export function isSame(form, values) {
  const now = valuesOf(form);
  return Object.keys(values).every((name) => JSON.stringify(values[name]) === JSON.stringify(now[name] ?? []));
}
