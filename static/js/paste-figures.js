// A row or a table copied out of a spreadsheet fills the cells to the right and below.
export function pasteFigures() {
  document.querySelectorAll("table.figures").forEach((table) => {
    table.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text/plain").replace(/[\r\n]+$/, "") ?? "";
      if (!/[\t\n]/.test(text) || !event.target.matches("input")) return;
      event.preventDefault();
      const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input")]);
      const top = rows.findIndex((row) => row.includes(event.target));
      const left = rows[top].indexOf(event.target);
      text.split(/\r?\n/).forEach((line, down) => line.split("\t").forEach((cell, right) => {
        const input = rows[top + down]?.[left + right];
        if (input) input.value = cell.trim();
      }));
      event.target.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
}
