import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import type { Surroundings } from "../../../cli/commands/command";
import { completionCommand, optionsOf } from "../../../cli/commands/completion";
import { costCommand } from "../../../cli/commands/cost";
import { previewCommand } from "../../../cli/commands/preview";

async function script(...words: string[]): Promise<string> {
  let text = "";
  const stdout = { write: (part: string) => (text += part) };
  const surroundings = {
    stdout,
    stderr: stdout,
    env: {},
    signal: new AbortController().signal,
  } as unknown as Surroundings;
  await completionCommand(() => [previewCommand, costCommand]).run(words, surroundings);
  return text;
}

/** The words that bash offers after a line. */
function offered(source: string, ...line: string[]): string[] {
  const test = `${source}\nCOMP_WORDS=(${line.map((word) => `"${word}"`).join(" ")}); COMP_CWORD=${line.length - 1}; _aws_pipelines; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return spawnSync("bash", ["-c", test], { encoding: "utf8" }).stdout.trim().split("\n");
}

describe("the completion of a shell", () => {
  it("has the options that the help of a command lists", () => {
    const options = optionsOf(costCommand);
    assert.deepEqual(options.slice(0, 4), ["--runs", "--minutes", "--usage", "--json"]);
    assert.ok(options.includes("--stack") && options.includes("--help"));
  });

  it("offers commands first and the options of a command then, in bash", async () => {
    const source = await script("bash");
    assert.deepEqual(offered(source, "aws-pipelines", "co"), ["cost"]);
    assert.deepEqual(offered(source, "aws-pipelines", ""), ["preview", "cost", "--help", "--version"]);
    assert.deepEqual(offered(source, "aws-pipelines", "cost", "--ru"), ["--runs"]);
    assert.deepEqual(offered(source, "aws-pipelines", "preview", "--base"), ["--baseline"]);
  });

  it("has a form for zsh and for fish, and refuses other shells", async () => {
    assert.match(await script("zsh"), /^autoload -U \+X bashcompinit/);
    const fish = await script("fish");
    assert.match(
      fish,
      /^complete -c aws-pipelines -n __fish_use_subcommand -f -a cost -d 'estimates the monthly cost/m,
    );
    assert.match(fish, /^complete -c aws-pipelines -n '__fish_seen_subcommand_from cost' -l runs$/m);
    await assert.rejects(script("tcsh"), /completion takes one of bash, zsh, fish/);
  });
});
