import assert from "node:assert/strict";
import { Script } from "node:vm";
import { SCRIPT } from "../../../../cli/report/html/script";
import { STYLE } from "../../../../cli/report/html/style";

/** A page with two rows, as far as the script reads it. */
function page(texts: readonly (readonly [text: string, level: string])[]) {
  const listeners = new Map<string, () => void>();
  const rows = texts.map(([textContent, level]) => ({ textContent, dataset: { level }, hidden: false }));
  const listening = (name: string, value = "") => ({
    value,
    addEventListener: (_: string, run: () => void) => listeners.set(name, run),
  });
  const parts = { input: listening("input"), select: listening("select"), "[role=status]": { textContent: "" } };
  const tools = {
    dataset: { filters: ".row" },
    hidden: true,
    querySelector: (selector: keyof typeof parts) => parts[selector],
  };
  const document = { querySelectorAll: (selector: string) => (selector === "[data-filters]" ? [tools] : rows) };
  new Script(SCRIPT).runInNewContext({ document });
  const search = (text: string, level = "") => {
    parts.input.value = text;
    parts.select.value = level;
    listeners.get("input")?.();
    return {
      shown: rows.filter(({ hidden }) => !hidden).map(({ textContent }) => textContent),
      status: parts["[role=status]"].textContent,
    };
  };
  return { tools, search, listeners };
}

describe("the script of the report", () => {
  const { tools, search, listeners } = page([
    ["Bucket logs is public", "mandatory"],
    ["Bucket site has no key", "advisory"],
  ]);

  it("shows the tools, which are hidden where no script runs", () => assert.equal(tools.hidden, false));

  it("keeps the rows with all words, in any case", () => {
    assert.deepEqual(search("BUCKET  public"), { shown: ["Bucket logs is public"], status: "1 of 2 shown" });
    assert.deepEqual(search("").status, "2 of 2 shown");
    assert.deepEqual(search("nothing").shown, []);
  });

  it("keeps the rows of a level", () => {
    assert.deepEqual(search("bucket", "advisory"), { shown: ["Bucket site has no key"], status: "1 of 2 shown" });
    assert.deepEqual([...listeners.keys()], ["input", "select"]);
  });

  it("writes no markup", () => assert.equal(/innerHTML|insertAdjacent|document\.write|eval/.test(SCRIPT), false));
});

describe("the style of the report", () => {
  it("has every colour for light and for dark", () => {
    const [light = "", dark = ""] = [...STYLE.matchAll(/:root \{([^}]*)\}/g)].map(([, block]) => block);
    const names = (block: string) => [...block.matchAll(/--(\w+):/g)].map(([, name]) => name).toSorted();
    assert.ok(names(light).length > 5);
    assert.deepEqual(names(light), names(dark));
  });

  it("uses no colour that is not defined, and loads nothing", () => {
    const defined = new Set([...STYLE.matchAll(/--(\w+):/g)].map(([, name]) => name));
    const used = [...STYLE.matchAll(/var\(--(\w+)\)/g)].map(([, name]) => name);
    assert.deepEqual(
      used.filter((name) => !defined.has(name)),
      [],
    );
    assert.equal(/url\(|@import|<\/style/.test(STYLE), false);
  });
});
