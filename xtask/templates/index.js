"use strict";
// Everything that is searched stands in the table already. The rules are those of
// the command `obs-errors search`: both are held to one list of searches.
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
        spellings: [code, ...aliases].map(fold),
        parts: [code, ...aliases].flatMap(parts),
        words: words(text),
      };
    }),
  }));
  const entries = groups.flatMap((group) => group.entries);

  // Whether the text begins with the word but for one letter that is wrong, missing or
  // too many, or two that have changed places.
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

  // How well a word fits, zero best.
  const rank = (entry, word) => {
    if (entry.status === word || entry.spellings.includes(word)) return 0;
    if (entry.spellings.some((spelling) => spelling.startsWith(word))) return 1;
    if (entry.spellings.some((spelling) => spelling.includes(word))) return 2;
    if (entry.status.startsWith(word)) return 3;
    if (entry.words.some((other) => other.startsWith(word))) return 4;
    return entry.text.includes(word) ? 5 : Infinity;
  };
  const rankWithAnError = (entry, word) => {
    const fits = (text) => beginsWithAnError(text, word);
    if (entry.spellings.some(fits)) return 1;
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
      if (entry.spellings.some((spelling) => spelling.replaceAll(" ", "") === joined)) total = 0;
      found.push({ entry, total });
    }
    return found.sort((a, b) => a.total - b.total).map(({ entry }) => entry);
  };
  const search = (among, text) => {
    const terms = fold(text).split(/\s+/).filter(Boolean);
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
    // Results stand together, the best first; all else stands in its group.
    results.hidden = !isSearch;
    if (isSearch) results.append(...visible.map((entry) => entry.row));
    for (const group of groups) {
      group.body.hidden = isSearch || !group.entries.some((entry) => shown.has(entry));
      if (!isSearch && results.firstChild) group.body.append(...group.entries.map((entry) => entry.row));
    }
    $("nothing").hidden = visible.length > 0;
    $("count").textContent = `${visible.length} of ${entries.length} codes`;
    place();
  };

  // The row that the address names, with what can be copied from it.
  const tools = document.createElement("tr");
  tools.className = "tools";
  tools.innerHTML = '<td colspan="6"><div><button type="button">Copy the code</button><button type="button">Copy a match arm</button><code></code></div></td>';
  const snippet = tools.querySelector("code");
  const [copyCode, copyArm] = tools.querySelectorAll("button");
  let open = null;
  const place = () => {
    tools.remove();
    for (const entry of entries) entry.row.classList.toggle("open", entry === open);
    if (!open || open.row.hidden) return;
    snippet.textContent = `Some(${document.body.dataset.enum}::${open.row.id}) => {}`;
    open.row.after(tools);
  };
  const copy = async (button, text) => {
    const label = button.dataset.label ??= button.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Cannot copy here";
    }
    setTimeout(() => { button.textContent = label; }, 1500);
  };
  copyCode.addEventListener("click", () => copy(copyCode, open.row.dataset.code));
  copyArm.addEventListener("click", () => copy(copyArm, snippet.textContent));

  // The address holds the search, so that it can be shared.
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
    // A select takes no value that it has not.
    for (const field of [status, retry]) if (field.selectedIndex < 0) field.value = "";
    show();
    follow();
  };
  const follow = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    open = entries.find((entry) => entry.row.id === id) ?? null;
    if (open && !visible.includes(open)) clear();
    place();
    const target = id && $(id);
    if (target) target.scrollIntoView({ block: "nearest" });
  };
  const change = () => { show(); write(); };
  const clear = () => {
    for (const field of Object.values(fields)) field.value = "";
    change();
  };
  const close = () => {
    open = null;
    const address = new URL(location);
    address.hash = "";
    history.replaceState(null, "", address.href.replace(/#$/, ""));
    place();
  };

  query.addEventListener("input", change);
  status.addEventListener("change", change);
  retry.addEventListener("change", change);
  $("clear").addEventListener("click", () => { clear(); query.focus(); });
  $("find").addEventListener("submit", (event) => {
    event.preventDefault();
    if (visible.length) {
      location.hash = visible[0].row.id;
      visible[0].link.focus();
    }
  });
  addEventListener("hashchange", follow);
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
      const at = visible.findIndex((entry) => entry.row.contains(active));
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
    }
  });

  const root = document.documentElement;
  const theme = $("theme");
  const label = () => { theme.textContent = `Theme: ${root.dataset.theme || "auto"}`; };
  theme.addEventListener("click", () => {
    const next = { auto: "dark", dark: "light", light: "auto" };
    root.dataset.theme = next[root.dataset.theme || "auto"];
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* It is forgotten. */ }
    label();
  });

  label();
  theme.hidden = false;
  $("find").hidden = false;
  read();
})();
