import type { Diagnostics } from "../base/diagnostics";
import { isUnknown, type PropertyMap, type PropertyValue, revealed, UNKNOWN } from "../base/property-value";
import type { Question } from "../engine/answer";
import type { Resource } from "../engine/resource";
import { partitionOf } from "./partition";

/** Sources of account and region beside the inputs of the provider. */
export interface AccountContext {
  /** `--account`, which overrides every other source. */
  readonly account?: string;
  /** `--region`, which overrides every other source. */
  readonly region?: string;
  readonly config: ReadonlyMap<string, string>;
  readonly env: NodeJS.ProcessEnv;
}

const ACCOUNT_HINT = "set it with --account, or with one entry in aws:allowedAccountIds";
const REGION_HINT = "set it with --region, aws:region or AWS_REGION";

/**
 * Answers `getCallerIdentity`, `getRegion` and `getPartition` from the command line, the inputs of the provider, the
 * stack's settings and `AWS_REGION`, in this order.
 *
 * @returns undefined for any other function
 */
export function accountAnswer(
  question: Question,
  context: AccountContext,
  diagnostics: Diagnostics,
): PropertyMap | undefined {
  const account = () =>
    knownOrWarn(findAccount(question.provider, context), "account", ACCOUNT_HINT, question, diagnostics);
  const region = () => {
    const asked = question.args.region;
    const found = typeof asked === "string" ? asked : findRegion(question.provider, context);
    return knownOrWarn(found, "region", REGION_HINT, question, diagnostics);
  };
  switch (question.token) {
    case "aws:index/getCallerIdentity:getCallerIdentity": {
      const id = account();
      return { accountId: id, id, arn: UNKNOWN, userId: UNKNOWN };
    }
    case "aws:index/getRegion:getRegion": {
      const name = region();
      return {
        id: name,
        name,
        region: name,
        description: UNKNOWN,
        endpoint: known(name, (it) => `ec2.${it}.${partitionOf(it).dnsSuffix}`),
      };
    }
    case "aws:index/getPartition:getPartition":
      return partitionResult(region());
    default:
      return undefined;
  }
}

function partitionResult(region: string): PropertyMap {
  const partition = (part: keyof ReturnType<typeof partitionOf>) => known(region, (it) => partitionOf(it)[part]);
  return {
    id: partition("name"),
    partition: partition("name"),
    dnsSuffix: partition("dnsSuffix"),
    reverseDnsPrefix: partition("reverseDnsPrefix"),
  };
}

function known(value: string, compute: (value: string) => string): string {
  return isUnknown(value) ? UNKNOWN : compute(value);
}

function knownOrWarn(
  value: string | undefined,
  what: string,
  hint: string,
  question: Question,
  diagnostics: Diagnostics,
): string {
  if (value !== undefined) {
    return value;
  }
  diagnostics.once("warning", `${question.token}: the ${what} is unknown offline; ${hint}`);
  return UNKNOWN;
}

function findAccount(provider: Resource | undefined, context: AccountContext): string | undefined {
  return (
    context.account ??
    onlyEntry(provider?.inputs.allowedAccountIds) ??
    onlyEntry(context.config.get("aws:allowedAccountIds"))
  );
}

/** The region that a provider works in; undefined when no source names one. */
export function findRegion(provider: Resource | undefined, context: AccountContext): string | undefined {
  const own = plain(provider?.inputs.region);
  return context.region ?? own ?? context.config.get("aws:region") ?? context.env.AWS_REGION;
}

// Providers receive lists as JSON text.
function onlyEntry(list: PropertyValue | undefined): string | undefined {
  const value = list === undefined ? undefined : revealed(list);
  const entries = typeof value === "string" && value.startsWith("[") ? (JSON.parse(value) as PropertyValue) : value;
  const only = Array.isArray(entries) && entries.length === 1 ? entries[0] : undefined;
  return only === undefined || isUnknown(only) ? undefined : String(only);
}

function plain(value: PropertyValue | undefined): string | undefined {
  const text = value === undefined ? undefined : revealed(value);
  return typeof text === "string" && text !== "" && !isUnknown(text) ? text : undefined;
}
