import type * as fs from "node:fs";

/**
 * Refuses a module by the text of its files: blocks that run a program, and blocks that choose backend or credentials.
 * It reads more than it must: a comment counts as well. Its source text runs in builds.
 *
 * @param folders - the folders of the root module and of all modules that it uses
 */
export function findForbiddenBlocks({ readdirSync, readFileSync }: typeof fs, ...folders: string[]): void {
  // JSON is written out as blocks, each behind its parent. Their names hold no escapes then.
  const blocks = (value: unknown, parent: string): string =>
    Array.isArray(value)
      ? value.map((part) => blocks(part, parent)).join(" ")
      : typeof value === "object" && value !== null
        ? `{ ${Object.entries(value)
            .map(([key, part]) => `"${parent}" "${key}" ${blocks(part, key)}`)
            .join("\n")} }`
        : "=";
  const character = (_: string, short: string | undefined, long = "0") =>
    String.fromCodePoint(Math.min(Number.parseInt(short ?? long, 16), 0x10ffff));
  const comment = String.raw`\/\*[^]*?\*\/|(?:#|\/\/)[^\n]*\n`;
  const gap = String.raw`(?:["\s{}]|${comment})*`;
  const header = String.raw`(?:["\s]|${comment})`;
  const space = String.raw`(?:\s|${comment})*`;
  const value = String.raw`(?:"[^"\n]*"|[\w.]+)`;
  const stateKeys = "bucket|key|region|encrypt|use_lockfile|dynamodb_table|kms_key_id|workspace_key_prefix";
  const stateConfig = String.raw`\{(?:${space}(?:${stateKeys})[ \t]*=[ \t]*${value},?)*${space}\}`;
  const stateOfBucket = String.raw`"[ \t]+"[\w-]+"[ \t]*\{(?:${space}(?:backend[ \t]*=[ \t]*"s3"|workspace[ \t]*=[ \t]*${value}|config[ \t]*=[ \t]*${stateConfig}))*${space}\}`;
  const rules: [RegExp, string][] = [
    [new RegExp(String.raw`\b(?:data|ephemeral|key_provider|method)\b${gap}\bexternal\b`), '"external" runs a program'],
    [/\blocal-exec\b/, 'the provisioner "local-exec" runs a program'],
    [/\blocal_command\b/, 'the type "local_command" runs a program'],
    [new RegExp(String.raw`(?<![\w-])exec${header}*\{`), 'the block "exec" runs a program'],
    [/\bcredential_process\b/, '"credential_process" runs a program'],
    [/\bshared_(?:config|credentials)_files?\b/, "a file of credentials can run a program"],
    [
      new RegExp(
        String.raw`\bbackend\b(?:(?!"?\s+"s3"\s*\{\s*\})${header}+[\w-]+${header}*\{|"? \{ (?!"backend" "s3" \{\s*\} \})["\w])`,
      ),
      'the block "backend" chooses where the state is: leave it empty, backend "s3" {}',
    ],
    [
      new RegExp(String.raw`(?<![\w-])cloud${header}*\{`),
      'the block "cloud" chooses where the state is: use backend "s3" {}',
    ],
    [
      new RegExp(String.raw`(?<![\w.-])state_store${header}+[\w-]+${header}*\{`),
      'the block "state_store" chooses where the state is: use backend "s3" {}',
    ],
    [
      new RegExp(String.raw`(?<![\w.-])terraform_remote_state\b(?!${stateOfBucket})`),
      'other backends of "terraform_remote_state" run programs: write backend = "s3", then config with bucket, key and region',
    ],
  ];
  const found = [...new Set(folders)].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.(tf|tofu)(\.json)?$/.test(name))
      .flatMap((name) => {
        const file = `${folder}/${name}`;
        const text = readFileSync(file, "utf8");
        const code = name.endsWith(".json")
          ? blocks(JSON.parse(text), "")
          : text.replace(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, character);
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
