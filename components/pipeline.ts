import * as codepipeline from "@pulumi/aws/codepipeline";
import type * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { nameSchema } from "./actions/action-shape";
import { roleArn } from "./iam/arn";
import { rolePolicyProblems } from "./iam/role-policies";
import type { Statement } from "./iam/statement";
import { roleTrust, serviceTrust } from "./iam/trust";
import { type ActionRole, actionRoles } from "./model/action-roles";
import { type PipelineDefinition, type PipelineModel, pipelineSchema } from "./model/pipeline";
import { actionRoleStatements, type ExistingKeys, pipelineRoleStatements } from "./model/pipeline-role";
import { renderStages } from "./model/render-pipeline";
import { renderTriggers } from "./model/render-triggers";
import { pipelineRoleName } from "./model/role-names";
import { schemaProblems } from "./model/schema";
import { validatePipeline } from "./model/validate-pipeline";
import { createPipelineStarts } from "./pipeline-starts";
import { refuse } from "./refuse";
import { type CreatedRole, createRole } from "./role";
import { type ScopeArgs, scopeOf } from "./scope-args";

/** The arguments of a {@link Pipeline}. */
export interface PipelineArgs extends ScopeArgs, PipelineDefinition {
  /**
   * The name of the pipeline, 1 to 100 letters, digits or the characters `. @ - _`. AWS cannot rename a pipeline.
   * @default - the name of the component
   */
  pipelineName?: string | undefined;
  /** The name of the bucket that artifacts are kept in. Plain, since the roles' documents name it. */
  artifactBucketName: string;
  /**
   * The ARN of the customer key that artifacts are encrypted under. The roles' own documents name a key given as text;
   * the policy of a key that is made in the same program must let the roles use it.
   */
  encryptionKeyArn: pulumi.Input<string>;
  /**
   * The ARN of the key that existed before and that the topics of approvals are encrypted under: the roles that publish
   * to them name it in their own documents.
   * @default - the topics have no such key, or its policy alone lets the roles use it
   */
  existingTopicKeyArn?: string | undefined;
  /**
   * What must exist before the pipeline does: AWS starts a run as soon as it is made.
   * @default - nothing but the roles
   */
  startAfter?: pulumi.Input<pulumi.Resource>[] | undefined;
  /**
   * Tags of everything that takes tags.
   * @default - none
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * A pipeline of type V2 made from data. Its role moves artifacts and acts through the roles of its actions; each action
 * that needs AWS has a role of its own, with exactly what the action needs, which nobody but the pipeline may assume.
 *
 * @throws RunError naming everything that AWS would refuse, at once.
 */
export class Pipeline extends pulumi.ComponentResource {
  /** The name of the pipeline, known on the first preview. */
  readonly pipelineName: pulumi.Output<string>;
  readonly pipelineArn: pulumi.Output<string>;
  /** The role of the pipeline itself. */
  readonly role: iam.Role;
  /** The roles of the actions that have one, by stage and action: `Build/Image`. */
  readonly actionRoles: Record<string, iam.Role>;

  constructor(name: string, args: PipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    // What the pipeline waits for may wait for its roles, so the component must not wait for it.
    const { startAfter = [], ...inputs } = args;
    const { model, statements, roles } = readPipeline(name, args);
    super("aws-pipelines:index:Pipeline", name, inputs, opts);
    const scope = scopeOf(args);
    const { pipelineName = name, artifactBucketName, encryptionKeyArn, tags } = args;
    const roleName = pipelineRoleName(pipelineName, scope.region);
    const child = { parent: this };

    const own = createRole(
      `${name}-role`,
      {
        roleName,
        description: `The pipeline ${pipelineName}`,
        trust: serviceTrust(scope, "codepipeline.amazonaws.com"),
        statements,
        tags,
      },
      child,
    );
    const created = new Map<string, CreatedRole>();
    for (const { stageName, actionName, ...role } of roles) {
      created.set(
        `${stageName}/${actionName}`,
        createRole(
          `${name}-${stageName}-${actionName}-role`,
          {
            roleName: role.roleName,
            description: `${actionName} in ${stageName} of ${pipelineName}`,
            trust: roleTrust(roleArn(scope, roleName)),
            statements: role.statements,
            tags,
          },
          // IAM refuses to trust a role that does not exist.
          { ...child, dependsOn: own.role },
        ),
      );
    }
    const ready = [own, ...created.values()].flatMap((role) => role.ready);
    const pipeline = new codepipeline.Pipeline(
      name,
      {
        name: pipelineName,
        pipelineType: model.pipelineType,
        ...(model.pipelineType === "V2" && { executionMode: model.executionMode }),
        roleArn: own.role.arn,
        artifactStores: [
          { type: "S3", location: artifactBucketName, encryptionKey: { type: "KMS", id: encryptionKeyArn } },
        ],
        stages: renderStages(model, roles),
        ...(model.variables.length > 0 && { variables: model.variables }),
        ...(model.triggers.length > 0 && { triggers: renderTriggers(model) }),
        tags,
      },
      { ...child, dependsOn: [...ready, ...startAfter] },
    );
    createPipelineStarts(name, { model, scope, pipelineName, tags }, { ...child, dependsOn: pipeline });

    this.pipelineName = pipeline.name;
    this.pipelineArn = pipeline.arn;
    this.role = own.role;
    this.actionRoles = Object.fromEntries([...created].map(([action, { role }]) => [action, role]));
    this.registerOutputs({ pipelineName: this.pipelineName, pipelineArn: this.pipelineArn });
  }
}

const pipelineArgs = z.object({ pipelineName: nameSchema });

/** What is decided about a pipeline before any of it exists. */
interface PipelinePlan {
  readonly model: PipelineModel;
  /** What the pipeline's own role may do. */
  readonly statements: readonly Statement[];
  readonly roles: readonly ActionRole[];
}

function readPipeline(name: string, args: PipelineArgs): PipelinePlan {
  const { pipelineName = name, artifactBucketName } = args;
  const scope = scopeOf(args);
  const definition = definitionOf(args);
  refuse(`Pipeline ${name}`, [
    ...schemaProblems(pipelineArgs, { pipelineName }),
    ...validatePipeline(definition, scope),
  ]);
  const model = pipelineSchema.parse(definition);
  const existingKeys = existingKeysOf(args);
  const roles = actionRoles(model, { scope, pipelineName }, { [scope.region]: artifactBucketName }).map((role) => ({
    ...role,
    statements: actionRoleStatements(role, existingKeys),
  }));
  const statements = pipelineRoleStatements(scope, artifactBucketName, roles, existingKeys);
  refuse(`Pipeline ${name}`, [
    ...rolePolicyProblems("stages", statements),
    ...roles.flatMap((role) => rolePolicyProblems(`${role.stageName}/${role.actionName}`, role.statements)),
  ]);
  return { model, statements, roles };
}

/** What of the arguments is the pipeline as data. What is not said stays away, so that its default stands. */
function definitionOf(args: PipelineArgs): PipelineDefinition {
  const { pipelineType, executionMode, variables, triggers, schedules, stages } = args;
  return {
    ...(pipelineType && { pipelineType }),
    ...(executionMode && { executionMode }),
    ...(variables && { variables }),
    ...(triggers && { triggers }),
    ...(schedules && { schedules }),
    stages,
  };
}

// An output belongs to a key of the same program, whose policy is the place to say who uses it.
function existingKeysOf({ encryptionKeyArn, existingTopicKeyArn }: PipelineArgs): ExistingKeys {
  return {
    artifacts: typeof encryptionKeyArn === "string" ? encryptionKeyArn : undefined,
    topics: existingTopicKeyArn,
  };
}
