import { accountOf, parseArn } from "../aws/arn";
import type { Problem } from "../schema/problem";
import { isRecord, shown } from "../schema/vocabulary";

/** Keys of settings whose lists are grants. */
const grantKeys: readonly string[] = ["permissions", "functionPermissions", "previewPermissions"];

/** Keys of an environment whose roles stay in the account of the pipeline, whatever `target` says. */
const homeKeys: readonly string[] = ["test", "builds", "destroy"];

/** A resource of another account in a grant. */
interface ForeignResource {
  /** Path of the list of grants. */
  readonly list: string;
  /** Path of the resource. */
  readonly path: string;
  readonly arn: string;
  readonly actions: readonly string[];
  /** The account of the role that gets the permission. */
  readonly account: string;
  readonly owner: string;
}

/**
 * Refuses permissions to pass a role of another account.
 *
 * @param settings - settings of an environment, or stages of a pipeline
 * @param account - account of the pipeline
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function foreignPassRoleProblems(settings: unknown, account: string | undefined): Problem[] {
  return foreignResources(settings, account)
    .filter(passesRole)
    .map(({ path, arn, account: own, owner }) => ({
      path,
      reason: `is ${shown(arn)}, a role of account ${owner}, and AWS passes roles within one account alone: give a role of ${own}`,
    }));
}

/** Names further resources of other accounts, one text for each list of grants and account. */
export function foreignGrantAdvice(settings: unknown, account: string | undefined): string[] {
  const texts = new Map<string, string>();
  for (const resource of foreignResources(settings, account)) {
    const { list, arn, account: own, owner, actions } = resource;
    // Roles assume roles of other accounts by intent.
    const key = `${list} ${owner}`;
    if (!texts.has(key) && !passesRole(resource) && actions.some((action) => action !== "sts:AssumeRole")) {
      texts.set(
        key,
        `${list} name resources of account ${owner}, such as ${arn}, and the role belongs to ${own}. AWS allows that only if a policy of the resource allows the role too.`,
      );
    }
  }
  return [...texts.values()];
}

function passesRole({ arn, actions }: ForeignResource): boolean {
  return parseArn(arn)?.service === "iam" && actions.some((action) => action.toLowerCase() === "iam:passrole");
}

function foreignResources(
  settings: unknown,
  account: string | undefined,
  path = "",
  target: string | undefined = account,
): ForeignResource[] {
  if (Array.isArray(settings)) {
    return settings.flatMap((item, index) => foreignResources(item, account, `${path}[${index}]`, target));
  }
  if (!isPlain(settings)) {
    return [];
  }
  const place = targetAccount(settings) ?? target;
  return Object.entries(settings).flatMap(([key, value]) => {
    const at = path === "" ? key : `${path}.${key}`;
    const own = path === "" && homeKeys.includes(key) ? account : place;
    return grantKeys.includes(key) && own !== undefined
      ? ofGrants(at, value, own)
      : foreignResources(value, account, at, own);
  });
}

/** Components and outputs among arguments hold no grants of theirs. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value));
}

/** The account of a target, or of the role that an action brings. */
function targetAccount({ target, roleArn }: Readonly<Record<string, unknown>>): string | undefined {
  const account = isPlain(target) ? target.account : undefined;
  return typeof account === "string" ? account : typeof roleArn === "string" ? accountOf(roleArn) : undefined;
}

/** Resources of other accounts in grants, or in statements. */
function ofGrants(list: string, grants: unknown, account: string): ForeignResource[] {
  return (Array.isArray(grants) ? grants : []).filter(isPlain).flatMap((grant, index) => {
    const key = "resources" in grant ? "resources" : "Resource";
    return textsOf(grant[key]).flatMap((arn, at) => {
      const owner = accountOf(arn);
      const path = `${list}[${index}].${key}${Array.isArray(grant[key]) ? `[${at}]` : ""}`;
      return owner === undefined || owner === account || !/^\d{12}$/.test(owner)
        ? []
        : [{ list, path, arn, actions: textsOf(grant.actions ?? grant.Action), account, owner }];
    });
  });
}

function textsOf(value: unknown): string[] {
  return [value].flat().filter((text) => typeof text === "string");
}
