import { bucketArn, keyAliasArn, objectArn, roleArn } from "../aws/arn";
import { type AwsScope, withoutRoles } from "../aws/scope";
import { guardedActions, guardedByTag, guardPatterns } from "./guarded-actions";
import { type Conditions, deny, denyElsewhere, meansAction, type Statement } from "./statement";

/**
 * The tag of every resource that stands between people and a protected environment. A destroy pipeline has such
 * resources, and so has a delivery that waits for an approval. Its value names the component. Builds of every
 * environment are denied all changes to a resource with this tag, whatever their settings grant.
 */
export const gateTag = "aws-pipelines:gate";

/** The condition key that AWS compares with the gate tag of a resource. */
export const gateTagKey = `aws:ResourceTag/${gateTag}`;

/**
 * The condition that a resource is of no gate, or of the gate of this pipeline. A component tags a gate with its own name,
 * and names its pipeline so or with `-pipeline` behind.
 */
export function ofOwnGate(pipelineName: string): Conditions {
  const names = [...new Set([pipelineName, pipelineName.replace(/-pipeline$/, "")])];
  return { StringEqualsIfExists: { [gateTagKey]: names } };
}

/**
 * The condition that a resource is of a gate, and of none of these.
 *
 * @param names - values of the gate tag
 */
export function ofGateBut(names: readonly string[] = []): Conditions {
  return {
    Null: { [gateTagKey]: "false" },
    ...(names.length > 0 && { StringNotEquals: { [gateTagKey]: [...names] } }),
  };
}

/** The end of every destroy pipeline's name: AWS compares no tag of a bucket or a passed role, so their names tell. */
export const gateNameEnd = "-destroy";

/** Ends that this package gives to the names of a gate's parts, as a pattern. */
export const gatePartEnds = "(pipeline|preview|list|run)";

/** The end of the name of a StateBackend, whose bucket follows with account and region. */
const stateNameEnd = "-state";

/** The ends of names by which environments of a promotion find the keys of each other: of records, and of signatures. */
export const releaseStoreEnd = "-release-artifacts";
export const signingKeyEnd = "-image-signature";

/** The holder of a guard against all gates of an account. */
export interface GateGuardHolder {
  /** Values of the gate tag on resources of the holder's own environment. */
  readonly gateNames: readonly string[];
  /** ARN of the only objects that the holder writes: those of its plan, in a bucket that is guarded otherwise. */
  readonly writesTo?: string | undefined;
  /** Whether the holder makes artifacts, in a bucket of its own that has a name like those of others. */
  readonly makesArtifacts?: boolean | undefined;
  /** ARN of the one role of its own gate that the holder assumes, in a target account. */
  readonly assumes?: string | undefined;
}

/**
 * Denies every change to a gate, of any environment of the account: by its tag, and by its name where AWS compares no tag.
 * To write the log of another gate, or to read its token, is denied as well.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourcetag
 */
export function guardAllGates(
  scope: AwsScope,
  { gateNames, writesTo, makesArtifacts = false, assumes }: GateGuardHolder,
): Statement[] {
  const kinds = Object.keys(guardedActions) as (keyof typeof guardedActions)[];
  const uses: readonly string[] = ["events", "readToken", "images"];
  const changed = kinds.filter((kind) => guardedByTag[kind] === true && !uses.includes(kind));
  const tagged = changed.flatMap((kind) => guardPatterns[kind]);
  const assuming = "sts:AssumeRole";
  const named = `*${gateNameEnd}-*`;
  // Artifacts hold the source that is deployed after an approval. This package ends their buckets in account and region.
  const artifacts = `*-artifacts-${scope.account}-*`;
  const objects = (names: readonly string[]) =>
    names.flatMap((name) => [bucketArn(scope, name), objectArn(scope, name)]);
  const { passing, aliases, buckets, versions, deletions, writes, account, people } = guardPatterns;
  // Targets trust roles of this account by their names, also before such a role exists and after it is deleted.
  const creating = "iam:CreateRole";
  const changes = [creating, ...passing, ...aliases, ...buckets, ...versions, ...deletions];
  return [
    deny({
      sid: "GuardTagged",
      actions: assumes === undefined ? tagged : tagged.filter((action) => action !== assuming),
      resources: ["*"],
      conditions: ofGateBut(),
    }),
    ...(assumes === undefined
      ? []
      : [denyElsewhere({ sid: "GuardAssume", actions: [assuming], resources: [assumes], conditions: ofGateBut() })]),
    deny({
      sid: "GuardOthers",
      actions: [...guardPatterns.events, ...guardPatterns.readToken, ...guardPatterns.images],
      resources: ["*"],
      conditions: ofGateBut(gateNames),
    }),
    deny({
      sid: "GuardNamed",
      actions: writesTo === undefined && !makesArtifacts ? [...changes, ...writes] : changes,
      resources: [
        // Only this package gives a role a name with a plus sign. Roles of other environments may have other paths.
        ...[named, "*+*"].map((name) => roleArn(withoutRoles(scope), name)),
        ...objects([named, artifacts]),
        // Partners of a promotion trust the keys behind such aliases.
        ...[releaseStoreEnd, signingKeyEnd].map((end) =>
          keyAliasArn({ ...scope, region: "*", account: "*" }, `*${end}`),
        ),
      ],
    }),
    // Users of a state write it, and no build changes its bucket.
    deny({
      sid: "GuardStates",
      actions: [...buckets, ...versions],
      resources: objects([`*${stateNameEnd}-${scope.account}-*`]),
    }),
    deny({ sid: "GuardAccount", actions: [...account, ...people], resources: ["*"] }),
    ...(writesTo === undefined
      ? makesArtifacts
        ? [deny({ sid: "GuardWrites", actions: writes, resources: objects([named]) })]
        : []
      : [denyElsewhere({ sid: "GuardWrites", actions: writes, resources: [writesTo] })]),
  ];
}

/**
 * Guards the role of a build against all gates of an account. A build that may write to a bucket of artifacts keeps that
 * right; its statements name the bucket in full. So does a build to which a pipeline grants the bucket later. No build with
 * a wildcard for buckets that it writes to has the right: it could replace the artifacts of a gate.
 */
export function guardBuild(
  scope: AwsScope,
  statements: readonly Statement[],
  { gateNames = [], makesArtifacts = false, assumes }: Partial<Omit<GateGuardHolder, "writesTo">> = {},
): Statement[] {
  const isNamed = statements.every((each) => bucketWrite(each) === undefined);
  const writes = isNamed && (makesArtifacts || writesStores(scope, statements));
  return guardAllGates(scope, { gateNames, makesArtifacts: writes, assumes });
}

/** Whether statements let their role write to a bucket that is named like a store of artifacts. */
export function writesStores(scope: AwsScope, statements: readonly Statement[]): boolean {
  return statements.some((each) => writesArtifacts(scope, each));
}

/** Returns the action by which a statement lets its role write objects to a bucket that it does not name in full. */
export function bucketWrite({ Effect, Action, Resource = "*", NotResource }: Statement): string | undefined {
  const reaches = NotResource !== undefined || [Resource].flat().some(reachesBuckets);
  return Effect === "Allow" && reaches
    ? [Action].flat().find((written) => guardedActions.writes.some((action) => meansAction(written, action)))
    : undefined;
}

/** Whether a resource of a statement is a pattern that could mean an object of several buckets. */
export function reachesBuckets(resource: string): boolean {
  const isOther = /^arn:[\w-]+:(?!s3:)[\w-]+:/.test(resource);
  const isNamed = /^arn:[\w-]+:s3:[^*?:]*:[^*?:]*:[^*?/]+(\/|$)/.test(resource);
  return /[*?]/.test(resource) && !isOther && !isNamed;
}

function writesArtifacts({ account }: AwsScope, { Effect, Action, Resource = [] }: Statement): boolean {
  return (
    Effect === "Allow" &&
    [Action].flat().includes("s3:PutObject") &&
    [Resource].flat().some((arn) => /^arn:[\w-]+:s3:::[^*?/]+\//.test(arn) && arn.includes(`-artifacts-${account}-`))
  );
}
