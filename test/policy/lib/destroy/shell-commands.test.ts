import assert from "node:assert/strict";
import { commandsIn, undisguised } from "../../../../policy/lib/destroy/shell-commands";

describe("the commands of a script", () => {
  const cases: readonly (readonly [title: string, script: string, ...commands: (readonly string[])[]])[] = [
    ["are split at lines and separators", "a b; c && d || e\nf & g", ["a", "b"], ["c"], ["d"], ["e"], ["f"], ["g"]],
    ["are split at pipes", "a | b -c", ["a"], ["b", "-c"]],
    ["are found in substitutions", "a $(b c) `d`", ["a"], ["b", "c"], ["d"]],
    ["are found in quotes", `sh -c "a b"`, ["sh", "-c", "a", "b"]],
    ["are joined over continued lines", "a \\\n  b", ["a", "b"]],
    ["come without the words of the shell", "if sudo exec a; then ! b; fi", ["a"], ["b"], ["fi"]],
    ["come without dashes of YAML", "- a b", ["a", "b"]],
    ["keep a redirection of errors together", "a 2>&1 | b", ["a", "2", "&1"], ["b"]],
    ["leave out comments", "a b # c d", ["a", "b"]],
    ["keep a # in quotes or in a word", `a "x # y" b#c`, ["a", "x", "#", "y", "b#c"]],
    ["leave out what is only printed", `echo "a b"; printf 'c'; echo d`],
    ["keep what a shell reads", `echo "a b" | sh`, ["echo", "a", "b"], ["sh"]],
    ["keep what a script will be", `echo "a b" > run.sh`, ["echo", "a", "b", "run.sh"]],
    ["keep what a print substitutes", `echo "now $(a b)"`, ["a", "b"]],
    [
      "leave out the text arguments of searches",
      `grep "a b" file; git commit -m 'c d'`,
      ["grep", "file"],
      ["git", "commit", "-m"],
    ],
    ["keep substitutions in such arguments", `git commit -m "x $(a b)"`, ["git", "commit", "-m"], ["a", "b"]],
    ["are none in an empty script", " \n\n # nothing"],
  ];
  for (const [title, script, ...commands] of cases) {
    it(title, () => assert.deepEqual(commandsIn(script), commands));
  }
});

describe("a script without disguises", () => {
  const base64 = Buffer.from("pulumi destroy --yes").toString("base64");
  for (const [title, script, plain] of [
    ["has no end of a line in a format", `printf '%s\\n' 'a b'`, `printf '%s' 'a b'`],
    ["has aliases resolved", "alias p=pulumi\np up", "alias p=pulumi\npulumi up"],
    [
      "has its own variables resolved",
      "OP=destroy\npulumi $OP; pulumi $OP",
      "OP=destroy\npulumi destroy; pulumi destroy",
    ],
    ["has variables in braces resolved", `OP=up\npulumi \${OP}`, "OP=up\npulumi up"],
    ["has quoted values resolved", `OP="destroy --yes"\npulumi $OP`, `OP="destroy --yes"\npulumi destroy --yes`],
    ["keeps variables of others", "pulumi $OP", "pulumi $OP"],
    ["keeps variables whose value is computed", `OP="$(x)"\npulumi $OP`, `OP="$(x)"\npulumi $OP`],
    ["has quotes in words undone", `pulumi de""stroy; pulumi de\\stroy`, "pulumi destroy; pulumi destroy"],
    ["has quotes at the end of words undone", `pulumi d'estroy'; pulumi d"estroy"`, "pulumi destroy; pulumi destroy"],
    [
      "has quotes at the start of words undone",
      `pulumi 'des'troy --yes; pulumi "d"es'tr'oy`,
      "pulumi destroy --yes; pulumi destroy",
    ],
    ["keeps whole words in quotes", `["pulumi", "up"] 'a' b`, `["pulumi", "up"] 'a' b`],
    ["has base64 for a shell decoded", `echo ${base64} | base64 -d | sh`, "pulumi destroy --yes"],
    ["keeps base64 that no shell reads", `echo ${base64} | base64 -d`, `echo ${base64} | base64 -d`],
    ["has escaped characters decoded", `pulumi $'\\x64estroy'`, "pulumi destroy"],
    ["has continued lines joined", "pulumi \\\n destroy", "pulumi   destroy"],
    ["keeps plain words", `echo "a" b`, `echo "a" b`],
  ] as const) {
    it(title, () => assert.equal(undisguised(script), plain));
  }

  it("is read in a time that grows with its length alone", () => {
    const hostile = `${"a='".repeat(5000)} $${"(".repeat(5000)}`;
    assert.equal(typeof undisguised(hostile), "string");
    assert.ok(Array.isArray(commandsIn(hostile)));
  });
});
