/* The text before and after fixing, side by side: a row ends at each line end that both have. */

const AROUND = 2;

function compare(text, changes) {
  const rows = [];
  let row = { before: [], after: [], isChanged: false };
  // `only` names the side that has a line here, if the other has none.
  const end = (only = null) => {
    rows.push({ ...row, only });
    row = { before: [], after: [], isChanged: false };
  };
  const keep = (start, stop) => {
    const lines = text.slice(start, stop).split("\n");
    lines.forEach((line, number) => {
      if (number) end();
      if (line) {
        row.before.push({ text: line });
        row.after.push({ text: line });
      }
    });
  };
  let position = 0;
  for (const change of changes) {
    keep(position, change.start);
    row.isChanged = true;
    const removed = text.slice(change.start, change.end);
    if (removed) row.before.push({ text: removed, change });
    if (change.text) row.after.push({ text: change.text, change });
    else row.after.push({ text: "", change });
    position = change.end;
    // Where fixing changes line ends, the rows end too: else blank lines would make one row of the whole text.
    const last = (parts) => parts.findLast((part) => part.text)?.text ?? "";
    const [before, after] = [last(row.before), last(row.after)];
    if (before.endsWith("\n") && after.endsWith("\n")) end();
    else if (before.endsWith("\n") && !after) end("before");
    else if (after.endsWith("\n") && !before) end("after");
  }
  keep(position, text.length);
  end();
  return rows;
}

/* Rows without a change are folded, but for a few round each that has one. */
function folded(rows) {
  const isNear = rows.map(() => false);
  rows.forEach((row, number) => {
    if (row.isChanged) isNear.fill(true, Math.max(0, number - AROUND), number + AROUND + 1);
  });
  const groups = [];
  rows.forEach((row, number) => {
    const last = groups.at(-1);
    if (last && last.isNear === isNear[number]) last.rows.push(row);
    else groups.push({ isNear: isNear[number], rows: [row] });
  });
  return groups;
}

function comparison(text, changes, language) {
  const table = element("div", { class: "comparison", lang: language, role: "table", "aria-label": "Text before and after fixing" });
  table.append(
    element("div", { class: "pair head", role: "row" },
      element("div", { role: "columnheader", text: "Before" }), element("div", { role: "columnheader", text: "After" })),
  );
  for (const group of folded(compare(text, changes))) {
    if (group.isNear || group.rows.length <= 3) {
      table.append(...group.rows.map(pair));
      continue;
    }
    const button = element("button", { type: "button", class: "fold", text: `${count(group.rows.length, "line")} without a change` });
    const whole = element("div", { role: "rowgroup" }, button);
    button.addEventListener("click", () => whole.replaceWith(...group.rows.map(pair)));
    table.append(whole);
  }
  return table;
}

function pair(row) {
  const cell = (parts, name) => {
    const made = element("div", { class: `${name} text`, role: "cell" });
    if (row.isChanged) made.append(element("span", { class: "side", text: name === "before" ? "Before" : "After" }));
    parts.forEach((part, number) => {
      const isLast = number === parts.length - 1;
      if (part.change) made.append(changed(part, name));
      else show(made, part.text, { isLast });
    });
    return made;
  };
  return element("div", { class: row.isChanged ? "pair changed" : "pair", role: "row", "data-only": row.only }, cell(row.before, "before"), cell(row.after, "after"));
}

function changed(part, side) {
  const { rules, safety } = part.change;
  const words = `${SAFETY_WORDS[safety]}: ${rules.join(", ")}`;
  if (side === "after" && !part.text) return element("span", { class: `gap ${SAFETIES[safety]}`, title: `${words} took something away here`, "aria-label": "removed" });
  const made = element(side === "before" ? "del" : "ins", { class: SAFETIES[safety], title: words });
  return show(made, part.text, { spaces: true });
}
