/* The list of articles, with its filters; the charts above it are in the page already. */

const PER_TURN = 100;
const field = (id) => document.getElementById(id);
const filter = { search: "", rule: "", folder: "", safety: "", stage: "", order: "defects" };
let matching = [];
let drawn = 0;
let chosen = 0;

function fillFilters() {
  for (const [number, rule] of index.rules.entries()) field("rule").append(element("option", { value: number, text: rule.name }));
  const stages = [...new Set(index.rules.map((rule) => rule.stage))];
  const group = element("optgroup", { label: "Stages" });
  for (const stage of stages) group.append(element("option", { value: `stage:${stage}`, text: `${stage} (stage)` }));
  field("rule").append(group);
  const folders = [...new Set(index.articles.map((article) => article.folder))].sort();
  for (const folder of folders) field("folder").append(element("option", { value: folder, text: plain(withoutPrefix(folder)) }));
}

/* A name for where no chips can stand. */
function plain(text) {
  return text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => `<${codePoint(character)}>`);
}

/* What all folders begin with tells nothing, and leaves no room for the rest. */
function withoutPrefix(path) {
  return path.startsWith(index.prefix) ? path.slice(index.prefix.length) : path;
}

/* Tell whether a finding, by rule name and safety, is one that the filters ask for. */
function isWanted(ruleName, safety) {
  const rule = index.rules[ruleNumbers.get(ruleName)];
  return (
    (filter.rule === "" || ruleNumbers.get(ruleName) === Number(filter.rule)) &&
    (filter.stage === "" || rule?.stage === filter.stage) &&
    (filter.safety === "" || safety === Number(filter.safety))
  );
}

function isNarrowed() {
  return filter.rule !== "" || filter.stage !== "" || filter.safety !== "";
}

function applyFilters() {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  matching = [];
  for (const article of index.articles) {
    if (filter.folder !== "" && article.folder !== filter.folder) continue;
    if (!words.every((word) => article.searched.includes(word))) continue;
    article.shown = isNarrowed()
      ? article.counts.reduce((sum, [rule, safety, count]) => sum + (isWanted(index.rules[rule].name, safety) ? count : 0), 0)
      : article.total;
    if (article.shown) matching.push(article);
  }
  const orders = {
    defects: (a, b) => b.shown - a.shown || a.number - b.number,
    density: (a, b) => b.shown / (b.length || 1) - a.shown / (a.length || 1) || a.number - b.number,
    path: (a, b) => a.number - b.number,
  };
  matching.sort(orders[filter.order]);
  chosen = 0;
  drawn = 0;
  field("list").replaceChildren();
  const defects = matching.reduce((sum, article) => sum + article.shown, 0);
  field("count").textContent = matching.length
    ? `${count(matching.length, "article")}, ${count(defects, "defect")}`
    : "No article matches. Clear a filter to see more.";
  drawMore();
  markCharts();
}

function drawMore() {
  const most = Math.max(1, ...matching.slice(0, 1000).map((article) => article.shown));
  const items = matching.slice(drawn, drawn + PER_TURN).map((article) => row(article, most));
  field("list").append(...items);
  drawn += items.length;
  field("more").hidden = drawn >= matching.length;
  field("more").textContent = `Show ${Math.min(PER_TURN, matching.length - drawn)} more of ${matching.length - drawn}`;
}

function row(article, most) {
  const bySafety = [0, 0, 0];
  for (const [rule, safety, count] of article.counts) {
    if (!isNarrowed() || isWanted(index.rules[rule].name, safety)) bySafety[safety] += count;
  }
  const link = element("a", { href: `#article=${article.number}`, class: "row" });
  const title = element("span", { class: "title" });
  if (article.title) show(title, article.title, { isLast: false });
  else title.append(element("em", { text: "without text" }));
  const place = shown("bdi", withoutPrefix(article.place), { class: "path", title: plain(article.place) });
  const where = element("span", { class: "where" }, place);
  if (article.id !== null) where.append(" ", shown("bdi", article.id, { class: "id" }));
  const words = [2, 1, 0].filter((safety) => bySafety[safety]).map((safety) => `${bySafety[safety]} ${SAFETY_WORDS[safety].toLowerCase()}`);
  link.append(
    element("span", { class: "figure", text: article.shown.toLocaleString("en") }),
    element("span", { class: "what" }, title, where),
    bar(bySafety, most),
    element("span", { class: "hidden", text: `: ${words.join(", ")}` }),
  );
  return element("li", {}, link);
}

function bar(bySafety, most) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "bar");
  svg.setAttribute("aria-hidden", "true");
  let done = 0;
  for (const safety of [2, 1, 0]) {
    if (!bySafety[safety]) continue;
    const part = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    part.setAttribute("class", SAFETIES[safety]);
    part.setAttribute("x", `${(100 * done) / most}%`);
    part.setAttribute("width", `${(100 * bySafety[safety]) / most}%`);
    part.setAttribute("height", "100%");
    svg.append(part);
    done += bySafety[safety];
  }
  return svg;
}

function markCharts() {
  for (const button of document.querySelectorAll(".chart button")) {
    const { rule, stage, folder } = button.dataset;
    const isOn =
      (rule !== undefined && filter.rule !== "" && index.rules[filter.rule].name === rule) ||
      (stage !== undefined && filter.stage === stage) ||
      (folder !== undefined && filter.folder === index.folders[folder]);
    button.setAttribute("aria-pressed", isOn);
  }
}

/* A click on a line of a chart sets the filter, a second one clears it. */
function filterByChart(button) {
  const isOn = button.getAttribute("aria-pressed") === "true";
  const { rule, stage, folder } = button.dataset;
  if (folder !== undefined) {
    const name = index.folders[folder];
    field("folder").value = isOn || ![...field("folder").options].some((option) => option.value === name) ? "" : name;
  } else if (rule !== undefined) field("rule").value = isOn ? "" : ruleNumbers.get(rule);
  else field("rule").value = isOn ? "" : `stage:${stage}`;
  readFilters();
  if (!isOn) field("articles").scrollIntoView();
}

function readFilters() {
  const rule = field("rule").value;
  filter.stage = rule.startsWith("stage:") ? rule.slice(6) : "";
  filter.rule = filter.stage ? "" : rule;
  for (const name of ["search", "folder", "safety", "order"]) filter[name] = field(name).value;
  applyFilters();
}

/* Move the focus along the list. */
function choose(step) {
  const links = field("list").querySelectorAll("a");
  const current = [...links].indexOf(document.activeElement);
  const next = current < 0 ? (step > 0 ? 0 : links.length - 1) : current + step;
  if (next >= links.length && !field("more").hidden) {
    drawMore();
    choose(step);
    return;
  }
  links[Math.max(0, Math.min(next, links.length - 1))]?.focus();
}

function startOverview() {
  if (!field("articles")) return;
  fillFilters();
  for (const name of ["rule", "folder", "safety", "order"]) field(name).addEventListener("change", readFilters);
  field("search").addEventListener("input", readFilters);
  document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
  field("more").addEventListener("click", drawMore);
  for (const button of document.querySelectorAll(".chart button")) button.addEventListener("click", () => filterByChart(button));
  for (const button of document.querySelectorAll(".unfold")) {
    button.addEventListener("click", () => {
      const isOpen = field(button.dataset.table).classList.toggle("all");
      button.setAttribute("aria-expanded", isOpen);
    });
  }
  readFilters();
}
