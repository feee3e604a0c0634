/* What the page carries: a list of articles, read at once, and a block for each, read when its article is opened. */

const SAFETIES = ["manual", "unsafe", "safe"];
const SAFETY_WORDS = ["By hand", "Unsafe fix", "Safe fix"];

const index = JSON.parse(document.getElementById("index").textContent);
const blocks = document.getElementsByClassName("block");
const ruleNumbers = new Map(index.rules.map((rule, number) => [rule.name, number]));

index.articles.forEach((article, number) => {
  article.number = number;
  article.total = article.counts.reduce((sum, [, , count]) => sum + count, 0);
  article.place = article.record === null ? article.path : `${article.path}#${article.record}`;
  const rules = article.counts.map(([rule]) => index.rules[rule].name);
  article.searched = [article.place, article.title, article.id ?? "", ...rules].join("\n").toLowerCase();
});

/* Offsets count code points, and a string of JavaScript has two units for those beyond U+FFFF: `points` are what
   offsets count in. */
class Text {
  constructor(text) {
    this.points = Array.from(text);
  }
  slice(start, end) {
    return this.points.slice(start, end).join("");
  }
  get length() {
    return this.points.length;
  }
}

/* Articles stand behind this script: one may be asked for before the browser has read as far, or only half of it. */
function isRead(number) {
  return document.readyState !== "loading" || blocks.length > number + 1;
}

async function load(number) {
  while (!isRead(number)) await new Promise((resolve) => setTimeout(resolve, 20));
  const bytes = Uint8Array.from(atob(JSON.parse(blocks[number].textContent)), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const content = JSON.parse(await new Response(stream).text());
  const safe = (content.safe ?? []).map(asChange);
  return {
    text: new Text(content.text),
    findings: content.findings.map(asFinding),
    safe,
    all: content.unsafe ? content.unsafe.map(asChange) : safe,
    cut: content.cut ?? 0,
    note: content.note,
  };
}

function asFinding([rule, start, end, message, safety, edits], number) {
  return { number, rule, start, end, message, safety, edits };
}

function asChange([start, end, text, rules, safety]) {
  return { start, end, text, rules, safety };
}

function count(number, noun) {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
