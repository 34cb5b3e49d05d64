// Says every twenty seconds in which block somebody types, and shows where the colleagues do.
const EVERY = 20000;

export function showColleagues() {
  const page = document.querySelector("[data-filling]");
  if (!page) return;
  let last = null;
  page.addEventListener("focusin", (event) => {
    const form = event.target.closest("form[data-block]");
    if (!form || form === last) return;
    last = form;
    tell(page, form);
  });
  setInterval(() => { if (last && !document.hidden) tell(page, last); }, EVERY);
}

async function tell(page, form) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(form.dataset.presence, {
      method: "POST", body, headers: { "X-Requested-With": "XMLHttpRequest" }, redirect: "manual",
    });
    if (answer.ok) show(page, (await answer.json()).people);
  } catch {
    // Without a line nobody can be seen; saving says so itself.
  }
}

function show(page, people) {
  page.querySelectorAll("form[data-block]").forEach((form) => {
    const names = people[form.dataset.block] ?? [];
    form.closest("section").querySelector("[data-people]").textContent = names.length ? `${names.join("、")} 正在填写` : "";
  });
}
