/* One article: its text with every defect marked, the explanations beside it, and what fixing makes of it. */

const VIEWS = [["defects", "Defects"], ["safe", "Safe fixes"], ["all", "All fixes"]];
let open = null;

/* Characters that only one of the two ways of writing Chinese has: a browser chooses its letters by the language. */
const TRADITIONAL = /[\u9019\u500b\u5011\u4f86\u8aaa\u6642\u6703\u5c0d\u570b\u5b78\u70ba\u9ede]/gu;
const SIMPLIFIED = /[\u8fd9\u4e2a\u4eec\u6765\u8bf4\u65f6\u4f1a\u5bf9\u56fd\u5b66\u4e3a\u70b9]/gu;

function language(text) {
  const start = text.slice(0, 4000);
  if (/[\u3040-\u30ff]/u.test(start)) return "ja";
  if (/[\uac00-\ud7af]/u.test(start)) return "ko";
  if (!/\p{Script=Han}/u.test(start)) return null;
  const isTraditional = (start.match(TRADITIONAL) ?? []).length > (start.match(SIMPLIFIED) ?? []).length;
  return isTraditional ? "zh-Hant" : "zh-Hans";
}

async function openArticle(number) {
  const article = index.articles[number];
  const view = field("article");
  if (!article) return false;
  open = { article, view: open?.view ?? "defects", current: -1, all: false };
  view.replaceChildren(element("p", { class: "note", text: "Opening \u2026" }));
  document.body.classList.add("reading");
  field("overview").hidden = true;
  view.hidden = false;
  try {
    open.content = await load(number);
  } catch (error) {
    view.replaceChildren(element("p", { class: "note", text: `This article cannot be opened: ${error.message}` }));
    return true;
  }
  if (open?.article === article) draw();
  return true;
}

function closeArticle() {
  const number = open?.article.number;
  open = null;
  document.body.classList.remove("reading");
  field("article").hidden = true;
  field("article").replaceChildren();
  field("overview").hidden = false;
  field("list")?.querySelector(`a[href="#article=${number}"]`)?.focus();
}

function draw() {
  const { article, content } = open;
  const title = show(element("h1", { tabindex: "-1", lang: language(content.text) }), article.title || article.place, { isLast: false });
  const where = element("p", { class: "where" }, shown("bdi", article.place, { class: "path" }));
  if (article.id !== null) where.append(" ", shown("bdi", article.id, { class: "id" }));
  where.append(` \u00b7 ${count(article.length, "character")} \u00b7 ${count(article.total, "defect")}`);
  const tabs = element("div", { class: "views", role: "radiogroup", "aria-label": "What to see" });
  for (const [name, words] of VIEWS) {
    const number = { defects: content.findings.length, safe: content.safe.length, all: content.all.length }[name];
    const input = element("input", { type: "radio", name: "view", value: name });
    input.checked = open.view === name;
    input.addEventListener("change", () => setView(name));
    tabs.append(element("label", {}, input, element("span", { text: words }), element("b", { text: number.toLocaleString("en") })));
  }
  const place = matching.indexOf(article);
  const step = (words, offset, key) => {
    const other = place < 0 ? undefined : matching[place + offset];
    const button = element("button", { type: "button", class: "step", text: words, disabled: !other, "aria-keyshortcuts": key });
    button.addEventListener("click", () => stepArticle(offset));
    return button;
  };
  const steps = element("nav", { class: "steps", "aria-label": "Articles" }, element("a", { href: "#", class: "back", text: "\u2190 All articles" }), step("Previous", -1, "p"), step("Next", 1, "n"));
  const body = element("div", { id: "body" });
  field("article").replaceChildren(steps, element("header", { class: "heading" }, title, where, tabs), body);
  drawBody();
  scrollTo(0, 0);
  title.focus({ preventScroll: true });
}

function setView(name) {
  open.view = name;
  for (const input of field("article").querySelectorAll("input[name=view]")) input.checked = input.value === name;
  drawBody();
}

function drawBody() {
  const { content, view, article } = open;
  const parts = [];
  if (content.note) parts.push(shown("p", content.note, { class: "note" }));
  if (content.cut) parts.push(element("p", { class: "note", text: `The text goes on for ${count(content.cut, "character")} that this page does not hold.` }));
  const tongue = language(content.text);
  if (view === "defects") parts.push(reading(content, article, tongue));
  else {
    const changes = view === "safe" ? content.safe : content.all;
    const unsafe = changes.filter((change) => change.safety < 2).length;
    const words = changes.length
      ? `${count(changes.length, "change")}${view === "all" ? `, of which ${unsafe.toLocaleString("en")} unsafe: visible text goes or changes by judgement` : ": no word or sign is lost"}.`
      : `${view === "all" ? "There are no fixes" : "There are no safe fixes"} for this article.`;
    const legend = element("p", { class: "note legend-line" }, words);
    if (view === "all" && unsafe) legend.append(" ", element("ins", { class: "safe", text: "safe" }), " ", element("ins", { class: "unsafe", text: "unsafe" }));
    parts.push(legend, comparison(content.text, changes, tongue));
  }
  field("body").replaceChildren(...parts);
}

/* The reading view. */
function reading(content, article, tongue) {
  const wanted = open.all ? content.findings : content.findings.filter((finding) => isWanted(finding.rule, finding.safety));
  open.wanted = wanted;
  open.current = -1;
  const text = element("article", { class: "text reading-text", lang: tongue, "aria-label": "The text, with its defects marked" });
  marked(text, content.text, wanted);
  const list = element("ol", { class: "cards" }, ...wanted.map(card));
  const hiddenCount = content.findings.length - wanted.length;
  const aside = element("aside", { "aria-label": "Defects" });
  if (hiddenCount) {
    const all = element("button", { type: "button", class: "fold", text: `Show the ${hiddenCount} that the filters hide` });
    all.addEventListener("click", () => {
      open.all = true;
      drawBody();
    });
    aside.append(all);
  }
  const unmarked = article.total - content.findings.length;
  if (unmarked > 0) aside.append(element("p", { class: "note", text: `${count(unmarked, "defect")} more, not marked here.` }));
  aside.append(list);
  text.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-findings]");
    if (!mark) return;
    const numbers = mark.dataset.findings.split(" ").map(Number);
    const next = numbers[(numbers.indexOf(open.current) + 1) % numbers.length];
    select(next, "card");
  });
  return element("div", { class: "reading-view" }, text, aside);
}

/* Cut the text where a finding begins or ends; findings may overlap. */
function marked(parent, text, findings) {
  const starts = new Map();
  const places = new Set([0, text.length]);
  findings.forEach((finding, number) => {
    const start = Math.min(finding.start, text.length);
    starts.set(start, [...(starts.get(start) ?? []), number]);
    places.add(start).add(Math.min(finding.end, text.length));
  });
  const sorted = [...places].sort((a, b) => a - b);
  let active = [];
  sorted.forEach((place, turn) => {
    active = active.filter((number) => findings[number].end > place);
    for (const number of starts.get(place) ?? []) {
      if (findings[number].end > place) active.push(number);
      else parent.append(mark([number], findings, "\u2038"));
    }
    const stop = sorted[turn + 1];
    if (stop === undefined) return;
    const part = text.slice(place, stop);
    if (active.length) parent.append(mark(active, findings, part));
    else show(parent, part, { isLast: stop === text.length });
  });
}

function mark(numbers, findings, text) {
  const least = Math.min(...numbers.map((number) => findings[number].safety));
  const words = numbers.map((number) => `${number + 1} ${findings[number].rule}: ${findings[number].message}`).join("\n");
  const isPlace = text === "\u2038";
  const form = isPlace ? " place" : text.trim().includes("\n") ? " lines" : "";
  const made = element("mark", { class: `${SAFETIES[least]}${form}`, title: plain(words.replaceAll("\n", "; ")), "data-findings": numbers.join(" ") });
  if (isPlace) made.append(element("span", { "aria-hidden": "true", text }));
  else show(made, text, { spaces: true });
  return made;
}

function card(finding, number) {
  const rule = index.rules[ruleNumbers.get(finding.rule)] ?? { summary: "", text: "", stage: "" };
  const head = element("button", { type: "button", class: "head" },
    element("span", { class: "number", text: number + 1 }), element("b", { text: finding.rule }), badge(finding.safety));
  head.addEventListener("click", () => select(number, "text"));
  const made = element("li", { class: `card ${SAFETIES[finding.safety]}`, "data-number": number }, head, shown("p", finding.message, { class: "message" }));
  return made;
}

function badge(safety) {
  return element("span", { class: `badge ${SAFETIES[safety]}` }, element("i", { class: `key ${SAFETIES[safety]}` }), SAFETY_WORDS[safety]);
}

/* A paragraph of a rule's documentation, where code stands in two backticks. */
function prose(paragraph) {
  const parts = paragraph.replaceAll("\n", " ").split(/``([^`]+)``/);
  return element("p", {}, ...parts.map((part, number) => (number % 2 ? element("code", { text: part }) : part)));
}

/* What is told of a defect when it is chosen. */
function details(finding) {
  const rule = index.rules[ruleNumbers.get(finding.rule)];
  const made = element("div", { class: "details" });
  if (rule) {
    for (const paragraph of [rule.summary, ...rule.text.split("\n\n")].filter(Boolean)) made.append(prose(paragraph));
  }
  if (!finding.edits.length) made.append(element("p", { class: "note", text: finding.safety ? "The fix changes how the text is stored." : "No fix: only a person can tell what the text should be." }));
  for (const [start, end, text] of finding.edits.slice(0, 5)) {
    const before = open.content.text.slice(start, Math.min(end, start + 300)) + (end - start > 300 ? "\u2026" : "");
    const line = element("p", { class: "edit" });
    if (before) line.append(show(element("del", { class: SAFETIES[finding.safety] }), before, { spaces: true }));
    if (before && text) line.append(" \u2192 ");
    if (text) line.append(show(element("ins", { class: SAFETIES[finding.safety] }), text.slice(0, 300), { spaces: true }));
    if (!text) line.append(" goes");
    made.append(line);
  }
  if (finding.edits.length > 5) made.append(element("p", { class: "note", text: `and ${finding.edits.length - 5} more edits` }));
  return made;
}

/* Choose a defect; `target` says what to bring into view: its text, its card, or both. */
function select(number, target = "both") {
  const view = field("body");
  const finding = open.wanted[number];
  if (!finding) return;
  open.current = number;
  view.querySelector(".details")?.remove();
  for (const old of view.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
  const marks = [...view.querySelectorAll("mark")].filter((mark) => mark.dataset.findings.split(" ").includes(String(number)));
  for (const mark of marks) mark.setAttribute("aria-current", "true");
  const own = view.querySelector(`[data-number="${number}"]`);
  own.setAttribute("aria-current", "true");
  own.append(details(finding));
  if (target !== "card") marks[0]?.scrollIntoView({ block: "center" });
  if (target !== "text") own.querySelector(".head").focus({ preventScroll: true });
  showCard(own);
  // Cards that were not seen yet have a height that is guessed: with the real ones the place may be another.
  requestAnimationFrame(() => own.isConnected && showCard(own));
}

function showCard(card) {
  const list = card.closest("aside");
  list.scrollTop += card.getBoundingClientRect().top - list.getBoundingClientRect().top - 12;
}

function stepArticle(offset) {
  const other = matching[matching.indexOf(open.article) + offset];
  if (other) location.hash = `article=${other.number}`;
}

function stepDefect(offset) {
  if (open.view === "defects") {
    select(Math.max(0, Math.min(open.current + offset, open.wanted.length - 1)));
    return;
  }
  const changes = [...field("body").querySelectorAll(".changed")];
  const current = changes.findIndex((row) => row.hasAttribute("aria-current"));
  changes[current]?.removeAttribute("aria-current");
  const next = changes[Math.max(0, Math.min(current + offset, changes.length - 1))];
  next?.setAttribute("aria-current", "true");
  next?.scrollIntoView({ block: "center" });
}
