// Files that are dropped on a criterion are chosen in its form, as if they had been picked.
const OVER = "is-over";

export function gripped(page) {
  const section = (event) => event.target.closest?.(".evidence-section");
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  page.addEventListener("dragover", (event) => {
    const place = section(event);
    if (!place || !hasFiles(event)) return;
    event.preventDefault();
    place.classList.add(OVER);
  });
  page.addEventListener("dragleave", (event) => {
    const place = section(event);
    if (place && !place.contains(event.relatedTarget)) place.classList.remove(OVER);
  });
  page.addEventListener("drop", (event) => {
    const place = section(event);
    if (!place || !hasFiles(event)) return;
    event.preventDefault();
    place.classList.remove(OVER);
    choose(place, event.dataTransfer);
  });
}

function choose(place, transfer) {
  const own = place.querySelector(":scope > .body > details");
  own.open = true;
  const input = own.querySelector("input[type=file]");
  input.files = transfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  own.querySelector(".form-end .button").focus();
}
