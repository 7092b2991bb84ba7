"use strict";
(() => {
  const MOST_OPENED = 200;
  const byId = (id) => document.getElementById(id);

  // Parts of a large report are kept as numbers of lines (see pack.py). What is put together is the report's own markup,
  // escaped when it was written; the content policy lets nothing in it run.
  const unpack = async (id) => {
    const bytes = Uint8Array.from(atob(byId(id).textContent.trim()), (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return (await new Response(stream).text()).split("\n");
  };
  let packed = null;
  const fill = async (details) => {
    const empty = details.querySelector("[data-part]");
    if (!empty) return;
    packed ??= Promise.all([unpack("lines"), unpack("parts")]);
    const [lines, parts] = await packed;
    if (!empty.isConnected) return;
    const template = document.createElement("template");
    template.innerHTML = parts[Number(empty.dataset.part)].split(" ").map((word) => lines[parseInt(word, 36)]).join("\n");
    empty.replaceWith(template.content);
  };
  for (const details of document.querySelectorAll("details")) {
    details.addEventListener("toggle", () => { if (details.open) fill(details); });
    if (details.open) fill(details);
  }

  const theme = byId("theme");
  const dark = () => (document.documentElement.dataset.theme
    ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const name = () => { theme.textContent = dark() ? theme.dataset.light : theme.dataset.dark; };
  theme.addEventListener("click", () => {
    document.documentElement.dataset.theme = dark() ? "light" : "dark";
    name();
  });
  theme.hidden = false;
  name();

  const sheets = [...document.querySelectorAll("details.sheet")];
  const panel = byId("filter");
  if (panel && sheets.length) {
    const rows = JSON.parse(byId("index").textContent).map((row, number) => ({
      standing: row[0], contexts: row[1], rules: row[2], license: row[3], publisher: row[4], uses: row[5],
      words: row[6], sheet: sheets[number], number, name: sheets[number].querySelector("h3").textContent,
    }));
    const text = byId("filter-text");
    const context = byId("filter-context");
    const rule = byId("filter-rule");
    const order = byId("filter-order");
    const boxes = [...panel.querySelectorAll("input[type=checkbox]")];
    const shown = byId("filter-shown");
    const chosen = (select, numbers) => select.value === "" || numbers.includes(Number(select.value));
    const apply = () => {
      const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
      const standings = new Set(boxes.filter((box) => box.checked).map((box) => Number(box.value)));
      let count = 0;
      for (const row of rows) {
        const fits = standings.has(row.standing) && chosen(context, row.contexts) && chosen(rule, row.rules)
          && words.every((word) => row.words.includes(word));
        if (row.sheet.hidden === fits) row.sheet.hidden = !fits;
        count += fits ? 1 : 0;
      }
      shown.textContent = shown.dataset.text.replace("{shown}", count).replace("{all}", rows.length);
    };
    const collator = new Intl.Collator("en");
    const compare = {
      verdict: (a, b) => a.number - b.number,
      name: (a, b) => collator.compare(a.name, b.name),
      license: (a, b) => collator.compare(a.license, b.license),
      publisher: (a, b) => collator.compare(a.publisher || "\uffff", b.publisher || "\uffff"),
      uses: (a, b) => b.uses - a.uses,
    };
    const sort = () => {
      const sorted = [...rows].sort((a, b) => compare[order.value](a, b) || a.number - b.number);
      byId("sheets").append(...sorted.map((row) => row.sheet));
    };
    text.addEventListener("input", apply);
    for (const field of [context, rule, ...boxes]) field.addEventListener("change", apply);
    order.addEventListener("change", sort);
    byId("filter-open").addEventListener("click", () => {
      let left = MOST_OPENED;
      for (const sheet of byId("sheets").children) if (!sheet.hidden && left-- > 0) sheet.open = true;
    });
    byId("filter-close").addEventListener("click", () => {
      for (const sheet of sheets) if (!sheet.hidden) sheet.open = false;
    });
    byId("filter-reset").addEventListener("click", () => {
      text.value = context.value = rule.value = "";
      order.value = "verdict";
      for (const box of boxes) box.checked = true;
      sort();
      apply();
    });
    panel.hidden = false;
    apply();
  }

  const follow = () => {
    const target = byId(location.hash.slice(1));
    if (!target || !target.matches("details.sheet")) return;
    target.hidden = false;
    target.open = true;
    target.scrollIntoView();
    target.querySelector("summary").focus({ preventScroll: true });
  };
  window.addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {  // the same target again changes no hash
    if (event.target.closest('a[href^="#model-"]')) setTimeout(follow);
  });
  follow();

  let closed = [];
  window.addEventListener("beforeprint", () => {
    if (byId("lines")) return;  // of a large report those are printed that somebody opened
    closed = [...document.querySelectorAll("details")].filter((details) => !details.open);
    for (const details of closed) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
})();
