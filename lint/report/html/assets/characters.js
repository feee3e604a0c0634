/* Characters that cannot be seen, or that reorder what is shown, become labelled chips. Text only ever becomes text. */

const NAMES = new Map(Object.entries({
  "\u0000": ["NUL", "null"],
  "\u0007": ["BEL", "bell"],
  "\u0008": ["BS", "backspace"],
  "\t": ["TAB", "tab"],
  "\u000b": ["VT", "line tabulation"],
  "\u000c": ["FF", "form feed"],
  "\r": ["CR", "carriage return"],
  "\u001b": ["ESC", "escape"],
  "\u007f": ["DEL", "delete"],
  "\u0085": ["NEL", "next line"],
  "\u00a0": ["NBSP", "no-break space"],
  "\u00ad": ["SHY", "soft hyphen"],
  "\u034f": ["CGJ", "combining grapheme joiner"],
  "\u061c": ["ALM", "Arabic letter mark"],
  "\u180e": ["MVS", "Mongolian vowel separator"],
  "\u2002": ["EN SP", "en space"],
  "\u2003": ["EM SP", "em space"],
  "\u2009": ["THIN SP", "thin space"],
  "\u200a": ["HAIR SP", "hair space"],
  "\u200b": ["ZWSP", "zero-width space"],
  "\u200c": ["ZWNJ", "zero-width non-joiner"],
  "\u200d": ["ZWJ", "zero-width joiner"],
  "\u200e": ["LRM", "left-to-right mark"],
  "\u200f": ["RLM", "right-to-left mark"],
  "\u2028": ["LS", "line separator"],
  "\u2029": ["PS", "paragraph separator"],
  "\u202a": ["LRE", "left-to-right embedding"],
  "\u202b": ["RLE", "right-to-left embedding"],
  "\u202c": ["PDF", "pop directional formatting"],
  "\u202d": ["LRO", "left-to-right override"],
  "\u202e": ["RLO", "right-to-left override"],
  "\u202f": ["NNBSP", "narrow no-break space"],
  "\u2060": ["WJ", "word joiner"],
  "\u2066": ["LRI", "left-to-right isolate"],
  "\u2067": ["RLI", "right-to-left isolate"],
  "\u2068": ["FSI", "first strong isolate"],
  "\u2069": ["PDI", "pop directional isolate"],
  "\ufe0f": ["VS16", "variation selector 16"],
  "\ufeff": ["BOM", "byte-order mark, or zero-width no-break space"],
}));

/* A picture's own joiners and selectors are part of it, and an ideographic space is how paragraphs begin. */
const SPECIAL = new RegExp(
  "(\\p{Extended_Pictographic}(?:\\p{EMod}|\\ufe0f|\\u200d\\p{Extended_Pictographic})*)" +
    "|(\\u3000+)" +
    "|([\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u3164\\ufe0f\\uffa0]|(?! )\\p{Zs})\\3*" +
    "|( +)(?=\\n|$)",
  "gu",
);

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "text") made.textContent = value;
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function codePoint(character) {
  return "U+" + character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
}

function chip(character, count) {
  const [label, name] = NAMES.get(character) ?? [codePoint(character), "invisible character"];
  const times = count > 1 ? ` \u00d7${count}` : "";
  return element("span", { class: "chip", title: `${name}, ${codePoint(character)}${times}`, text: label + times });
}

/* Put text into a parent. `spaces` shows the spaces and line ends that may be a defect themselves;
   `isLast` says that the text's end is the end of its line. */
function show(parent, text, { spaces = false, isLast = true } = {}) {
  let shown = 0;
  for (const match of text.matchAll(SPECIAL)) {
    const [whole, picture, wide, special, blanks] = match;
    const isTrailing = blanks && (isLast || match.index + whole.length < text.length);
    if (picture || (special === "\n") || (blanks && !isTrailing)) continue;
    put(parent, text.slice(shown, match.index), spaces);
    if (wide) parent.append(element("span", { class: "wide-space", title: "ideographic space, U+3000", text: wide }));
    else if (blanks) parent.append(element("span", { class: "dots", title: `${blanks.length} trailing`, text: "\u00b7".repeat(blanks.length) }));
    else parent.append(chip(special, whole.length / special.length));
    shown = match.index + whole.length;
  }
  put(parent, text.slice(shown), spaces);
  return parent;
}

function put(parent, text, spaces) {
  if (!text) return;
  if (!spaces) {
    parent.append(text);
    return;
  }
  // White space at either end, or in a row, may be the defect; between words it is not.
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start])) start++;
  while (end > start && isBlank(text[end - 1])) end--;
  putBlanks(parent, text.slice(0, start));
  for (const part of text.slice(start, end).split(/( {2,})/)) {
    if (part[0] === " ") putBlanks(parent, part);
    else if (part) parent.append(part);
  }
  putBlanks(parent, text.slice(end));
}

function isBlank(character) {
  return character === " " || character === "\n";
}

function putBlanks(parent, text) {
  for (const part of text.split(/(\n)/)) {
    if (part === "\n") parent.append(element("span", { class: "dots", title: "line end", text: "\u21b5" }), "\n");
    else if (part) parent.append(element("span", { class: "dots", text: "\u00b7".repeat(part.length) }));
  }
}

function shown(name, text, attributes = {}) {
  return show(element(name, attributes), text);
}
