// docs/index.html as its readers use it, opened from the disk. Started by `run`.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const root = process.env.OBS_ERRORS_ROOT;
const file = join(root, "docs/index.html");
const address = pathToFileURL(file).href;
const table = JSON.parse(readFileSync(join(root, "docs/obs-errors.json"), "utf8"));
const names = table.codes.map((code) => code.name);
const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const WIDE = { width: 1360, height: 900 };
const TABLET = { width: 820, height: 1100 };
const PHONE = { width: 390, height: 844 };

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });
});
after(() => browser.close());

// Opens the page; an error, a console message or a network request fails the test.
const opened = async (suffix, use, options = {}) => {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  const errors = [];
  const page = await context.newPage();
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => errors.push(message.text()));
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) errors.push(request.url());
  });
  await page.goto(options.address ?? address + suffix);
  await use(page, context);
  await context.close();
  assert.deepEqual(errors, []);
};

const shown = (page) => page.locator("tr[data-code]:visible").evaluateAll((rows) => rows.map((row) => row.dataset.code));
// A browser that follows a link removes the focus from it; the page restores the focus later.
const isFocused = async (page, id) => {
  const focused = () => document.activeElement.closest("tr")?.id ?? document.activeElement.id;
  await page.waitForFunction(`(${focused})() === ${JSON.stringify(id)}`, null, { timeout: 5000 }).catch(() => {});
  assert.equal(await page.evaluate(focused), id);
};
// Asks the page for its address, because the driver learns of a change later.
const here = async (page) => new URL(await page.evaluate(() => location.href));
const background = (page) => page.evaluate(() => {
  const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g);
  return (Number(red) + Number(green) + Number(blue)) / 3;
});

test("without JavaScript it is a complete table", () => opened("#NoSuchKey", async (page) => {
  assert.equal(await page.locator("form").isVisible(), false);
  assert.equal(await page.locator("nav a").count(), new Set(table.codes.map((code) => code.status)).size);
  const cells = await page.locator("tr[data-code]").evaluateAll((rows) => rows.map((row) => [row.id, row.checkVisibility() ? row.textContent.replaceAll(/\s+/g, " ") : ""]));
  assert.deepEqual(cells.map(([id]) => id), names);
  for (const [index, code] of table.codes.entries()) {
    const { status, reason, message, solution, note, retry, aliases, sources } = code;
    const parts = [code.code, `${status} ${reason}`, message, solution, retry, ...aliases, ...sources, ...(note ?? "").split("\n\n")];
    for (const part of parts) assert.ok(cells[index][1].includes(part), `${part} of ${code.code}`);
  }
  assert.ok(await page.locator("#NoSuchKey").evaluate((row) => row.matches(":target")));
}, { javaScriptEnabled: false }));

test("a search finds by code, status and words, the best first", () => opened("", async (page) => {
  const searches = readFileSync(join(root, "obs-errors-cli/tests/searches.tsv"), "utf8");
  for (const line of searches.trimEnd().split("\n").slice(1)) {
    const [query, list] = line.split("\t");
    const expected = list.split(", ").filter(Boolean);
    await page.fill("#query", query);
    const found = await shown(page);
    const [first, wanted] = expected.length ? [found.slice(0, expected.length), expected] : [found, []];
    assert.deepEqual(first, wanted, query);
  }
  for (const code of table.codes) {
    for (const wireCode of [code.code, ...code.aliases]) {
      await page.fill("#query", wireCode.toUpperCase());
      assert.equal((await shown(page))[0], code.code);
    }
  }
  await page.fill("#query", "");
  assert.deepEqual(await shown(page), table.codes.map((code) => code.code));
}));

test("filters narrow the table, alone and together", () => opened("", async (page) => {
  const expect = async (fits) => {
    const codes = table.codes.filter(fits).map((code) => code.code);
    assert.deepEqual(await shown(page), codes);
    assert.equal(await page.locator("#count").textContent(), `${codes.length} of ${names.length} codes`);
  };
  await page.selectOption("#status", "404");
  await expect((code) => code.status === 404);
  assert.equal(await page.locator("tbody:visible").count(), 1);
  await page.selectOption("#status", "");
  await page.selectOption("#retry", "transient");
  await expect((code) => code.retry === "transient");
  await page.selectOption("#status", "503");
  await expect((code) => code.retry === "transient" && code.status === 503);
  await page.fill("#query", "xyzzy");
  await expect(() => false);
  await page.click("text=Clear the search and the filters");
  await expect(() => true);
  await isFocused(page, "query");
}));

test("the address stores the search, and restores it", () => opened("", async (page, context) => {
  await page.selectOption("#retry", "never");
  await page.fill("#query", "such bucket");
  assert.equal((await here(page)).search, "?q=such+bucket&retry=never");
  await page.keyboard.press("Enter");
  assert.equal((await here(page)).hash, "#NoSuchBucket");
  const other = await context.newPage();
  await other.goto((await here(page)).href);
  assert.deepEqual(await shown(other), await shown(page));
  assert.equal(await other.inputValue("#query"), "such bucket");
  await other.goto(`${address}?status=999&retry=perhaps&q=`);
  assert.equal((await shown(other)).length, names.length);
}));

test("an anchor opens its code, whatever was hidden", () => opened("?status=404#SlowDown", async (page) => {
  const row = page.locator("#SlowDown");
  await row.waitFor({ state: "visible" });
  const { top, bottom } = await row.evaluate((row) => row.getBoundingClientRect());
  const covered = await page.locator("header").evaluate((header) => header.getBoundingClientRect().bottom);
  assert.ok(top >= covered && bottom <= WIDE.height, `${covered} ${top} ${bottom}`);
  assert.equal(await page.inputValue("#status"), "");
  assert.equal(await page.locator("tr.open").getAttribute("id"), "SlowDown");
  await page.click("#NoSuchKey th a");
  assert.equal(await page.locator("tr.open").getAttribute("id"), "NoSuchKey");
  await page.goBack();
  assert.equal(await page.locator("tr.open").getAttribute("id"), "SlowDown");
}));

test("an anchor may be a wire code", async () => {
  for (const code of table.codes) {
    for (const wireCode of [code.code, ...code.aliases]) {
      if (wireCode === code.name) continue;
      await opened(`#${encodeURIComponent(wireCode)}`, async (page) => {
        assert.equal(await page.locator("tr.open").getAttribute("id"), code.name);
      });
    }
  }
  await opened("#nosuchkey", async (page) => {
    assert.equal(await page.locator("tr.open").getAttribute("id"), "NoSuchKey");
  });
  await opened("#%", async (page) => assert.equal(await page.locator("tr.open").count(), 0));
});

test("results begin at the top, and the address names nothing that is hidden", () => opened("#SlowDown", async (page) => {
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await page.fill("#query", "bucket");
  const { top } = await page.locator("tr[data-code]:visible >> nth=0").evaluate((row) => row.getBoundingClientRect());
  const covered = await page.locator("header").evaluate((header) => header.getBoundingClientRect().bottom);
  assert.ok(top >= covered, `${top} ${covered}`);
  assert.equal((await here(page)).hash, "");
  assert.equal((await here(page)).search, "?q=bucket");
}, { viewport: { width: 360, height: 740 } }));

test("on a phone, a click on an open code closes it", () => opened("#SlowDown", async (page) => {
  const title = await page.locator("h1").evaluate((title) => title.getBoundingClientRect().bottom);
  assert.ok(title <= 0, `the title is cut at ${title}`);
  await page.click("#SlowDown th a");
  assert.equal(await page.locator("tr.open").count(), 0);
  assert.equal((await here(page)).hash, "");
}, { viewport: { width: 360, height: 740 } }));

test("without JavaScript nothing covers what an anchor names", () => opened("#NoSuchKey", async (page) => {
  const { top, bottom } = await page.locator("#NoSuchKey").boundingBox().then(({ y, height }) => ({ top: y, bottom: y + height }));
  const header = await page.locator("header").boundingBox();
  assert.ok(top >= 0 && bottom <= 740 && (header.y + header.height <= top), `${header.y} ${header.height} ${top}`);
}, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } }));

test("paper is light, whatever the screen is", () => opened("", async (page) => {
  await page.click("#theme");
  await page.emulateMedia({ media: "print" });
  const colour = await page.locator("#NoSuchKey td >> nth=1").evaluate((cell) => getComputedStyle(cell).color);
  const [red] = colour.match(/[0-9.]+/g);
  assert.ok(Number(red) < 60, colour);
}));

test("the keyboard reaches everything", () => opened("", async (page) => {
  await page.keyboard.press("/");
  await isFocused(page, "query");
  await page.keyboard.type("no such/");
  assert.equal(await page.inputValue("#query"), "no such/");
  await page.keyboard.press("Backspace");
  const [first, second] = await shown(page);
  await page.keyboard.press("ArrowDown");
  await isFocused(page, first);
  await page.keyboard.press("ArrowDown");
  await isFocused(page, second);
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("tr.open").getAttribute("id"), second);
  assert.equal((await here(page)).hash, `#${second}`);
  await isFocused(page, second);
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await isFocused(page, "query");
  await page.keyboard.press("Escape");
  assert.equal(await page.inputValue("#query"), "");
  assert.equal(await page.locator("tr.open").count(), 1);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("tr.open").count(), 0);
  assert.equal((await here(page)).hash, "");
  await page.fill("#query", "slowdwon");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("tr.open").getAttribute("id"), "SlowDown");
}));

test("the code and a match arm are copied", () => opened("#NoSuchKey", async (page) => {
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.click("text=Copy the code");
  await page.locator("output", { hasText: "Copied NoSuchKey" }).waitFor();
  assert.equal(await copied(), "NoSuchKey");
  // As if the page were not allowed to write to the clipboard.
  await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); });
  await page.click("text=Copy a match arm");
  await page.locator("output", { hasText: "Copied Some" }).waitFor();
  assert.equal(await copied(), "Some(ObsErrorCode::NoSuchKey) => {}");
}, { permissions: ["clipboard-read", "clipboard-write"] }));

test("it is dark if the system is, or if the reader wants it", async () => {
  await opened("", async (page) => {
    assert.ok(await background(page) < 60);
  }, { colorScheme: "dark" });
  await opened("", async (page) => {
    assert.ok(await background(page) > 200);
    await page.click("#theme");
    assert.equal(await page.textContent("#theme"), "Theme: dark");
    assert.ok(await background(page) < 60);
    await page.reload();
    assert.ok(await background(page) < 60);
    await page.click("#theme");
    assert.ok(await background(page) > 200);
  });
});

test("axe finds no violation", async () => {
  const suffixes = ["", "?q=bucket#NoSuchBucket", "?q=xyzzy"];
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [WIDE, TABLET, PHONE]) {
      for (const suffix of suffixes) {
        await opened(suffix, async (page) => {
          await page.evaluate(axe);
          const { violations, passes } = await page.evaluate(() => axe.run());
          const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
          assert.deepEqual(found, [], `${colorScheme} ${viewport.width} ${suffix}`);
          assert.ok(passes.some(({ id }) => id === "color-contrast"));
        }, { colorScheme, viewport });
      }
    }
  }
});

test("nothing is wider than the screen, and paper has no controls", async () => {
  for (const width of [320, 390, 820, 1100, 1360, 2200]) {
    await opened("#IncorrectNumberOfFilesInPostRequest", async (page) => {
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${wide} of ${width}`);
    }, { viewport: { width, height: 800 } });
  }
  await opened("", async (page) => {
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("form").isVisible(), false);
    assert.equal((await shown(page)).length, names.length);
    const meaning = await page.locator("#NoSuchKey td >> nth=1").boundingBox();
    assert.ok(meaning.width > 150, `${meaning.width}`);
  }, { viewport: { width: 700, height: 1000 } });
});

test("a search over 1,000 codes feels instant", async (context) => {
  const html = readFileSync(file, "utf8");
  const body = html.slice(html.indexOf('<tbody id="status-'), html.indexOf("</table>"));
  const copies = Array.from({ length: Math.ceil(1000 / names.length) }, (_, copy) =>
    copy === 0 ? body : body.replaceAll(/(id|data-code)="([^"]+)"/g, `$1="$2${copy}"`));
  const directory = mkdtempSync(join(tmpdir(), "page-"));
  writeFileSync(join(directory, "index.html"), html.replace(body, () => copies.join("")));
  await opened("", async (page) => {
    assert.ok(await page.locator("tr[data-code]").count() >= 1000);
    const times = await page.evaluate(() => {
      const query = document.getElementById("query");
      return ["b", "bu", "buc", "bucket", "bucket exist", "bukcet exsit", ""].map((text) => {
        const start = performance.now();
        query.value = text;
        query.dispatchEvent(new Event("input"));
        const script = performance.now() - start;
        document.body.offsetHeight;
        return [text, script, performance.now() - start];
      });
    });
    for (const [text, script, all] of times) {
      // Far above what is measured, so that a busy machine does not fail the test.
      assert.ok(all < 2000, `${text}: ${all} ms`);
      context.diagnostic(`${JSON.stringify(text)}: ${script.toFixed(1)} ms, with layout ${all.toFixed(1)} ms`);
    }
  }, { address: pathToFileURL(join(directory, "index.html")).href });
  rmSync(directory, { recursive: true });
});
