import { z } from "zod";
import { allowedKeys, nonEmptyText } from "../schema/vocabulary";
import type { PlanFacts, PlannedChange } from "./plan-program";

/** Schema of the environment whose own stack is planned. */
export const selfUpdated = allowedKeys({
  name: nonEmptyText,
  roleNames: z.array(nonEmptyText).readonly(),
  waiting: z.enum(["mark", "refuse"]).optional(),
});

/** The environment whose own stack is planned. */
export interface SelfUpdated {
  /** The name of the environment. */
  readonly name: string;
  /** Names of the roles that the update may change. */
  readonly roleNames: readonly string[];
  /**
   * The changes that wait for an approval: the plan marks them, or a build without an approval refuses them.
   * @default - every update waits
   */
  readonly waiting?: "mark" | "refuse" | undefined;
}

/**
 * Judges the plan of an environment's own stack. It marks the changes of gates, and refuses every change that the role
 * of the update does not make. A kind of resource that the list lacks is refused. A resource counts as a part of a gate
 * unless its tags say otherwise. Its source text runs in builds.
 */
export function judgeSelfUpdate(
  { changes, refused, ...facts }: PlanFacts,
  { name, roleNames, waiting }: SelfUpdated,
): PlanFacts {
  type Values = Readonly<Record<string, unknown>>;
  const valuesOf = (value: unknown): Values => (typeof value === "object" && value !== null ? (value as Values) : {});
  const inputsOf = ({ record }: PlannedChange): Values[] => {
    const { oldState, newState } = valuesOf(record);
    return [oldState, newState]
      .filter((state) => typeof state === "object" && state !== null)
      .map((state) => valuesOf(valuesOf(state).inputs));
  };

  // Resources that an update changes in place. Their names are in the document of its role.
  const updated = [
    ...["aws:cloudwatch/logGroup:LogGroup", "aws:codebuild/project:Project", "aws:codepipeline/pipeline:Pipeline"],
    ...["aws:ecr/repository:Repository", "aws:iam/role:Role", "aws:kms/key:Key", "aws:kms/keyPolicy:KeyPolicy"],
    ...["aws:s3/bucket:Bucket", "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"],
    ...["aws:s3/bucketLogging:BucketLogging", "aws:s3/bucketPolicy:BucketPolicy", "aws:sns/topic:Topic"],
  ];
  // Resources that an update also creates and deletes.
  const managed = [
    ...["aws:cloudwatch/compositeAlarm:CompositeAlarm", "aws:cloudwatch/dashboard:Dashboard"],
    ...["aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/eventTarget:EventTarget"],
    ...["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:ecr/lifecyclePolicy:LifecyclePolicy"],
    ...["aws:ecr/repositoryPolicy:RepositoryPolicy", "aws:iam/rolePolicy:RolePolicy"],
    "aws:sns/topicSubscription:TopicSubscription",
  ];
  const others = ["aws-pipelines:index:DestroyPipeline", "aws-pipelines:index:SelfUpdatePipeline"];

  function reasonOf(change: PlannedChange): string | undefined {
    const { action, address, type, properties = [] } = change;
    // An alias gives a resource another URN, and the state holds the former one.
    const { oldState } = valuesOf(change.record);
    const urns = [address, String(valuesOf(oldState).urn ?? address)];
    const isOther = (urn: string) =>
      others.some((other) => urn.includes(`${other}$`)) ||
      urn.split("::").slice(3).join("::").includes("-destroy-artifacts-logs");
    if (urns.some(isOther)) {
      return "is a part of the gate of a destroy, or of the pipeline that updates";
    }
    if (action === "record") {
      return undefined;
    }
    const isMade = managed.includes(type) ? action !== "import" : updated.includes(type) && action === "update";
    if (!isMade) {
      return `is of the kind ${type}, and an update does not ${action} it`;
    }
    if (
      type === "aws:iam/rolePolicy:RolePolicy" &&
      inputsOf(change).some(({ role }) => !roleNames.includes(String(role)))
    ) {
      return "is a policy of a role outside of the environment, such as an approver";
    }
    if (type === "aws:cloudwatch/logGroup:LogGroup" && properties.includes("retentionInDays")) {
      return "changes the retention of a log";
    }
    if (type === "aws:iam/role:Role") {
      const fixed = ["name", "path", "permissionsBoundary"].find((key) => properties.includes(key));
      const isForeign = inputsOf(change).some((inputs) => !roleNames.includes(String(inputs.name)));
      return fixed !== undefined
        ? `changes the ${fixed} of a role`
        : isForeign
          ? "is a role that an update does not change"
          : undefined;
    }
    return undefined;
  }

  const isGate = (change: PlannedChange): boolean =>
    change.action !== "record" &&
    inputsOf(change).some(
      // A policy or a subscription has no tags, and an unknown map is a text. A provider adds its own tags to all of them.
      ({ tags, tagsAll = {} }) =>
        [tags, tagsAll].some((map) => typeof map !== "object" || map === null || "aws-pipelines:gate" in map),
    );

  // Values that the update decides, and secrets, as Pulumi shows them. In one piece, they would be unknown or secret here.
  const hidden = [
    ["04da6b54", "80e4", "46f7", "96ec", "b56ff0331ba9"].join("-"),
    ["4dabf181", "93072939515e22adb298388d"].join(""),
    "[secret]",
  ];
  const withoutTags = ({ tags, tagsAll, __defaults, ...others }: Values): Values => others;
  // The parts of a project that decide its work, and no right: its role runs other commands with the same permissions.
  function rightsOf(inputs: Values): string {
    const { description, buildTimeout, queuedTimeout, ...project } = withoutTags(inputs);
    const { image, computeType, environmentVariables, ...machine } = valuesOf(project.environment);
    const { buildspec, ...source } = valuesOf(project.source);
    const references = (Array.isArray(environmentVariables) ? environmentVariables : [])
      .map(valuesOf)
      .filter(({ type = "PLAINTEXT" }) => type !== "PLAINTEXT");
    return JSON.stringify({ ...project, environment: { ...machine, references }, source });
  }

  // A provider of the same URN may have another id.
  const optionsChange = (record: unknown): boolean => {
    const { oldState, newState } = valuesOf(record);
    const [before, after] = [oldState, newState].map((state) => {
      const { protect, retainOnDelete, deletedWith, provider = "" } = valuesOf(state);
      const urn = String(provider).split("::").slice(0, 4).join("::");
      return JSON.stringify([protect === true, retainOnDelete === true, deletedWith || "", urn]);
    });
    return typeof oldState === "object" && oldState !== null && typeof newState === "object" && newState !== null
      ? before !== after
      : false;
  };

  /** Only kinds of this list wait for nobody: they hold no permission, and start nothing. */
  function waitOf(change: PlannedChange): string | undefined {
    const { action, type, record, widens = [] } = change;
    if (type.startsWith("pulumi:providers:")) {
      return "is a provider, which decides the account of resources";
    }
    if (optionsChange(record)) {
      return "changes options of a resource, such as its protection or its provider";
    }
    if (action === "record") {
      return undefined;
    }
    if (widens.length > 0) {
      return "widens a permission";
    }
    if (isGate(change)) {
      return "is a part of a gate, or has no tags that say otherwise";
    }
    if (hidden.some((text) => JSON.stringify(record)?.includes(text))) {
      return "has a value that nobody can judge";
    }
    if (type === "aws:cloudwatch/logGroup:LogGroup" && action === "update") {
      const [before = {}, after = {}] = inputsOf(change).map(withoutTags);
      return JSON.stringify(before) === JSON.stringify(after) ? undefined : "changes more of a log group than its tags";
    }
    if (type === "aws:codebuild/project:Project" && action === "update") {
      const [before = {}, after = {}] = inputsOf(change);
      return rightsOf(before) === rightsOf(after) ? undefined : "changes more of a project than its work";
    }
    return `is of the kind ${type}, which can change a permission or a start`;
  }

  const marked = changes.map((change) => {
    const waits = waiting === undefined ? undefined : waitOf(change);
    return { ...change, ...(isGate(change) && { gate: true }), ...(waits !== undefined && { waits }) };
  });
  const unapproved =
    waiting === "refuse"
      ? marked.flatMap(({ address, waits }) => (waits === undefined ? [] : [`${address} ${waits}.`]))
      : [];

  const byHand = changes.flatMap((change) => {
    const reason = reasonOf(change);
    return reason === undefined ? [] : [`${change.address} ${reason}.`];
  });
  return {
    ...facts,
    changes: marked,
    refused: [
      ...refused,
      ...byHand,
      ...unapproved,
      ...(unapproved.length > 0 ? ["These changes wait for an approval, and nobody approved them."] : []),
      ...(byHand.length > 0 ? [`A person makes these changes of ${name}: run pulumi up by hand.`] : []),
    ],
  };
}
