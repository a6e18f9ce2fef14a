import * as codepipeline from "@pulumi/aws/codepipeline";
import type * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { pipelineName } from "../aws/names";
import { type ScopeArgs, scopeOf } from "../aws/scope";
import { refuse } from "../schema/refuse";
import { schemaProblems } from "../schema/vocabulary";
import type { ArtifactBucket } from "../storage/artifact-bucket";
import { type PipelineDefinition, pipelineSchema } from "./definition/schema";
import { givenStoreProblems } from "./plan/given-stores";
import { ownerNotices } from "./plan/owner-notices";
import type { ExistingKeys } from "./plan/pipeline-role";
import { type PipelinePlan, planPipeline } from "./plan/plan";
import { storeNotices } from "./plan/store-notices";
import { createRegionalStores, type RegionalStore } from "./regional-stores";
import { renderStages } from "./render/pipeline";
import { renderTriggers } from "./render/triggers";
import { createPipelineRoles } from "./roles";
import { createPipelineStarts } from "./starts";
import { ungatedDestroyProblems } from "./validation/ungated-destroy";
import { validatePipeline } from "./validation/validate-pipeline";

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
   * The stores of other regions that actions or rules run in, by region.
   * @default - each such region that none is brought for gets an {@link ArtifactBucket} of its own
   */
  regionalStores?: Record<string, RegionalStore> | undefined;
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
  /** The roles that are made for actions and rules, by stage and action: `Build/Image`. */
  readonly actionRoles: Record<string, iam.Role>;
  /** The stores that are made for other regions, by region. */
  readonly regionalStores: Record<string, ArtifactBucket>;

  constructor(name: string, args: PipelineArgs, opts?: pulumi.ComponentResourceOptions) {
    // What the pipeline waits for may wait for its roles, so the component must not wait for it.
    const { startAfter = [], ...inputs } = args;
    const plan = readPipeline(name, args);
    super("aws-pipelines:index:Pipeline", name, inputs, opts);
    const { model, context, roles } = plan;
    const { artifactBucketName, encryptionKeyArn, regionalStores = {}, tags } = args;
    const { region } = context.scope;
    const child = { parent: this };
    const given = { ...regionalStores, [region]: { artifactBucketName, encryptionKeyArn } };

    const { own, actions, ready } = createPipelineRoles(name, plan, tags, child);
    const stores = createRegionalStores(name, { plan, given, keyUsers: [...ready, ...startAfter], tags }, this);
    const pipeline = new codepipeline.Pipeline(
      name,
      {
        region,
        name: context.pipelineName,
        pipelineType: model.pipelineType,
        ...(model.pipelineType === "V2" && { executionMode: model.executionMode }),
        roleArn: own.arn,
        artifactStores: stores.artifactStores,
        stages: renderStages(model, roles),
        ...(model.variables.length > 0 && { variables: model.variables }),
        ...(model.triggers.length > 0 && { triggers: renderTriggers(model) }),
        tags,
      },
      { ...child, dependsOn: [...ready, ...stores.ready, ...startAfter] },
    );
    for (const notice of [...ownerNotices(plan), ...storeNotices(plan, given)]) {
      pulumi.log.info(notice, this);
    }
    createPipelineStarts(name, { model, ...context, tags }, { ...child, dependsOn: pipeline });

    this.pipelineName = pipeline.name;
    this.pipelineArn = pipeline.arn;
    this.role = own;
    this.actionRoles = actions;
    this.regionalStores = stores.made;
    this.registerOutputs({ pipelineName: this.pipelineName, pipelineArn: this.pipelineArn });
  }
}

const pipelineArgs = z.object({ pipelineName });

function readPipeline(name: string, args: PipelineArgs): PipelinePlan {
  const { pipelineName = name, artifactBucketName, regionalStores = {} } = args;
  const scope = scopeOf(args);
  const definition = definitionOf(args);
  refuse(`Pipeline ${name}`, [
    ...schemaProblems(pipelineArgs, { pipelineName }),
    ...givenStoreProblems("", scope.region, args),
    ...Object.entries(regionalStores).flatMap(([region, store]) =>
      givenStoreProblems(`regionalStores.${region}`, region, store),
    ),
    ...validatePipeline(definition, scope),
    ...ungatedDestroyProblems(definition, scope),
  ]);
  const plan = planPipeline(
    pipelineSchema.parse(definition),
    { scope, pipelineName },
    {
      home: artifactBucketName,
      regional: Object.fromEntries(
        Object.entries(regionalStores).map(([region, store]) => [region, store.artifactBucketName]),
      ),
    },
    existingKeysOf(scope.region, args),
  );
  refuse(`Pipeline ${name}`, plan.problems);
  return plan;
}

/** What of the arguments is the pipeline as data, with whatever nobody knows: it is refused, and not passed over. */
function definitionOf(args: PipelineArgs): PipelineDefinition {
  const { account, region, partition, pipelineName, tags, startAfter, ...stored } = args;
  const { artifactBucketName, encryptionKeyArn, regionalStores, existingTopicKeyArn, ...definition } = stored;
  return definition;
}

// An output belongs to a key of the same program, whose policy is the place to say who uses it.
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
