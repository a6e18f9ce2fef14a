import type { PackVerdict, PolicyVerdict, Violation } from "../preview/analysis/verdict";
import type { Resource } from "../preview/engine/resource";
import { parseUrn } from "../preview/engine/urn";
import type { Emphasis, Paint } from "./style";
import { typeName } from "./type-name";

const INDENT = "    ";

/** How many resources the packs received: all but default providers and resources that are only read. */
export function judgedCount(resources: readonly Resource[]): number {
  return resources.filter(({ implicit, operation }) => !implicit && operation !== "read").length;
}

/**
 * Lists the policy packs, each policy with its verdict, and each violation with its resource.
 *
 * @param resources - number of resources that the packs received
 */
export function policyLines(packs: readonly PackVerdict[], resources: number, paint: Paint): string[] {
  return packs.flatMap((pack) => {
    const ran = pack.policies.filter((policy) => !isIdle(policy));
    const nameWidth = Math.max(0, ...ran.map(({ name }) => name.length));
    const levelWidth = Math.max(0, ...ran.map(({ level }) => level.length));
    return [
      `${INDENT}${paint("heading", pack.name)} ${paint("quiet", `v${pack.version}: ${overall(pack, resources)}`)}`,
      ...ran.flatMap((policy) => policyLine(policy, nameWidth, levelWidth, paint)),
      ...idleLines(pack, paint),
    ];
  });
}

function isIdle({ level, judged, violations, remediated }: PolicyVerdict): boolean {
  return level === "disabled" || (judged === 0 && violations.length === 0 && remediated.length === 0);
}

/** One line for all policies that judged nothing. A pack has many policies that apply to no resource of a stack. */
function idleLines({ policies }: PackVerdict, paint: Paint): string[] {
  const disabled = policies.filter(({ level }) => level === "disabled").length;
  const idle = policies.filter(isIdle).length - disabled;
  const parts = [
    ...(idle > 0 ? [`${idle} more ${idle === 1 ? "applies" : "apply"} to no resource`] : []),
    ...(disabled > 0 ? [`${disabled} ${disabled === 1 ? "is" : "are"} disabled`] : []),
  ];
  return parts.length === 0 ? [] : [`${INDENT}${paint("quiet", `- ${parts.join(", ")}`)}`];
}

/** How much a pack judged. A preview without findings thereby shows that policies ran. */
function overall({ policies }: PackVerdict, resources: number): string {
  const judging = policies.filter(({ judged, violations }) => judged > 0 || violations.length > 0);
  const finding = judging.filter(({ violations }) => violations.length > 0).length;
  const judged = `${judging.length} of ${counted(policies.length, "policy", "policies")} judged ${counted(resources, "resource")}`;
  if (judging.length === 0) {
    return `no policy of ${policies.length} applies to ${counted(resources, "resource")}, so nothing was judged`;
  }
  return `${judged}, ${finding === 0 ? "no findings" : `${finding} with findings`}`;
}

function policyLine(policy: PolicyVerdict, nameWidth: number, levelWidth: number, paint: Paint): string[] {
  const { mark, emphasis, summary } = summarize(policy);
  const head = `${paint(emphasis, mark)} ${policy.name.padEnd(nameWidth)}  ${policy.level.padEnd(levelWidth)}`;
  return [
    `${INDENT}${head}  ${paint(emphasis === "good" ? "quiet" : emphasis, summary)}`,
    ...policy.violations.flatMap((violation) => violationLines(violation, paint)),
  ];
}

function summarize(policy: PolicyVerdict): { mark: string; emphasis: Emphasis; summary: string } {
  const { violations, remediated, judged } = policy;
  if (violations.some(({ level }) => level === "mandatory")) {
    return { mark: "✗", emphasis: "bad", summary: counted(violations.length, "violation") };
  }
  if (violations.length > 0) {
    return { mark: "!", emphasis: "warning", summary: counted(violations.length, "finding") };
  }
  if (remediated.length > 0) {
    return { mark: "~", emphasis: "change", summary: `${counted(remediated.length, "resource")} changed` };
  }
  return { mark: "✓", emphasis: "good", summary: policy.kind === "stack" ? "stack" : counted(judged, "resource") };
}

function violationLines(violation: Violation, paint: Paint): string[] {
  const { type, name } = parseUrn(violation.urn);
  const where = violation.urn === "" ? "the whole stack" : `${typeName(type)} (${name})`;
  const deep = INDENT.repeat(2);
  return [
    `${deep}${paint("heading", where)}`,
    ...violation.message.split("\n").map((line) => `${deep}  ${line}`.trimEnd()),
  ];
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
