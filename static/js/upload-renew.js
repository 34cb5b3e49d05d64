// After an upload the lists are read anew; what is being typed or sent elsewhere on the page stays.
export async function renew(page) {
  let found;
  try {
    const answer = await fetch(page.dataset.page, { redirect: "manual" });
    if (!answer.ok) return;
    found = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return;
  }
  page.querySelectorAll("[data-renewed]").forEach((old) => {
    const fresh = found.querySelector(`[data-renewed="${old.dataset.renewed}"]`);
    // A form that is still sending, or has something to say, is not taken away.
    if (fresh && !old.querySelector("[data-going], [data-failed]")) old.replaceWith(document.adoptNode(fresh));
  });
  const waiting = page.querySelector("#unfinished-uploads");
  const still = found.querySelector("#unfinished-uploads");
  if (waiting && still) waiting.replaceWith(document.adoptNode(still));
  else waiting?.remove();
}
