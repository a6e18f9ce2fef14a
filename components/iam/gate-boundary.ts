import { bucketArn, composeArn, objectArn } from "../aws/arn";
import { gateNameEnd, gateTagKey, ofGateBut } from "./gate-tag";
import { guardPatterns } from "./guarded-actions";
import { type Conditions, deny, type Statement } from "./statement";

const verbs = (service: string, ...beginnings: readonly string[]) => beginnings.map((verb) => `${service}:${verb}*`);

/** Patterns of the actions that change, start or approve a gate, as short as a managed policy needs. None only reads. */
const changes: readonly string[] = [
  ...verbs("codepipeline", "C", "D", "E", "O", "P", "R", "Stop", "T", "U"),
  ...verbs("codebuild", "BatchD", "C", "Delete", "I", "P", "R", "S", "U"),
  ...verbs("iam", "A", "C", "D", "P", "R", "Set", "T", "U"),
  ...verbs("logs", "A", "C", "Delete", "Dis", "Put", "T", "U"),
  ...verbs("sns", "A", "C", "D", "P", "R", "S", "T", "U"),
  ...verbs("kms", "C", "Delete", "Di", "I", "P", "Repl", "Ret", "Rev", "Sch", "T", "U"),
  ...["codeconnections", "codestar-connections"].flatMap((service) => verbs(service, "D", "T", "Un", "Up")),
  ...verbs("secretsmanager", "Ca", "Del", "P", "R", "S", "T", "U"),
  // Alarms and event rules tell people about a gate.
  ...verbs("cloudwatch", "DeleteAl", "Dis", "PutCom", "PutMetricAl", "SetAl", "T", "U"),
  ...verbs("events", "DeleteR", "Di", "PutR", "PutT", "Rem", "T", "U"),
];

/** Patterns of the actions by which somebody becomes a person who approves. */
const people: readonly string[] = [
  ...verbs("iam", "AddUser", "AttachG", "AttachU", "CreateAcc", "CreateLogin", "PutG", "PutUser", "UpdateLogin"),
  ...["ds-data:Add*", "ds:*Trust", "ds:Reset*", "sso-directory:*", "sso:*"],
  ...verbs("identitystore", "Create", "Update"),
  ...verbs("rolesanywhere", "Create", "Enable", "Update"),
];

/** Arguments of {@link gateBoundary}. */
export interface GateBoundaryArgs {
  /** The ARN of the policy that holds the statements: `permissionsBoundaryArn` of the environment. */
  readonly boundaryArn: string;
  /** The name of the environment, such as `orders-prod`. */
  readonly environment: string;
  /**
   * Names of environments that this one promotes to or from, or whose pipelines it starts.
   * @default - none
   */
  readonly partners?: readonly string[];
}

/**
 * Returns the denials of the permissions boundary of one environment with `selfUpdate`. They hold for a role that lost its
 * guard: it changes, starts and approves no gate but that of the environment's own delivery. Roles of the self-update and
 * of the destroy pipeline keep their work. Put an `Allow` of the services that the environment uses beside the statements.
 *
 * @example
 * new Policy("boundary", {
 *   name: "orders-prod-boundary",
 *   policy: JSON.stringify({
 *     Version: "2012-10-17",
 *     Statement: [
 *       { Effect: "Allow", Action: ["codebuild:*", "codepipeline:*", "ecs:*", "logs:*"], Resource: "*" },
 *       ...gateBoundary({
 *         boundaryArn: "arn:aws:iam::111122223333:policy/orders-prod-boundary",
 *         environment: "orders-prod",
 *       }),
 *     ],
 *   }),
 * });
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function gateBoundary({ boundaryArn, environment, partners = [] }: GateBoundaryArgs): Statement[] {
  const [, partition = "aws", , , account = ""] = boundaryArn.split(":");
  const place = { partition, account, region: "" };
  // A role has a path or none, and a pattern of IAM matches both only if it names both.
  const roles = (...names: readonly string[]) =>
    names.flatMap((name) =>
      ["role/", "role/*/"].map((path) =>
        composeArn({ partition, service: "iam", account, resource: `${path}${name}` }),
      ),
    );
  const buckets = (name: string) => [bucketArn(place, name), objectArn(place, name)];
  const updater = `self-update-${environment}`;
  const destroy = `${environment}${gateNameEnd}`;
  const ofUpdater = roles(`${updater}*`);
  const ofDestroy = roles(`${destroy}-*`);
  const except = (principals: readonly string[]) => ({ ArnNotLike: { "aws:PrincipalArn": [...principals] } });
  const gatesBut = (...names: readonly string[]): Conditions => ({
    ...ofGateBut(names),
    ...except([...ofUpdater, ...ofDestroy]),
  });
  const { images, passing, policies, account: registries } = guardPatterns;
  const objects = verbs("s3", "D", "P", "Repl", "Update");
  const all = ["*"];
  return [
    deny({ sid: "KeepGates", actions: changes, resources: all, conditions: gatesBut(environment) }),
    // A promotion starts the pipeline of its receiver, and tags images of its sender.
    deny({
      sid: "KeepStarts",
      actions: ["codepipeline:StartPipelineExecution", "sts:AssumeRole", ...images],
      resources: all,
      conditions: gatesBut(environment, ...partners),
    }),
    // Deploying and destroying use one token of Pulumi Cloud.
    deny({
      sid: "KeepTokens",
      actions: guardPatterns.readToken,
      resources: all,
      conditions: ofGateBut([environment, destroy, updater]),
    }),
    deny({
      sid: "KeepSelfUpdate",
      actions: ["codebuild:*", "codepipeline:*", "iam:*", "kms:P*", "logs:Put*", "secretsmanager:*", "sns:*", "sts:*"],
      resources: all,
      conditions: { StringEquals: { [gateTagKey]: updater }, ...except(ofUpdater) },
    }),
    deny({
      sid: "KeepUpdates",
      actions: objects,
      resources: buckets("self-update-*"),
      conditions: except(ofUpdater),
    }),
    deny({
      sid: "KeepDestroys",
      actions: objects,
      resources: buckets(`*${gateNameEnd}-*`),
      conditions: except(ofDestroy),
    }),
    // A role with such a name would be one of the roles above.
    deny({
      sid: "KeepNames",
      actions: ["iam:CreateRole", ...passing],
      resources: roles("self-update-*", `*${gateNameEnd}-*`),
    }),
    deny({
      sid: "KeepRoles",
      actions: ["iam:AttachRolePolicy", "iam:CreateRole", "iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy"],
      resources: all,
      conditions: { StringNotEquals: { "iam:PermissionsBoundary": boundaryArn } },
    }),
    deny({
      sid: "KeepPeople",
      actions: [
        "codepipeline:OverrideStageCondition",
        "codepipeline:PutApprovalResult",
        "iam:*PermissionsBoundary",
        ...registries,
        ...people,
      ],
      resources: all,
    }),
    deny({ sid: "KeepBoundary", actions: policies, resources: [boundaryArn] }),
  ];
}
