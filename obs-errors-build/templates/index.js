"use strict";
// Everything that is searched is in the table already. The rules are those of the
// command `obs-errors search`: both are tested with the same list of searches.
(() => {
  const $ = (id) => document.getElementById(id);
  const [query, status, retry] = [$("query"), $("status"), $("retry")];
  const results = $("results");
  const fold = (text) => text.toLowerCase();
  const words = (text) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const parts = (code) => words(code.replace(/([a-z])([A-Z])/g, "$1 $2")).map(fold);

  const groups = [...document.querySelectorAll("tbody:not(#results)")].map((body) => ({
    body,
    entries: [...body.querySelectorAll("tr[data-code]")].map((row) => {
      const { code, status, retry } = row.dataset;
      const aliases = [...row.querySelectorAll(".alias b")].map((alias) => alias.textContent);
      const cells = [...row.querySelectorAll("td")].slice(0, 4).map((cell) => cell.textContent);
      const text = fold(cells.join(" ").slice(status.length));
      return {
        row, status, retry, text,
        link: row.querySelector("th a"),
        names: [code, row.id, ...aliases].map(fold),
        parts: [code, row.id, ...aliases].flatMap(parts),
        words: words(text),
      };
    }),
  }));
  const entries = groups.flatMap((group) => group.entries);

  // Whether the text begins with the word, except for one letter that is wrong, missing
  // or extra, or two that are swapped.
  const beginsWithAnError = (text, word) => {
    if (word.length < 3 || /^[0-9]+$/.test(word)) return false;
    let same = 0;
    while (same < text.length && same < word.length && text[same] === word[same]) same += 1;
    const [t, w] = [text.slice(same), word.slice(same)];
    return t.startsWith(w.slice(1))
      || t.slice(1).startsWith(w)
      || t.slice(1).startsWith(w.slice(1))
      || (t.length > 1 && w.length > 1 && t[0] === w[1] && t[1] === w[0] && t.slice(2).startsWith(w.slice(2)));
  };

  // How well a word matches; zero is best.
  const rank = (entry, word) => {
    if (entry.status === word || entry.names.includes(word)) return 0;
    if (entry.names.some((name) => name.startsWith(word))) return 1;
    if (entry.names.some((name) => name.includes(word))) return 2;
    if (entry.status.startsWith(word)) return 3;
    if (entry.words.some((other) => other.startsWith(word))) return 4;
    return entry.text.includes(word) ? 5 : Infinity;
  };
  const rankWithAnError = (entry, word) => {
    const fits = (text) => beginsWithAnError(text, word);
    if (entry.names.some(fits)) return 1;
    if (entry.parts.some(fits)) return 2;
    return entry.words.some(fits) ? 4 : rank(entry, word);
  };
  const ranked = (among, terms, rank) => {
    const joined = terms.join("");
    const found = [];
    for (const entry of among) {
      let total = 0;
      for (const term of terms) total += rank(entry, term);
      if (total === Infinity) continue;
      if (entry.names.some((name) => name.replaceAll(" ", "") === joined)) total = 0;
      found.push({ entry, total });
    }
    return found.sort((a, b) => a.total - b.total).map(({ entry }) => entry);
  };
  // A word without what is pasted along with it: the path of a variant, quotes, a comma.
  const term = (word) => word.split("::").at(-1).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  const search = (among, text) => {
    const terms = fold(text).replace(/<[^<>]*>/g, " ").split(/\s+/).map(term).filter(Boolean);
    if (!terms.length) return [];
    const exact = ranked(among, terms, rank);
    return exact.length ? exact : ranked(among, terms, rankWithAnError);
  };

  let visible = entries;

  const show = () => {
    const isSearch = query.value.trim() !== "";
    const among = entries.filter((entry) =>
      (!status.value || entry.status === status.value) && (!retry.value || entry.retry === retry.value));
    visible = isSearch ? search(among, query.value) : among;
    const shown = new Set(visible);
    for (const entry of entries) entry.row.hidden = !shown.has(entry);
    // Results are listed together, the best first; otherwise each row is in its group.
    results.hidden = !isSearch;
    if (isSearch) results.append(...visible.map((entry) => entry.row));
    for (const group of groups) {
      group.body.hidden = isSearch || !group.entries.some((entry) => shown.has(entry));
      if (!isSearch && results.firstChild) group.body.append(...group.entries.map((entry) => entry.row));
    }
    $("nothing").hidden = visible.length > 0;
    $("count").textContent = `${visible.length} of ${entries.length} codes`;
    placeTools();
  };

  // A row below the code that the fragment of the URL names, with buttons that copy.
  const tools = document.createElement("tr");
  tools.className = "tools";
  tools.innerHTML = '<td colspan="6"><div><button type="button">Copy the code</button><button type="button">Copy a match arm</button><code></code><output></output></div></td>';
  const snippet = tools.querySelector("code");
  const [copyCode, copyArm] = tools.querySelectorAll("button");
  let open = null;
  const placeTools = () => {
    tools.remove();
    for (const entry of entries) {
      entry.row.classList.toggle("open", entry === open);
      entry.link.ariaCurrent = entry === open ? "true" : null;
    }
    if (!open || open.row.hidden) return;
    snippet.textContent = `Some(${document.body.dataset.enum}::${open.row.id}) => {}`;
    open.row.after(tools);
  };
  const report = tools.querySelector("output");
  const copied = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Not a secure context, or not allowed: fall back to `execCommand`.
      const active = document.activeElement;
      const field = document.createElement("textarea");
      field.value = text;
      tools.firstChild.append(field);
      field.select();
      const isCopied = document.execCommand("copy");
      field.remove();
      active.focus();
      return isCopied;
    }
  };
  let timer;
  const copy = async (text) => {
    report.textContent = await copied(text) ? `Copied ${text}` : "The browser does not allow this page to use the clipboard";
    clearTimeout(timer);
    timer = setTimeout(() => { report.textContent = ""; }, 3000);
  };
  copyCode.addEventListener("click", () => copy(open.row.dataset.code));
  copyArm.addEventListener("click", () => copy(snippet.textContent));

  // The URL stores the search, so that it can be shared.
  const fields = { q: query, status, retry };
  const write = () => {
    const address = new URL(location);
    const used = Object.entries(fields).filter(([, field]) => field.value.trim());
    address.search = new URLSearchParams(used.map(([name, field]) => [name, field.value]));
    if (address.href !== location.href) history.replaceState(null, "", address);
  };
  const read = () => {
    const { searchParams } = new URL(location);
    for (const [name, field] of Object.entries(fields)) field.value = searchParams.get(name) ?? "";
    // A select drops a value that is not one of its options.
    for (const field of [status, retry]) if (field.selectedIndex < 0) field.value = "";
    show();
    follow();
  };
  const follow = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* It is used undecoded. */ }
    const own = id ? $(id) : null;
    // Finds the row by its anchor or one inside of it, or else by a wire code or an alias.
    open = entries.find((entry) => entry.row.contains(own))
      ?? entries.find((entry) => entry.names.includes(fold(id))) ?? null;
    const details = own?.closest("details");
    if (details) details.open = true;
    if (open && !visible.includes(open)) clear();
    placeTools();
    const target = own ?? open?.row;
    // Scrolls again once the rows that came into view have been laid out.
    if (target) { target.scrollIntoView(); requestAnimationFrame(() => target.scrollIntoView()); }
  };
  // The address must not name a code that the search hides: that would clear the search.
  const change = () => { show(); if (open?.row.hidden) close(); write(); };
  const changed = () => { change(); scrollTo(0, 0); };
  const clear = () => {
    for (const field of Object.values(fields)) field.value = "";
    change();
  };
  const close = () => {
    open = null;
    const address = new URL(location);
    address.hash = "";
    history.replaceState(null, "", address.href.replace(/#$/, ""));
    placeTools();
  };

  query.addEventListener("input", changed);
  status.addEventListener("change", changed);
  retry.addEventListener("change", changed);
  $("clear").addEventListener("click", () => { clear(); query.focus(); });
  $("find").addEventListener("submit", (event) => {
    event.preventDefault();
    if (visible.length && query.value.trim()) {
      location.hash = visible[0].row.id;
      visible[0].link.focus();
    }
  });
  addEventListener("hashchange", () => {
    follow();
    // The browser has removed the focus from the link that was followed.
    if (open && document.activeElement === document.body) open.link.focus({ preventScroll: true });
  });
  // On a device without an Escape key, a click on an open code closes it.
  $("codes").addEventListener("click", (event) => {
    if (open && event.target.closest("a") === open.link) {
      event.preventDefault();
      close();
    }
  });
  addEventListener("popstate", read);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const active = document.activeElement;
    const isTyping = active === query;
    if (event.key === "/" && !isTyping && !active.matches("select")) {
      event.preventDefault();
      query.focus();
      query.select();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !active.matches("select")) {
      const from = active === document.body ? open?.row : active;
      const at = visible.findIndex((entry) => entry.row.contains(from));
      if (at < 0 && !isTyping) return;
      event.preventDefault();
      const next = visible[at + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) next.link.focus();
      else if (event.key === "ArrowUp") query.focus();
    } else if (event.key === "Escape" && !active.matches("select")) {
      event.preventDefault();
      if (query.value || status.value || retry.value) clear();
      else close();
      query.focus();
      if (open) open.row.scrollIntoView();
      else scrollTo(0, 0);
    }
  });

  const root = document.documentElement;
  const theme = $("theme");
  const label = () => { theme.textContent = `Theme: ${root.dataset.theme || "auto"}`; };
  theme.addEventListener("click", () => {
    const next = { auto: "dark", dark: "light", light: "auto" };
    root.dataset.theme = next[root.dataset.theme] ?? "dark";
    try { localStorage.setItem("obs-errors-theme", root.dataset.theme); } catch { /* The choice is not saved. */ }
    label();
  });

  label();
  theme.hidden = false;
  $("find").hidden = false;
  read();
})();
