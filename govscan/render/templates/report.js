"use strict";
(() => {
  const sheets = [...document.querySelectorAll("details.sheet")];
  const panel = document.getElementById("filter");
  if (panel && sheets.length) {
    const text = document.getElementById("filter-text");
    const context = document.getElementById("filter-context");
    const boxes = [...panel.querySelectorAll("input[type=checkbox]")];
    const shown = document.getElementById("filter-shown");
    const haystacks = new Map();
    const haystack = (sheet) => {
      if (!haystacks.has(sheet)) haystacks.set(sheet, sheet.textContent.toLowerCase());
      return haystacks.get(sheet);
    };
    const apply = () => {
      const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
      const standings = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
      let count = 0;
      for (const sheet of sheets) {
        const fits = standings.has(sheet.dataset.standing)
          && (context.value === "" || sheet.dataset.contexts.split(" ").includes(context.value))
          && words.every((word) => haystack(sheet).includes(word));
        sheet.hidden = !fits;
        count += fits ? 1 : 0;
      }
      shown.textContent = `${count} of ${sheets.length} models shown`;
    };
    const open = (value) => () => {
      for (const sheet of sheets) if (!sheet.hidden) sheet.open = value;
    };
    text.addEventListener("input", apply);
    context.addEventListener("change", apply);
    for (const box of boxes) box.addEventListener("change", apply);
    document.getElementById("filter-open").addEventListener("click", open(true));
    document.getElementById("filter-close").addEventListener("click", open(false));
    document.getElementById("filter-reset").addEventListener("click", () => {
      text.value = "";
      context.value = "";
      for (const box of boxes) box.checked = true;
      apply();
    });
    panel.hidden = false;
    apply();
  }

  const follow = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target || !target.matches("details.sheet")) return;
    target.hidden = false;
    target.open = true;
    target.scrollIntoView();
    target.querySelector("summary").focus({ preventScroll: true });
  };
  window.addEventListener("hashchange", follow);
  for (const link of document.querySelectorAll('a[href^="#model-"]')) {
    link.addEventListener("click", () => setTimeout(follow));  // the same target again changes no hash
  }
  follow();

  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = sheets.filter((sheet) => !sheet.open);
    for (const sheet of closed) sheet.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const sheet of closed) sheet.open = false;
  });
})();
