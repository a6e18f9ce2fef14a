import { readDocument, requiring } from "@platform/aws-pipelines-policy/iam";
import type { PropertyValue } from "../preview/base/property-value";
import type { Resource } from "../preview/engine/resource";
import { toValue } from "./identities";
import { at, knownAt, listAt, mapAt, textAt, textsAt, UNKNOWN_TEXT } from "./known";
import { accountOfArn, type Place, Places } from "./place";
import { refersTo } from "./references";
import { PIPELINE_TYPE, ROLE_TYPE } from "./resource-types";
import { type Start, startersOf, startsOf } from "./starts";

const MANUAL_APPROVAL_DAYS = 7;
const MINUTES_PER_DAY = 1440;

/** One pipeline of a previewed program, as CodePipeline will run it. */
export interface PipelineView {
  readonly urn: string;
  readonly name: string;
  /** V1 or V2. CodePipeline makes a V1 pipeline where the program names no type. */
  readonly pipelineType: string;
  /** SUPERSEDED, QUEUED or PARALLEL. */
  readonly executionMode: string;
  readonly place: Place;
  readonly stages: readonly StageView[];
  readonly starts: readonly Start[];
}

export interface StageView {
  readonly name: string;
  readonly actions: readonly ActionView[];
  readonly conditions: readonly ConditionView[];
}

export interface ActionView {
  readonly name: string;
  readonly category: string;
  /** AWS, ThirdParty or Custom. */
  readonly owner: string;
  readonly provider: string;
  readonly runOrder: number;
  readonly inputArtifacts: readonly string[];
  readonly outputArtifacts: readonly string[];
  readonly namespace?: string;
  /** Namespaces of the actions whose variables this one reads. */
  readonly reads: readonly string[];
  /** The resource that the action works on: a project, a repository and branch, a stack, a topic. */
  readonly target?: string;
  /** Set where the action works in another account or region than its pipeline. */
  readonly account?: string;
  readonly region?: string;
  /** Minutes that a person has to decide; set for approvals alone. */
  readonly approvalMinutes?: number;
}

export interface ConditionView {
  readonly when: "before entry" | "on success" | "on failure";
  /** FAIL, ROLLBACK, RETRY or SKIP. */
  readonly result: string;
  /** Names of the rules with their providers. */
  readonly rules: readonly { readonly name: string; readonly provider: string }[];
}

/**
 * Reads every CodePipeline pipeline of a program, whoever wrote it.
 *
 * @param account - `--account`: the account of the caller
 */
export function pipelinesOf(
  resources: readonly Resource[],
  config: Readonly<Record<string, string>>,
  account?: string,
): readonly PipelineView[] {
  const places = new Places(resources, config, account);
  const starters = startersOf(resources);
  return starters
    .filter(({ type }) => type === PIPELINE_TYPE)
    .map((resource) => {
      const place = { ...ofOwnRole(resource, starters), ...places.of(resource) };
      const stages = listAt(resource.inputs.stages).map((stage) => stageOf(stage, place));
      const view = {
        urn: resource.urn,
        name: textAt(resource.inputs.name) ?? resource.name,
        pipelineType: textAt(resource.inputs.pipelineType) ?? "V1",
        executionMode: textAt(resource.inputs.executionMode) ?? "SUPERSEDED",
        place,
        stages,
      };
      return { ...view, starts: startsOf(resource, view.name, starters) };
    });
}

/** The actions that wait for a person, with their stages, in the order of the run. */
export function approvalsOf({ stages }: PipelineView): readonly { stage: StageView; action: ActionView }[] {
  return stages.flatMap((stage) =>
    stage.actions.filter(({ approvalMinutes }) => approvalMinutes !== undefined).map((action) => ({ stage, action })),
  );
}

/** The actions of a stage in the groups that run at the same time, first group first. */
export function groupsOf({ actions }: StageView): readonly (readonly ActionView[])[] {
  const orders = [...new Set(actions.map(({ runOrder }) => runOrder))].sort((a, b) => a - b);
  return orders.map((order) => actions.filter(({ runOrder }) => runOrder === order));
}

/** CodePipeline assumes a service role of the account of the pipeline alone. */
function ofOwnRole(pipeline: Resource, resources: readonly Resource[]): Pick<Place, "account"> {
  const role = resources.find((other) => other.type === ROLE_TYPE && refersTo(pipeline, "roleArn", other));
  const account = accountOfArn(knownAt(pipeline.inputs.roleArn)) ?? (role && trustedAccount(role));
  return account === undefined ? {} : { account };
}

/** The account whose pipelines may assume a role, by `aws:SourceAccount` of its trust policy. */
function trustedAccount({ inputs }: Resource): string | undefined {
  const { statements } = readDocument({ path: "assumeRolePolicy", value: toValue(inputs.assumeRolePolicy) });
  const values = statements.flatMap(({ conditions }) =>
    requiring(conditions, ["aws:SourceAccount"]).flatMap((condition) => condition.values),
  );
  const [account, ...others] = [...new Set(values)];
  return others.length === 0 && typeof account === "string" && /^\d{12}$/.test(account) ? account : undefined;
}

function stageOf(stage: PropertyValue, place: Place): StageView {
  return {
    name: textAt(stage, "name") ?? UNKNOWN_TEXT,
    actions: listAt(stage, "actions").map((action) => actionOf(action, place)),
    conditions: [
      ...conditionsOf(stage, "beforeEntry", "before entry"),
      ...conditionsOf(stage, "onSuccess", "on success"),
      ...conditionsOf(stage, "onFailure", "on failure"),
    ],
  };
}

function actionOf(action: PropertyValue, place: Place): ActionView {
  const account = accountOfArn(knownAt(action, "roleArn"));
  const region = knownAt(action, "region");
  const namespace = textAt(action, "namespace");
  const configuration = mapAt(action, "configuration");
  const target = targetOf(knownAt(action, "provider") ?? "", configuration);
  const isApproval = knownAt(action, "category") === "Approval";
  return {
    name: textAt(action, "name") ?? UNKNOWN_TEXT,
    category: textAt(action, "category") ?? UNKNOWN_TEXT,
    owner: textAt(action, "owner") ?? UNKNOWN_TEXT,
    provider: textAt(action, "provider") ?? UNKNOWN_TEXT,
    runOrder: Number(knownAt(action, "runOrder") ?? 1),
    inputArtifacts: textsAt(action, "inputArtifacts"),
    outputArtifacts: textsAt(action, "outputArtifacts"),
    reads: namespacesIn(configuration),
    ...(namespace !== undefined && { namespace }),
    ...(target !== undefined && { target }),
    ...(account !== undefined && account !== place.account && { account }),
    ...(region !== undefined && region !== place.region && { region }),
    ...(isApproval && {
      approvalMinutes: Number(knownAt(action, "timeoutInMinutes") ?? MANUAL_APPROVAL_DAYS * MINUTES_PER_DAY),
    }),
  };
}

function conditionsOf(
  stage: PropertyValue,
  property: "beforeEntry" | "onSuccess" | "onFailure",
  when: ConditionView["when"],
): ConditionView[] {
  return listAt(stage, property, "condition").map((condition) => ({
    when,
    result: textAt(condition, "result") ?? "FAIL",
    rules: listAt(condition, "rules").map((rule) => ({
      name: textAt(rule, "name") ?? UNKNOWN_TEXT,
      provider: textAt(rule, "ruleTypeId", "provider") ?? UNKNOWN_TEXT,
    })),
  }));
}

/** The configuration keys that name the resource an action works on, by provider. */
const TARGET_KEYS: Readonly<Record<string, readonly string[]>> = {
  AppConfig: ["Application", "Environment"],
  CloudFormation: ["StackName"],
  CloudFormationStackInstances: ["StackSetName"],
  CloudFormationStackSet: ["StackSetName"],
  CodeBuild: ["ProjectName"],
  CodeCommit: ["RepositoryName", "BranchName"],
  CodeDeploy: ["ApplicationName", "DeploymentGroupName"],
  CodeDeployToECS: ["ApplicationName", "DeploymentGroupName"],
  CodePipeline: ["PipelineName"],
  CodeStarSourceConnection: ["FullRepositoryId", "BranchName"],
  ECR: ["RepositoryName", "ImageTag"],
  ECRBuildAndPublish: ["ECRRepositoryName"],
  ECS: ["ClusterName", "ServiceName"],
  EKS: ["ClusterName"],
  ElasticBeanstalk: ["ApplicationName", "EnvironmentName"],
  GitHub: ["Owner", "Repo", "Branch"],
  Lambda: ["FunctionName"],
  Manual: ["NotificationArn"],
  S3: ["S3Bucket", "BucketName", "S3ObjectKey", "ObjectKey"],
  ServiceCatalog: ["ProductId"],
  StepFunctions: ["StateMachineArn"],
};

function targetOf(provider: string, configuration: PropertyValue): string | undefined {
  const parts = (TARGET_KEYS[provider] ?? []).flatMap((key) => textAt(configuration, key) ?? []);
  return parts.length === 0 ? undefined : parts.map(lastOfArn).join(" ");
}

function lastOfArn(text: string): string {
  return text.startsWith("arn:") ? (text.split(":").at(-1) ?? text) : text;
}

/** Namespaces of the variable references in a configuration; the pipeline's own namespaces are left out. */
function namespacesIn(configuration: PropertyValue): readonly string[] {
  const texts = Object.keys(mapAt(configuration)).flatMap((key) => knownAt(at(configuration, key)) ?? []);
  const names = texts.flatMap((text) => [...text.matchAll(/#\{([\w@-]+)\./g)].map(([, name = ""]) => name));
  return [...new Set(names)].filter((name) => name !== "codepipeline" && name !== "variables");
}
