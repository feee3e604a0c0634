/* What is seen follows the address, so that a browser's own way back works; keys; colours. */

async function follow() {
  const number = /^#article=(\d+)$/.exec(location.hash)?.[1];
  if (number !== undefined && (await openArticle(Number(number)))) return;
  if (open) closeArticle();
}

const THEMES = [["", "as the system"], ["light", "light"], ["dark", "dark"]];

function nextTheme() {
  const current = THEMES.findIndex(([name]) => name === (document.documentElement.dataset.theme ?? ""));
  const [name, words] = THEMES[(current + 1) % THEMES.length];
  if (name) document.documentElement.dataset.theme = name;
  else delete document.documentElement.dataset.theme;
  field("theme").setAttribute("aria-label", `Colours: ${words}`);
}

const KEYS = {
  "/": () => open || field("search")?.focus(),
  "?": () => field("help").showModal(),
  j: () => (open ? stepDefect(1) : choose(1)),
  k: () => (open ? stepDefect(-1) : choose(-1)),
  n: () => open && stepArticle(1),
  p: () => open && stepArticle(-1),
  1: () => open && setView("defects"),
  2: () => open && setView("safe"),
  3: () => open && setView("all"),
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || field("help").open) return;
  const isTyping = event.target.matches("input[type=search], select, textarea");
  if (event.key === "Escape") {
    if (isTyping) event.target.blur();
    else if (open) location.hash = "";
    return;
  }
  const work = KEYS[event.key];
  if (isTyping || !work || (open && !open.content)) return;
  event.preventDefault();
  work();
}

startOverview();
addEventListener("hashchange", follow);
addEventListener("keydown", onKey);
field("theme").addEventListener("click", nextTheme);
field("keys").addEventListener("click", () => field("help").showModal());
follow();
document.documentElement.dataset.ready = "true";
