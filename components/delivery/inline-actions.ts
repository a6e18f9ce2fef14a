import { inArtifact } from "../actions/base/artifact-path";
import type { ActionInput } from "../actions/catalogue";
import type { Buildspec } from "../codebuild/buildspec";
import type { BuildProjectSettings } from "../codebuild/project-schema";
import type { Statement } from "../iam/statement";
import type { PipelineDefinition } from "../pipelines/definition/schema";
import { checkArguments } from "./action-arguments";
import type { ChangeSetAction } from "./change-set-action";
import type { PlacedKeys, StackRoleSettings, Target } from "./targets";
import type { UpdateAction } from "./update-action";

type Trigger = NonNullable<PipelineDefinition["triggers"]>[number];

/** A value that a build takes: an action with one output artifact, or the name of an artifact. */
export type Artifact = string | { readonly name: string; readonly outputArtifacts?: readonly string[] | undefined };

/** Keys that every action takes. */
export interface ActionPosition {
  /** The name of the action, unique in its stage. */
  name: string;
  /**
   * The position in the stage, 1 to 999. Actions of one number run at the same time.
   * @default 1
   */
  runOrder?: number | undefined;
  /**
   * The namespace of the action's variables.
   * @default - the name of the action
   */
  namespace?: string | undefined;
}

/** The arguments of {@link gitSource}. */
export interface GitSourceArgs extends Partial<ActionPosition> {
  /** The ARN of the connection to GitHub, GitLab, Bitbucket or Azure DevOps. */
  connectionArn: string;
  /** Owner and name of the repository: `acme/shop`. */
  repository: string;
  /**
   * The branch that the pipeline reads.
   * @default "main"
   */
  branch?: string | undefined;
  /**
   * Filters of pushes that start the pipeline, such as `[{ tags: { includes: ["v*"] } }]`.
   * @default - every push to the branch
   * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html
   */
  pushes?: NonNullable<Trigger["push"]> | undefined;
  /**
   * Filters of pull requests that start the pipeline.
   * @default - no pull request
   */
  pullRequests?: NonNullable<Trigger["pullRequest"]> | undefined;
}

/** A source action with the changes that start the pipeline. */
export type GitSource = Extract<ActionInput, { provider: "CodeStarSourceConnection" }> & {
  readonly trigger?: Pick<Trigger, "push" | "pullRequest">;
};

/**
 * Returns a source action for a repository behind a connection. The action makes one artifact, named after the action.
 *
 * @throws Error that names every missing or misspelt key.
 * @example
 * ```ts
 * const source = gitSource({ connectionArn, repository: "acme/lib", pushes: [{ tags: { includes: ["v*"] } }] });
 * ```
 */
export function gitSource(args: GitSourceArgs): GitSource {
  checkArguments("gitSource", args);
  const { connectionArn, repository, branch = "main", pushes, pullRequests, name = "Repository", ...position } = args;
  return {
    ...position,
    name,
    provider: "CodeStarSourceConnection",
    outputArtifacts: [artifactOf(name)],
    configuration: { ConnectionArn: connectionArn, FullRepositoryId: repository, BranchName: branch },
    ...((pushes ?? pullRequests) !== undefined && {
      trigger: { ...(pushes && { push: pushes }), ...(pullRequests && { pullRequest: pullRequests }) },
    }),
  };
}

/** The arguments of {@link buildAction}: the action and its project in one. */
export interface BuildActionArgs
  extends ActionPosition,
    Omit<BuildProjectSettings, "projectName" | "batch" | "logRetentionInDays"> {
  /** The artifacts that the build reads, the primary source first: actions that make them, or names. */
  input: Artifact | readonly Artifact[];
  /**
   * Commands of the build phase. Give either `commands` or `buildspec`.
   * @default - the commands of the buildspec
   */
  commands?: readonly string[] | undefined;
  /**
   * Versions of runtimes in the build image, such as `{ nodejs: 22 }`. Only with `commands`.
   * @default - the versions of the image
   */
  runtime?: Readonly<Record<string, string | number>> | undefined;
  /**
   * Test and coverage reports by report group. Only with `commands`.
   * @default - none
   */
  reports?: Buildspec["reports"];
  /**
   * Files of the output artifact, such as `["dist/**"]`. The artifact has the name of the action, with `_` for each dot
   * and `@`. Only with `commands`; a buildspec states its own `artifacts`.
   * @default - no output artifact
   */
  files?: readonly string[] | undefined;
  /**
   * Names of variables that later actions may read by {@link outputVariable}, such as `["VERSION"]`. Only with
   * `commands`; a buildspec states its own `exported-variables`.
   * @default - none
   */
  exportedVariables?: readonly string[] | undefined;
  /**
   * The buildspec, or a ready one such as {@link dockerImage}.
   * @default - made of `commands`
   */
  buildspec?: Buildspec | undefined;
  /**
   * Statements of the build role, beside those for logs, artifacts, reports and variables.
   * @default - none
   */
  permissions?: readonly Statement[] | undefined;
}

/** A build action that brings its project. Plain data: {@link DeliveryPipeline} creates the project. */
export interface BuildAction extends ActionPosition {
  readonly provider: "CodeBuild";
  readonly inputArtifacts: readonly string[];
  readonly outputArtifacts: readonly string[];
  readonly build: BuildSettings;
}

/** The project of a {@link BuildAction}. */
export type BuildSettings = Omit<BuildActionArgs, "input" | keyof ActionPosition>;

/**
 * Returns a build action that brings its own project, role and log group. A variable whose value refers to an earlier
 * action, such as `{ value: outputVariable(stack, "Url") }`, belongs to the action; the project has all others.
 *
 * @throws Error that names every missing or misspelt key.
 * @example
 * ```ts
 * const unit = buildAction({ name: "Unit", input: source, runtime: { nodejs: 22 }, commands: ["npm ci", "npm test"] });
 * ```
 */
export function buildAction(args: BuildActionArgs): BuildAction {
  checkArguments("buildAction", args);
  const { name, runOrder, namespace, input, ...build } = args;
  const inputs = Array.isArray(input) ? input : [input];
  const makesArtifact = (build.files ?? build.buildspec?.artifacts) !== undefined;
  return {
    name,
    provider: "CodeBuild",
    ...(runOrder !== undefined && { runOrder }),
    ...(namespace !== undefined && { namespace }),
    inputArtifacts: inputs.map(artifactName),
    outputArtifacts: makesArtifact ? [artifactOf(name)] : [],
    build,
  };
}

/** The arguments of {@link approvalAction}. */
export interface ApprovalActionArgs extends ActionPosition {
  /**
   * Email addresses that are notified. The pipeline creates the topic.
   * @default - nobody is notified
   */
  notify?: readonly string[] | undefined;
  /**
   * The message to the approvers, 1 to 1000 characters. It may hold references to variables.
   * @default - nothing
   */
  message?: string | undefined;
  /**
   * The address that approvers review.
   * @default - none
   */
  reviewLink?: string | undefined;
  /**
   * How long the action waits, in minutes: 5 to 86400.
   * @default - 10080, seven days
   */
  timeoutInMinutes?: number | undefined;
}

/** An approval that brings its topic. Plain data: {@link DeliveryPipeline} creates the topic. */
export interface ApprovalAction extends ActionPosition {
  readonly provider: "Manual";
  readonly timeoutInMinutes?: number;
  readonly configuration: { readonly CustomData?: string; readonly ExternalEntityLink?: string };
  readonly notify: readonly string[];
}

/**
 * Returns an approval that notifies people by email.
 *
 * @throws Error that names every missing or misspelt key.
 */
export function approvalAction(args: ApprovalActionArgs): ApprovalAction {
  checkArguments("approvalAction", args);
  const { notify = [], message, reviewLink, timeoutInMinutes, ...position } = args;
  return {
    ...position,
    provider: "Manual",
    ...(timeoutInMinutes !== undefined && { timeoutInMinutes }),
    configuration: {
      ...(message !== undefined && { CustomData: message }),
      ...(reviewLink !== undefined && { ExternalEntityLink: reviewLink }),
    },
    notify,
  };
}

type CloudFormationAction = Extract<ActionInput, { provider: "CloudFormation" }>;

/** The arguments of {@link stackAction}. */
export interface StackActionArgs extends ActionPosition, StackRoleSettings {
  /** The artifact with the template: the action that makes it, or its name. */
  input: Artifact;
  /** The name of the stack: a letter and up to 127 letters, digits or hyphens. */
  stackName: string;
  /**
   * The template in the artifact.
   * @default "packaged.yaml"
   */
  template?: string | undefined;
  /**
   * Values of the template's parameters.
   * @default - none
   */
  parameters?: CloudFormationAction["configuration"]["ParameterOverrides"];
  /**
   * The capabilities that you acknowledge for the template.
   * @default - with `sam`, `CAPABILITY_NAMED_IAM` and `CAPABILITY_AUTO_EXPAND`; none otherwise
   */
  capabilities?: CloudFormationAction["configuration"]["Capabilities"];
  /**
   * The account and region of the stack.
   * @default - those of the pipeline
   */
  target?: Target | undefined;
}

/** An action that creates or updates a stack with a role of its own. Plain data: {@link DeliveryPipeline} creates the role. */
export type StackAction = Extract<ActionInput, { provider: "CloudFormation" }> & {
  readonly target?: Target;
  readonly stackRole: StackRoleSettings;
};

/**
 * Returns an action that creates or updates a CloudFormation stack. The pipeline creates the role of the stack in the
 * target account: with `sam` for a template of the Serverless Application Model, and with `permissions`.
 *
 * @throws Error that names every missing or misspelt key.
 * @example
 * ```ts
 * const deploy = stackAction({
 *   name: "Staging",
 *   input: build,
 *   stackName: "orders-staging",
 *   sam: { api: "http" },
 *   target: { account: "222233334444" },
 * });
 * ```
 */
export function stackAction(args: StackActionArgs): StackAction {
  checkArguments("stackAction", args);
  const {
    input,
    stackName,
    template = "packaged.yaml",
    parameters,
    sam,
    permissions,
    capabilities = sam && ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    target,
    ...position
  } = args;
  const artifact = artifactName(input);
  return {
    ...position,
    provider: "CloudFormation",
    inputArtifacts: [artifact],
    configuration: {
      ActionMode: "CREATE_UPDATE",
      StackName: stackName,
      TemplatePath: inArtifact(artifact, template),
      ...(capabilities && { Capabilities: capabilities }),
      ...(parameters && { ParameterOverrides: parameters }),
    },
    ...(target && { target }),
    stackRole: { ...(sam && { sam }), ...(permissions && { permissions }) },
  };
}

/** An action of a {@link DeliveryPipeline}: any action of the catalogue, or one that brings what it works on. */
export type DeliveryAction = (ActionInput | GitSource | BuildAction | ApprovalAction | UpdateAction | ChangeSetAction) &
  PlacedKeys;

/** The name of an artifact that an action makes, or a name as it is. */
export function artifactName(artifact: Artifact): string {
  return typeof artifact === "string"
    ? artifactOf(artifact)
    : (artifact.outputArtifacts?.[0] ?? artifactOf(artifact.name));
}

/** The artifact of an action: names of actions may have dots and `@`, and names of artifacts may not. */
function artifactOf(name: string): string {
  return name.replace(/[.@]/g, "_");
}
