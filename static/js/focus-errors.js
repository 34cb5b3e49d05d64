// The summary of what is wrong takes the focus, so that a screen reader begins there; specimens in the gallery stay quiet.
export function focusErrors() {
  document.querySelector("[data-errors]:not([data-specimen] *)")?.focus();
}
