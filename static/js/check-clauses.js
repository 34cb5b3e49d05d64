// The desk on which a reading is held against its source: the lines of the clause in hand are marked and in sight at
// the left, and a person needs no mouse. Without this module Tab, Enter and the links to the lines do the same.
const TYPING = "input, textarea, select, [contenteditable]";

class Desk {
  constructor(root) {
    this.source = root.querySelector("[data-source]");
    this.lines = [...this.source.querySelectorAll("li")];
    this.cards = [...root.querySelectorAll("[data-clause]")];
    this.current = null;
    root.querySelectorAll("[data-keys]").forEach((each) => { each.hidden = false; });
    this.cards.forEach((card) => card.addEventListener("focusin", () => this.take(card)));
    document.addEventListener("keydown", (event) => this.press(event));
    const open = this.cards.find((card) => card.contains(document.activeElement)) ?? this.cards[0];
    if (open) this.take(open);
  }

  take(card) {
    if (card === this.current) return;
    this.current?.classList.remove("is-in-hand");
    this.current = card;
    card.classList.add("is-in-hand");
    const first = Number(card.dataset.first), last = Number(card.dataset.last);
    let top = null;
    this.lines.forEach((line) => {
      const isMarked = line.value >= first && line.value <= last;
      line.classList.toggle("is-marked", isMarked);
      if (isMarked && !top) top = line;
    });
    // Only the source moves; the page stays where the person is.
    if (top) this.source.scrollTop = top.offsetTop - this.source.clientHeight / 4;
  }

  press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const at = document.activeElement;
    if (event.key === "Escape" && this.current?.contains(at)) this.leave(event);
    if (at?.matches(TYPING) || !this.current) return;
    const isFree = at === document.body || this.current.contains(at);
    if (!isFree) return;
    const does = {
      ArrowDown: () => this.step(1),
      ArrowUp: () => this.step(-1),
      e: () => this.mend(),
      j: () => this.send("join"),
      Enter: at === document.body ? () => this.send("confirm") : null,
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!does) return;
    event.preventDefault();
    does();
  }

  step(by) {
    const next = this.cards[this.cards.indexOf(this.current) + by];
    if (!next) return;
    (next.querySelector("form[data-does=confirm] button") ?? next).focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  mend() {
    const part = this.current.querySelector("details[data-does=mend]");
    part.open = true;
    (part.querySelector("[aria-invalid=true]") ?? part.querySelector("textarea")).focus();
  }

  // Out of a field, back to the button of the clause; what was typed stays.
  leave(event) {
    event.preventDefault();
    (this.current.querySelector("form[data-does=confirm] button") ?? this.current).focus();
  }

  send(what) {
    this.current.querySelector(`form[data-does=${what}]`)?.requestSubmit();
  }
}

export function checkClauses() {
  document.querySelectorAll("[data-checking]").forEach((root) => new Desk(root));
}
