import type * as fs from "node:fs";

/**
 * Refuses a module by the text of its files: blocks that run a program, and blocks that choose backend or credentials.
 * It reads more than it must: a comment counts as well. Its source text runs in builds.
 *
 * @param folders - the folders of the root module and of all modules that it uses
 */
export function findForbiddenBlocks({ readdirSync, readFileSync }: typeof fs, ...folders: string[]): void {
  // JSON is written out as blocks, whose names hold no escapes then.
  const blocks = (value: unknown): string =>
    Array.isArray(value)
      ? value.map(blocks).join(" ")
      : typeof value === "object" && value !== null
        ? `{ ${Object.entries(value)
            .map(([key, part]) => `"${key}" ${blocks(part)}`)
            .join("\n")} }`
        : "=";
  const comment = String.raw`\/\*[^]*?\*\/|(?:#|\/\/)[^\n]*\n`;
  const gap = String.raw`(?:["\s{}]|${comment})*`;
  const header = String.raw`(?:["\s]|${comment})`;
  const rules: [RegExp, string][] = [
    [new RegExp(String.raw`\b(?:data|ephemeral|key_provider|method)\b${gap}\bexternal\b`), '"external" runs a program'],
    [/\blocal-exec\b/, 'the provisioner "local-exec" runs a program'],
    [new RegExp(String.raw`(?<![\w-])exec${header}*\{`), 'the block "exec" runs a program'],
    [/\bcredential_process\b/, '"credential_process" runs a program'],
    [/\bshared_(?:config|credentials)_files?\b/, "a file of credentials can run a program"],
    [
      new RegExp(
        String.raw`\bbackend\b(?:(?!\s+"s3"\s*\{\s*\})${header}+[\w-]+${header}*\{|"? \{ (?!"s3" \{\s*\} \})["\w])`,
      ),
      'the block "backend" chooses where the state is: leave it empty, backend "s3" {}',
    ],
    [
      new RegExp(String.raw`(?<![\w-])cloud${header}*\{`),
      'the block "cloud" chooses where the state is: use backend "s3" {}',
    ],
  ];
  const found = [...new Set(folders)].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.(tf|tofu)(\.json)?$/.test(name))
      .flatMap((name) => {
        const file = `${folder}/${name}`;
        const text = readFileSync(file, "utf8");
        const code = name.endsWith(".json")
          ? blocks(JSON.parse(text))
          : text.replace(/\\u([0-9a-fA-F]{4})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
        return rules.filter(([rule]) => rule.test(code)).map(([, reason]) => `${file}: ${reason}`);
      }),
  );
  if (found.length > 0) {
    process.stderr.write(
      `${["This module cannot be destroyed behind an approval. Nothing has run.", ...found].join("\n")}\n`,
    );
    process.exitCode = 1;
  }
}
