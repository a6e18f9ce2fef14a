import type { SchemaNode } from "./describe-schema";

const table = `| setting | | description |
| --- | --- | --- |
`;

const introduction = `# Settings

<!-- Written by \`npm run schema\` from the comments in components. -->

The settings of an environment are one object, \`aws-pipelines:environment\`, in \`Pulumi.<stack>.yaml\`. A preview
refuses wrong settings before anything is created, and prints every problem at once. Each problem has its path, the value,
the allowed values and the fix. Editors that know \`yaml-language-server\` complete and check the files with
[stack.schema.json](stack.schema.json).

`;

const ofApplications = `
## Any application

An environment with \`deployments\`, with a list of \`builds\`, or with a \`definition\` delivers any application. It takes
the settings above without \`deploy\`, \`destroy\` and \`plan\`, and these:

`;

/** Renders the page that lists every setting. */
export function settingsPage(settings: SchemaNode, application: SchemaNode): string {
  const { properties = {} } = application;
  const own = ["builds", "deployments", "definition", "target", "accounts"];
  const further = Object.fromEntries(Object.entries(properties).filter(([name]) => own.includes(name)));
  // Arguments of recipes stand in the reference of the functions.
  const furtherRows = rows({ properties: further }, "").filter((row) => !row.startsWith("| `builds[].recipe."));
  return [introduction, table, ...rows(settings, ""), ofApplications, table, ...furtherRows].join("");
}

/**
 * Renders a row for every key of a schema at any depth, with its path. A key that accepts no value has no row: the
 * schema contains it only to refuse it with a reason.
 */
export function rows(node: SchemaNode, prefix: string): string[] {
  const taken = Object.entries(node.properties ?? {}).filter(([, { not }]) => not === undefined);
  const named = taken.flatMap(([name, property]) => {
    const path = `${prefix}${name}`;
    const required = node.required?.includes(name) ? "required" : "";
    return [`| \`${path}\` | ${required} | ${explain(property)} |\n`, ...rows(property, `${path}.`)];
  });
  const members = [...(node.anyOf ?? []), ...(node.oneOf ?? [])].flatMap((member) => rows(member, prefix));
  const items = node.items ? rows(node.items, `${prefix.slice(0, -1)}[].`) : [];
  const values =
    typeof node.additionalProperties === "object" ? rows(node.additionalProperties, `${prefix}<name>.`) : [];
  return [...new Set([...named, ...members, ...items, ...values])];
}

function explain({ description = "", enum: allowed }: SchemaNode): string {
  const choice = allowed ? ` One of ${allowed.map((value) => `\`${value}\``).join(", ")}.` : "";
  return `${description}${choice}`.replaceAll("|", "\\|").replace(/\s+/g, " ");
}
