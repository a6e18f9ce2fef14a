/**
 * The report's one script: search and filter of findings and of resources. It reads what the page holds and changes
 * only which rows are hidden.
 */
export const SCRIPT = `
"use strict";
for (const tools of document.querySelectorAll("[data-filters]")) {
  const rows = [...document.querySelectorAll(tools.dataset.filters)];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const search = tools.querySelector("input");
  const level = tools.querySelector("select");
  const count = tools.querySelector("[role=status]");
  const show = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, index) => {
      const fits = words.every((word) => texts[index].includes(word)) && (!level || !level.value || row.dataset.level === level.value);
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    count.textContent = shown + " of " + rows.length + " shown";
  };
  search.addEventListener("input", show);
  if (level) level.addEventListener("change", show);
  show();
  tools.hidden = false;
}
`;
