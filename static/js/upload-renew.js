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
    if (fresh && !old.querySelector("[data-going], [data-failed]")) replace(old, document.adoptNode(fresh));
  });
  const waiting = page.querySelector("#unfinished-uploads");
  const still = found.querySelector("#unfinished-uploads");
  if (waiting && still) waiting.replaceWith(document.adoptNode(still));
  else waiting?.remove();
}

// A form that goes with its list leaves behind what it had to say, and the keyboard where it was said.
function replace(old, fresh) {
  const words = [...old.querySelectorAll(".upload-list .is-done .upload-words")].map((each) => each.textContent);
  const hadFocus = old.contains(document.activeElement);
  old.replaceWith(fresh);
  if (!words.length) return;
  const bar = document.createElement("p");
  bar.className = "bar small";
  bar.setAttribute("role", "status");
  bar.tabIndex = -1;
  fresh.prepend(bar);
  bar.textContent = words.join("");
  if (hadFocus) bar.focus();
}
