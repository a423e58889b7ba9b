"use strict";
(() => {
  // Everything here is an addition: the page is complete without it.
  const collator = new Intl.Collator("en", { numeric: true });
  const NUMBER = /^-?\d+(\.\d+)?/;
  const ready = new WeakSet();
  let inputs = 0;

  const make = (name, text, ...classes) => {
    const element = document.createElement(name);
    element.textContent = text;
    element.classList.add(...classes);
    return element;
  };

  // --- sorting: ascending, descending, and back to the order of the report -------------------

  const key = (row, column) => row.cells[column].textContent.trim();

  const compare = (a, b) => {
    const [left, right] = [NUMBER.exec(a), NUMBER.exec(b)];
    const bothNumbers = left && right && left[0] === a.split(" ")[0] && right[0] === b.split(" ")[0];
    return (bothNumbers && Number(left[0]) - Number(right[0])) || collator.compare(a, b);
  };

  const sort = (table, rows, column, direction) => {
    const keyed = rows.map((row, place) => ({ row, place, text: key(row, column) }));
    if (direction) {
      keyed.sort((a, b) => {
        if (!a.text || !b.text) return (a.text ? 0 : 1) - (b.text ? 0 : 1) || a.place - b.place;
        return direction * compare(a.text, b.text) || a.place - b.place;
      });
    }
    table.tBodies[0].append(...keyed.map((entry) => entry.row));
  };

  const addSorting = (table, rows) => {
    const headings = [...table.tHead.rows[0].cells];
    headings.forEach((heading, column) => {
      const button = make("button", heading.textContent);
      button.type = "button";
      button.addEventListener("click", () => {
        const before = heading.getAttribute("aria-sort");
        const after = { ascending: "descending", descending: "none" }[before] ?? "ascending";
        headings.forEach((other) => other.setAttribute("aria-sort", "none"));
        heading.setAttribute("aria-sort", after);
        sort(table, rows, column, { ascending: 1, descending: -1, none: 0 }[after]);
      });
      heading.setAttribute("aria-sort", "none");
      heading.dataset.title = button.textContent;
      heading.replaceChildren(button);
    });
  };

  // --- filtering: rows that hold every word, and every "quoted phrase", stay ------------------

  const addFilter = (table, rows) => {
    const tools = make("div", "", "tools");
    const label = make("label", "Filter rows");
    const input = document.createElement("input");
    const output = make("output", "");
    let texts = null;
    inputs += 1;
    input.id = `filter-${inputs}`;
    input.type = "search";
    input.placeholder = 'words or "a phrase"';
    input.autocomplete = "off";
    input.spellcheck = false;
    label.htmlFor = input.id;
    output.htmlFor = input.id;
    const apply = () => {
      const parts = input.value.toLowerCase().match(/"[^"]+"|[^\s"]+/g) ?? [];
      const words = parts.map((part) => part.replaceAll('"', ""));
      texts ??= rows.map((row) => `${row.dataset.find ?? ""} ${row.textContent}`.toLowerCase());
      let shown = 0;
      rows.forEach((row, place) => {
        row.hidden = !words.every((word) => texts[place].includes(word));
        shown += row.hidden ? 0 : 1;
      });
      const filtered = words.length ? `, filtered by ${words.join(", ")}` : "";
      output.textContent = `${shown} of ${rows.length} rows${filtered}`;
      tools.classList.toggle("narrowed", words.length > 0);
    };
    input.addEventListener("input", apply);
    table.addEventListener("show-all", () => {
      input.value = "";
      apply();
    });
    output.textContent = `${rows.length} of ${rows.length} rows`;
    tools.append(label, input, output);
    table.closest(".scroll").before(tools);
  };

  const enhance = (table) => {
    if (ready.has(table)) return;
    ready.add(table);
    const rows = [...table.tBodies[0].rows];
    if (rows.length < 2) return;
    addSorting(table, rows);
    addFilter(table, rows);
  };

  // Tables inside a closed section wait until it is opened.
  const enhanceWithin = (root) => {
    root.querySelectorAll("table.data").forEach((table) => {
      if (!table.closest("details:not([open])")) enhance(table);
    });
  };

  // --- sections that fold --------------------------------------------------------------------

  const addUnfold = (section) => {
    const blocks = [...section.querySelectorAll("details.block")];
    if (blocks.length < 2) return;
    const button = make("button", "Open all", "unfold");
    button.type = "button";
    button.addEventListener("click", () => {
      const open = blocks.some((block) => !block.open);
      blocks.forEach((block) => { block.open = open; });
    });
    const name = () => {
      button.textContent = blocks.some((block) => !block.open) ? "Open all" : "Close all";
    };
    blocks.forEach((block) => block.addEventListener("toggle", name));
    name();
    section.querySelector("h2").after(button);
  };

  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    for (let part = target; part; part = part.parentElement) {
      if (part.tagName === "DETAILS") part.open = true;
    }
    if (target.closest("tr[hidden]")) target.closest("table").dispatchEvent(new Event("show-all"));
    target.scrollIntoView();
  };

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open]):not(.ids)")];
    opened.forEach((block) => { block.open = true; });
  });
  addEventListener("afterprint", () => {
    opened.forEach((block) => { block.open = false; });
  });

  enhanceWithin(document);
  document.querySelectorAll("details.block").forEach((block) => {
    block.addEventListener("toggle", () => { if (block.open) enhanceWithin(block); });
  });
  document.querySelectorAll("#changes, #plan, #hosts").forEach(addUnfold);
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();
})();
