// The summary of what is wrong takes the focus, so that a screen reader begins there.
export function focusErrors() {
  document.querySelector("[data-errors]")?.focus();
}
