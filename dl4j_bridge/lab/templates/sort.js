"use strict";
// Numbers by their size, words by the alphabet, dashes last.
function valueOf(row, column) {
  const text = row.cells[column].textContent.trim();
  const number = parseFloat(text.replace(/^<\s*/, ""));
  return { empty: text === "" || text === "–", number, text };
}
function order(a, b, sign) {
  if (a.empty || b.empty) return a.empty - b.empty;
  const numeric = !Number.isNaN(a.number) && !Number.isNaN(b.number);
  return sign * (numeric ? a.number - b.number : a.text.localeCompare(b.text));
}
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const heading = button.parentElement, table = button.closest("table"), body = table.tBodies[0];
    const ascending = heading.getAttribute("aria-sort") !== "ascending";
    for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const column = heading.cellIndex;
    const rows = [...body.rows].map((row) => ({ row, value: valueOf(row, column) }));
    rows.sort((a, b) => order(a.value, b.value, ascending ? 1 : -1));
    body.append(...rows.map(({ row }) => row));
  });
}
