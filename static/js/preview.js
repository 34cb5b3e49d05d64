// A file opens beside what it proves; Esc closes it, and without scripts the link opens it in a window of its own.
export function showPreviews() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-preview]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.getAttribute("aria-expanded") === "true") close(link);
    else open(link);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const link = document.querySelector('a[data-preview][aria-expanded="true"]');
    if (link) close(link);
  });
}

function open(link) {
  document.querySelectorAll('a[data-preview][aria-expanded="true"]').forEach((other) => close(other));
  const box = document.createElement("div");
  box.className = "preview";
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", `预览：${link.dataset.title}`);
  box.append(head(link), link.dataset.preview === "picture" ? picture(link) : frame(link));
  (link.closest("li") ?? link.closest("section")).append(box);
  link.setAttribute("aria-expanded", "true");
  link.previewBox = box;
  box.querySelector("button").focus();
  box.scrollIntoView({ block: "nearest" });
}

function head(link) {
  const bar = document.createElement("div");
  bar.className = "preview-head";
  const words = document.createElement("b");
  words.textContent = link.dataset.title;
  const apart = document.createElement("a");
  apart.href = link.href;
  apart.target = "_blank";
  apart.rel = "noopener";
  apart.textContent = "在新窗口打开";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button is-small";
  button.textContent = "关闭预览";
  button.addEventListener("click", () => close(link));
  bar.append(words, apart, button);
  return bar;
}

function picture(link) {
  const image = document.createElement("img");
  image.src = link.href;
  image.alt = link.dataset.title;
  return image;
}

function frame(link) {
  const own = document.createElement("iframe");
  own.src = link.href;
  own.title = `预览：${link.dataset.title}`;
  return own;
}

function close(link) {
  link.previewBox?.remove();
  link.setAttribute("aria-expanded", "false");
  link.focus();
}
