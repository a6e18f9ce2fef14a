import { DEFAULT_USAGE } from "../insight/cost/usage";
import type { Finding } from "../insight/findings";
import { type Insight, insightOf } from "../insight/insight";
import { WIDENING } from "../insight/permission-changes";
import { parseUrn } from "../preview/engine/urn";
import { type PreviewResult, Status } from "../preview/result";
import { costSentence, hasCost, leftOutByStacks } from "./cost";
import { mermaidDiagram } from "./diagram/mermaid";
import { type Comparison, countLine, permissionSentence } from "./differences";
import { gapLines } from "./gaps";
import { changeSummary } from "./json";
import { overviewRows } from "./overview";
import { settingText } from "./summary";
import { typeName } from "./type-name";
import { counted, listOf } from "./wrap";

/** GitHub refuses a comment of more than 65,536 characters; GitLab and Bitbucket take more. */
const MOST_CHARACTERS = 60_000;
const MOST_NAMES = 10;
/** The most characters of one stack among many. */
const MOST_IN_STACK = 20_000;
/** Room for the line that names the parts without room. */
const MOST_LEFT_OUT = 200;

/**
 * A preview as a comment on a pull request: the verdict, the findings, the pipelines, and the resources folded. A large
 * stack loses its resources first, its pipelines next, and its advisory findings last.
 */
export function markdownReport(result: PreviewResult, comparison?: Comparison): string {
  return stackSection(result, comparison, MOST_CHARACTERS);
}

/**
 * Many previews as one comment: a table of all, then each stack folded, those that fail first. Stacks without room are
 * named.
 *
 * @param changes - comparison of each result in their order, or a word where there is none; a column of the table counts them
 */
export function markdownReports(results: readonly PreviewResult[], changes?: readonly (Comparison | string)[]): string {
  const stacks = overviewRows(results);
  const rows = stacks.map(({ name, verdict, mandatory, advisory, resources: count, cost }, index) => {
    const change = changes?.[index] ?? "";
    const changed = escapeMarkdown(typeof change === "string" ? change : countLine(change));
    return `| ${escapeMarkdown(name)} | ${verdict === "clean" ? "✅" : "❌"} ${verdict} | ${mandatory} | ${advisory} | ${count} | ${escapeMarkdown(cost)} |${changes === undefined ? "" : ` ${changed} |`}`;
  });
  const failed = results.filter(({ status }) => status !== Status.clean).length;
  const verdict = failed === 0 ? "✅ all are clean" : `❌ ${failed} not clean`;
  const head = [
    `### ${counted(results.length, "stack")}: ${verdict}`,
    `| stack | verdict | mandatory | advisory | resources | a month |${changes === undefined ? "" : " changes |"}\n| --- | --- | ---: | ---: | ---: | ---: |${changes === undefined ? "" : " --- |"}\n${rows.join("\n")}`,
    ...leftOut(stacks),
  ].join("\n\n");
  let text = `${clipped(head)}\n`;
  const left: string[] = [];
  const compared = results.map((result, index) => ({ result, change: changes?.[index] ?? "" }));
  for (const { result, change } of compared.sort((a, b) => b.result.status - a.result.status)) {
    const name = `${result.project}/${result.stack}`;
    const detail = stackSection(result, typeof change === "string" ? undefined : change, MOST_IN_STACK);
    const next = `\n${folded(escapeMarkdown(name), [detail]).join("\n\n")}\n`;
    if (text.length + next.length > MOST_CHARACTERS - MOST_LEFT_OUT) {
      left.push(name);
    } else {
      text += next;
    }
  }
  return left.length === 0 ? text : `${text}\n_Left out for length: ${counted(left.length, "stack")}._\n`;
}

/** Costs that the column "a month" leaves out, with the stacks of each. */
function leftOut(stacks: Parameters<typeof leftOutByStacks>[0]): string[] {
  const items = leftOutByStacks(stacks).map(
    ({ leftOut: text, names }) => `- ${escapeMarkdown(text)} (${escapeMarkdown(listOf(names))})`,
  );
  const more = items.length - MOST_NAMES;
  const shown = [...items.slice(0, MOST_NAMES), ...(more > 0 ? [`- and ${more} more`] : [])];
  return items.length === 0 ? [] : [`**Costs that are not counted:**\n\n${shown.join("\n")}`];
}

function stackSection(result: PreviewResult, comparison: Comparison | undefined, most: number): string {
  const insight = insightOf(result);
  const essential = [
    head(result, insight),
    ...(comparison === undefined ? [] : changes(comparison)),
    ...section("Findings", findings(insight, "mandatory")),
    ...section("Incomplete", gaps(result)),
  ];
  const optional = [
    section("Advisories", findings(insight, "advisory")),
    section("Pipelines", pipelines(insight)),
    folded(`${counted(result.resources.length, "resource")}`, resources(result)),
  ];
  let text = `${clipped(essential.join("\n\n"), most)}\n`;
  for (const [index, part] of optional.entries()) {
    const next = part.length === 0 ? "" : `\n${part.join("\n\n")}\n`;
    if (text.length + next.length > most - MOST_LEFT_OUT) {
      const left = ["advisories", "pipelines", "resources"].slice(index).join(", ");
      return `${text}\n_Left out for length: ${left}. The HTML report shows everything._\n`;
    }
    text += next;
  }
  return text;
}

function clipped(text: string, limit = MOST_CHARACTERS): string {
  const most = limit - 2 * MOST_LEFT_OUT;
  return text.length <= most ? text : `${text.slice(0, most)}\n\n_More findings: the HTML report shows everything._`;
}

function head(
  { project, stack, status, packs, resources: all }: PreviewResult,
  { accounts, regions, findings: found, cost }: Insight,
) {
  const mandatory = found.filter(({ level }) => level === "mandatory").length;
  const advisory = found.length - mandatory;
  const changes = Object.entries(changeSummary(all)).map(([operation, count]) => `${count} to ${operation}`);
  const price = hasCost(cost) ? `  \nCost: ${escapeMarkdown(costSentence(cost, DEFAULT_USAGE))}.` : "";
  const facts = [...accounts.map((account) => `account ${account}`), ...regions, ...changes].join(" · ");
  const verdict =
    status === Status.clean
      ? `✅ ${packs.length === 0 ? "The program runs; no policy pack ran" : "No mandatory policy is violated"}`
      : status === Status.violated
        ? "❌ Mandatory policies are violated"
        : "❌ The preview failed";
  return [
    `### ${escapeMarkdown(`${project}/${stack}`)}: ${verdict}`,
    `${facts}  \n${counted(mandatory, "mandatory finding")}, ${counted(advisory, "advisory", "advisories")}. AWS was not contacted.${price}`,
  ].join("\n\n");
}

/** Permissions first; the resources of a comparison are counted. */
function changes(comparison: Comparison): string[] {
  const { changes: all, notKnown } = comparison.permissions;
  const lines = all.map(
    (change) => `- ${WIDENING.has(change.kind) ? "⚠️ " : ""}${escapeMarkdown(permissionSentence(change))}`,
  );
  return [
    `**Changes:** ${escapeMarkdown(countLine(comparison))}`,
    ...section("Permissions", [...lines, ...notKnown.map((text) => `- Not known: ${escapeMarkdown(text)}`)]),
  ];
}

function findings({ findings: all }: Insight, level: Finding["level"]): string[] {
  return all
    .filter((finding) => finding.level === level)
    .map(({ policy, message, urns, severity, setting }) => {
      const names = urns.slice(0, MOST_NAMES).map((urn) => {
        const { type, name } = parseUrn(urn);
        return `${code(name)} (${escapeMarkdown(typeName(type))})`;
      });
      const more = urns.length > MOST_NAMES ? [`and ${urns.length - MOST_NAMES} more`] : [];
      const where = names.length === 0 ? "the whole stack" : [...names, ...more].join(", ");
      return `- **${escapeMarkdown(policy)}**${severity === "" ? "" : ` (${severity})`}: ${escapeMarkdown(message)}  \n  ${setting === undefined ? "" : `${escapeMarkdown(settingText(setting))}: `}${where}`;
    });
}

function gaps({ gaps: all }: PreviewResult): string[] {
  return gapLines(all).map((line) => `- ${escapeMarkdown(line)}`);
}

function pipelines({ pipelines: all }: Insight): string[] {
  return all.length === 0 ? [] : [`\`\`\`mermaid\n${mermaidDiagram(all)}\n\`\`\``];
}

function resources({ resources: all }: PreviewResult): string[] {
  const rows = all
    .filter(({ implicit }) => !implicit)
    .map(
      ({ type, name, operation }) => `| ${escapeMarkdown(typeName(type))} | ${escapeMarkdown(name)} | ${operation} |`,
    );
  return [`| type | name | plan |\n| --- | --- | --- |\n${rows.join("\n")}`];
}

function section(title: string, parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : [`#### ${title}`, parts.join("\n")];
}

function folded(title: string, parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : [`<details><summary>${title}</summary>`, ...parts, "</details>"];
}

/** Text that shows as it is: no markup, no HTML, no mention of a person, no line break. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/gu, "")
    .replace(/\s+/g, " ")
    .replace(/[\\`*_{}[\]()#+!|<>~&]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/@/g, "@\u200B");
}

function code(text: string): string {
  return `\`${text.replace(/[`\s\p{Cc}\p{Cf}]/gu, "")}\``;
}
