import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as codepipeline from "@pulumi/aws/codepipeline";
import type * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { pipelineArn, roleArn } from "../aws/arn";
import { createdArns, creatorsOf, noteCreated } from "../aws/created-resources";
import { projectRoleName } from "../aws/role-names";
import { type RoleSettings, roleSettingsProblems } from "../aws/role-settings";
import { type ScopeArgs, scopeOf, scopeProblems } from "../aws/scope";
import type { BuildProject } from "../codebuild/build-project";
import { type BuildProjectSettings, logRetentionInDays as logRetention } from "../codebuild/project-schema";
import { pipelineLogGroup } from "../iam/build-access";
import { fileText } from "../schema/file-text";
import { within } from "../schema/problem";
import { refuse, requireKinds } from "../schema/refuse";
import { otherTags, tagProblems } from "../schema/tags";
import { schemaProblems } from "../schema/vocabulary";
import type { ArtifactBucket } from "../storage/artifact-bucket";
import { withoutNewKey } from "../storage/store-key";
import { type PipelineFileOptions, readFileOptions } from "./aws-form/file-options";
import { readDefinition } from "./aws-form/read-definition";
import type { PipelineDefinition } from "./definition/schema";
import { givenStoreProblems } from "./plan/given-stores";
import { logGroupRegions } from "./plan/log-groups";
import { lookalikeWarnings } from "./plan/lookalikes";
import { buildNotices, ownerNotices } from "./plan/owner-notices";
import type { ExistingKeys } from "./plan/pipeline-role";
import { type PipelinePlan, planPipeline } from "./plan/plan";
import { storeNotices } from "./plan/store-notices";
import { grantProgramRoles } from "./program-roles";
import { createRegionalStores, type RegionalStore } from "./regional-stores";
import { renderStages } from "./render/pipeline";
import { renderTriggers } from "./render/triggers";
import { type AccountProviders, createPipelineRoles } from "./roles";
import { createPipelineStarts } from "./starts";
import { readPipeline } from "./validation/validate-pipeline";

/** The arguments of a {@link Pipeline}. */
export interface PipelineArgs extends ScopeArgs, RoleSettings, PipelineDefinition {
  /**
   * The name of the pipeline, 1 to 100 letters, digits or the characters `. @ - _`. AWS cannot rename a pipeline.
   * @default - the name of the component
   */
  pipelineName?: string | undefined;
  /** The name of the bucket that artifacts are kept in. Plain, since the roles' documents name it. */
  artifactBucketName: string;
  /**
   * The ARN of the customer key that artifacts are encrypted under. The roles' own documents name a key given as text.
   * The policy of a key that is made in the same program must let the roles use it.
   */
  encryptionKeyArn: pulumi.Input<string>;
  /**
   * The stores of other regions that actions or rules run in, by region.
   * @default - each such region that none is given for gets an {@link ArtifactBucket} of its own
   */
  regionalStores?: Record<string, RegionalStore> | undefined;
  /**
   * The ARN of the existing key that the topics of approvals are encrypted under. The roles that publish to the topics
   * name it in their own documents.
   * @default - the topics have no such key, or its policy alone lets the roles use it
   */
  existingTopicKeyArn?: string | undefined;
  /**
   * The build projects of the same program that the pipeline starts. Their roles get the permissions that the pipeline
   * makes them need. They read and write artifacts, clone the repository of a full clone, and read the parameters and
   * secrets that actions pass. The component prints the permissions that other projects need.
   * @default - none
   */
  builds?: BuildProject[] | undefined;
  /**
   * Roles that the program creates itself and that the definition names. It names them as roles of actions, as roles of
   * CloudFormation stacks, or in `artifactReaderArns`. The keys are the ARNs, as the definition has them. Each role
   * gets the permissions that the pipeline needs of it. The roles of actions need the trust policy that
   * {@link trustPipeline} returns. The component prints the permissions that other roles need.
   * @default - none
   */
  roles?: Readonly<Record<string, iam.Role>> | undefined;
  /**
   * Resources to create before the pipeline. AWS starts the first execution as soon as the pipeline exists.
   * @default - nothing but the roles
   */
  startAfter?: pulumi.Input<pulumi.Resource>[] | undefined;
  /**
   * Retention in days of the logs of actions and rules on CodePipeline's own compute, such as Commands: one of the values
   * that CloudWatch Logs allows. The log group is encrypted under `encryptionKeyArn`, whose policy must allow CloudWatch
   * Logs; the key of an {@link ArtifactBucket} does.
   * @default 365
   */
  logRetentionInDays?: BuildProjectSettings["logRetentionInDays"];
  /**
   * Tags of everything that takes tags.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/** The arguments of a {@link Pipeline} whose parent planned it. @internal */
export interface PlannedPipelineArgs
  extends Pick<PipelineArgs, "encryptionKeyArn" | "roles" | "startAfter" | "logRetentionInDays" | "tags"> {
  readonly plan: PipelinePlan;
  /** Providers of other accounts that roles are created in. */
  readonly accounts?: AccountProviders | undefined;
  /** Whether the parent created the bucket of the pipeline's region, whose policy allows all roles then. */
  readonly hasOwnStore?: boolean;
}

/**
 * Creates a pipeline from data. The role of the pipeline moves artifacts and assumes the roles of its actions. Each action
 * that needs a permission has a role of its own, with exactly the statements that it needs. Only the pipeline may assume
 * that role.
 *
 * @throws RunError naming everything that AWS would refuse, at once.
 */
export class Pipeline extends pulumi.ComponentResource {
  /** The name of the pipeline, known on the first preview. */
  readonly pipelineName: pulumi.Output<string>;
  /** The ARN of the pipeline. */
  readonly pipelineArn: pulumi.Output<string>;
  /** The role of the pipeline itself. */
  readonly role: iam.Role;
  /** The roles that are made for actions and rules, by stage and action: `Build/Image`. */
  readonly actionRoles: Record<string, iam.Role>;
  /** The stores that are made for other regions, by region. */
  readonly regionalStores: Record<string, ArtifactBucket>;

  constructor(name: string, args: PipelineArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal */
  constructor(name: string, args: PlannedPipelineArgs, opts?: pulumi.ComponentResourceOptions);
  constructor(name: string, args: PipelineArgs | PlannedPipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    requireKinds("Pipeline", name, args);
    // Resources that the pipeline waits for may wait for its roles, so the component must not wait for them.
    const { startAfter: after = [], builds = [], roles = {}, ...inputs } = "plan" in args ? argsOf(args) : args;
    const plan = "plan" in args ? args.plan : planArgs(name, args);
    refuse(`Pipeline ${name}`, plan.problems);
    super("aws-pipelines:index:Pipeline", name, withoutNewKey(inputs), opts);
    const { model, context } = plan;
    const { artifactBucketName, encryptionKeyArn, regionalStores = {}, logRetentionInDays = 365, tags } = inputs;
    const { region } = context.scope;
    noteCreated(pipelineArn(context.scope, context.pipelineName));
    const child = { parent: this };
    const given = { ...regionalStores, [region]: { artifactBucketName, encryptionKeyArn } };

    const { accounts = {}, hasOwnStore = false } = "plan" in args ? args : {};
    const { own, actions, ready } = createPipelineRoles(name, plan, tags, child, accounts);
    const granted = grantBuilds(name, plan, builds, child);
    const ofProgram = grantProgramRoles(name, plan, roles, tags, child);
    // A run would fail before the deployment groups exist that its actions name.
    const named = plan.roles.flatMap(({ statements }) => statements.flatMap(({ Resource = [] }) => Resource));
    const startAfter = [...after, ...builds, ...granted, ...ofProgram, ...creatorsOf(named)];
    const stores = createRegionalStores(name, { plan, given, keyUsers: [...ready, ...startAfter], tags }, this);
    const logGroups = logGroupRegions(plan).map(
      (place) =>
        new cloudwatch.LogGroup(
          place === region ? `${name}-logs` : `${name}-${place}-logs`,
          {
            region: place,
            name: pipelineLogGroup(context.pipelineName),
            kmsKeyId: given[place]?.encryptionKeyArn ?? stores.made[place]?.keyArn,
            retentionInDays: logRetentionInDays,
            tags,
          },
          // CloudWatch Logs refuses a key before its policy allows the service.
          { ...child, dependsOn: [...stores.ready, ...startAfter] },
        ),
    );
    const pipeline = new codepipeline.Pipeline(
      name,
      {
        region,
        name: context.pipelineName,
        pipelineType: model.pipelineType,
        ...(model.pipelineType === "V2" && { executionMode: model.executionMode }),
        roleArn: own.arn,
        artifactStores: stores.artifactStores,
        stages: renderStages(plan),
        ...(model.variables.length > 0 && { variables: model.variables }),
        ...(model.triggers.length > 0 && { triggers: renderTriggers(model) }),
        tags,
      },
      { ...child, dependsOn: [...ready, ...stores.ready, ...startAfter, ...logGroups] },
    );
    // A parent that planned the pipeline grants its builds everything itself.
    const grantedRoles = builds.map((build) => buildRoleArn(plan, build));
    const ofBuilds = "plan" in args ? [] : buildNotices(plan, grantedRoles);
    for (const notice of [...ownerNotices(plan), ...ofBuilds, ...storeNotices(plan, hasOwnStore ? {} : given)]) {
      pulumi.log.info(notice, this);
    }
    // Components that come later in the program are created by then.
    pipeline.urn.apply(() => {
      for (const warning of lookalikeWarnings(plan, createdArns())) {
        pulumi.log.warn(warning, this);
      }
    });
    createPipelineStarts(name, plan, tags, { ...child, dependsOn: pipeline });

    this.pipelineName = pipeline.name;
    this.pipelineArn = pipeline.arn;
    this.role = own;
    this.actionRoles = actions;
    this.regionalStores = stores.made;
    this.registerOutputs({ pipelineName: this.pipelineName, pipelineArn: this.pipelineArn });
  }
}

function buildRoleArn({ context: { scope } }: PipelinePlan, { name }: BuildProject): string {
  return roleArn(scope, projectRoleName(name, scope.region));
}

/** Grants the roles of build projects the permissions that the pipeline needs of them. */
function grantBuilds(
  name: string,
  plan: PipelinePlan,
  builds: readonly BuildProject[],
  child: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  return builds.flatMap((build) => {
    const { statements = [] } = plan.projects.find((project) => project.roleArn === buildRoleArn(plan, build)) ?? {};
    return build.grantForPipeline(`${name}-${build.name}`, plan.context.pipelineName, statements, child);
  });
}

/** The arguments that a parent's plan stands for. */
function argsOf({ plan, encryptionKeyArn, roles, startAfter, ...others }: PlannedPipelineArgs): PipelineArgs {
  const { logRetentionInDays, tags } = others;
  const { scope } = plan.context;
  const { topics } = plan.existingKeys;
  return {
    ...scope,
    ...plan.definition,
    artifactBucketName: plan.buckets[scope.region] ?? "",
    encryptionKeyArn,
    roles,
    ...(topics !== undefined && { existingTopicKeyArn: topics }),
    startAfter,
    ...(logRetentionInDays !== undefined && { logRetentionInDays }),
    tags,
  };
}

function planArgs(name: string, args: PipelineArgs): PipelinePlan {
  const { pipelineName = name, artifactBucketName, regionalStores = {}, roles = {} } = args;
  refuse(`Pipeline ${name}`, scopeProblems(args));
  const scope = scopeOf(args);
  const reading = readPipeline({ ...definitionOf(args), pipelineName }, scope);
  refuse(`Pipeline ${name}`, [
    ...roleSettingsProblems(args, scope.account),
    ...tagProblems(args.tags, otherTags),
    ...within("logRetentionInDays", schemaProblems(logRetention.optional(), args.logRetentionInDays)),
    ...givenStoreProblems("", scope.region, args),
    ...Object.entries(regionalStores).flatMap(([region, store]) =>
      givenStoreProblems(`regionalStores.${region}`, region, store),
    ),
    ...reading.problems,
  ]);
  const regional = Object.entries(regionalStores).map(([region, store]) => [region, store.artifactBucketName] as const);
  const existingKeys = existingKeysOf(scope.region, args);
  return planPipeline(
    reading,
    { scope, pipelineName },
    { home: artifactBucketName, regional: Object.fromEntries(regional) },
    existingKeys,
    { actionRoles: [], programRoles: Object.keys(roles), readers: [], keys: existingKeys.artifacts },
  );
}

/** The definition among the arguments, with unknown keys, which the schema refuses. */
function definitionOf(args: PipelineArgs): PipelineDefinition {
  const { account, region, partition, pipelineName, tags, startAfter, builds, roles, ...stored } = args;
  const { artifactBucketName, encryptionKeyArn, regionalStores, existingTopicKeyArn, ...others } = stored;
  const { rolePath, permissionsBoundaryArn, managedPoliciesOnly, logRetentionInDays, ...definition } = others;
  return definition;
}

// An output belongs to a key of the same program, whose policy lists its users.
function existingKeysOf(
  home: string,
  { encryptionKeyArn, regionalStores = {}, existingTopicKeyArn }: PipelineArgs,
): ExistingKeys {
  const regional = Object.entries(regionalStores).map(([region, store]) => [region, store.encryptionKeyArn] as const);
  const artifacts = [[home, encryptionKeyArn] as const, ...regional].flatMap(([region, key]) =>
    typeof key === "string" ? [[region, key]] : [],
  );
  return { artifacts: Object.fromEntries(artifacts), topics: existingTopicKeyArn };
}

/** A pipeline that was read from a file, for the arguments of a {@link Pipeline}. */
export interface NamedDefinition extends PipelineDefinition {
  /** The name of the pipeline, if the file gives one. */
  pipelineName?: string;
}

/**
 * Reads a pipeline from YAML or JSON. It takes the form of this package (`schemas/pipeline.json`), the output of
 * `aws codepipeline get-pipeline`, and the form of CloudFormation. The pipeline's role, the roles of actions that name
 * none, and the artifact stores come from the program, whatever the file says.
 *
 * @param file - name of the file in messages: `pipeline.yaml`
 * @param text - content of the file, or its bytes in UTF-8 or UTF-16
 * @param options - values of a CloudFormation template that only its stack knows, and the logical id of its pipeline
 * @throws RunError naming every problem of the file.
 */
export function readPipelineDefinition(
  file: string,
  text: string | Uint8Array,
  options: PipelineFileOptions = {},
): NamedDefinition {
  const { definition, pipelineName, messages, optionProblems, ignored } = readDefinition(fileText(text), options);
  const { pipeline: _, ...values } = options;
  refuse(file, [...within("options", [...readFileOptions(values).problems, ...optionProblems]), ...messages]);
  for (const note of ignored) {
    pulumi.log.info(`${file}: ${note}`);
  }
  if (definition === undefined) {
    throw new Error(`${file} has no problems and no pipeline either`);
  }
  return { ...definition, ...(pipelineName !== undefined && { pipelineName }) };
}
