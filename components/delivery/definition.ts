import { codeBuildAction } from "../actions/codebuild/action";
import { manualApprovalAction } from "../actions/manual-approval";
import { pipelineInvokeAction } from "../actions/pipeline-invoke";
import { variableCheckRule } from "../actions/rules/variable-check";
import type { AwsScope } from "../aws/scope";
import { repositoryAction } from "../infrastructure/source-action";
import type { PipelineDefinition } from "../pipelines/definition/schema";
import { executionId, outputVariable, pipelineVariable } from "../pipelines/definition/variable-reference";
import { breakGlassReason, imageDigest, noBreakGlass, releaseTag, signatureDigest } from "../recipes/release";
import { deployedImageActions } from "./deployed-image";
import { leadTimeActions } from "./lead-time";
import { bondPlan, defaultApprovalTimeout, hasForm, planApproval, planVariables } from "./plan-bond";
import { hasPlan } from "./plan-settings";
import {
  breakGlassApproval,
  breakGlassTopicArn,
  copiesSignature,
  deployStage,
  type Promotion,
  promoteStage,
  promotionNames,
  startRoleArn,
} from "./promotion";
import type { DeliverySettings } from "./settings";

type StageInput = PipelineDefinition["stages"][number];

/** The physical names of what the stages use. */
export interface DeliveryNames {
  readonly imageProject: string;
  readonly deployProject: string;
  readonly planProject: string;
  readonly testProject: string;
  readonly topicArn: string;
  readonly environment: string;
  readonly repositoryName: string;
  /**
   * The promotion of releases from or to other environments.
   * @default - none
   */
  readonly promotion?: Promotion | undefined;
}

const breakGlassTimeout = 60;

/** A plan and a record count for their own execution: a stage that is rolled back would bring older ones. */
const ofExecution = { name: "EXECUTION_ID", value: executionId };

/**
 * Returns the reference pipeline: source, approval if settings ask for one, build, plan and its approval, deployment, and
 * tests if there are any.
 *
 * The approval stands before the build. A build runs the Dockerfile of the commit, may push to the registry of the
 * environment, and moves `latest`: nobody's code does that unapproved. A plan runs the program of the commit, so it
 * stands behind that approval, and a second approval shows it.
 *
 * An environment that receives releases builds nothing. It verifies that the sender tested the commit with the image, and
 * copies the image. The sender vouches for the commit, so one approval is enough: that of the plan.
 */
export function deliveryPipeline(
  scope: AwsScope,
  settings: DeliverySettings,
  names: DeliveryNames,
): PipelineDefinition {
  const { source, approval, test, image } = settings;
  const { environment, repositoryName, promotion } = names;
  const receives = promotion?.from !== undefined;
  // Only a promotion and people start a pipeline that receives releases.
  const repository = repositoryAction(source, receives ? false : undefined);
  const commit = outputVariable(repository, "CommitId");
  const release = promotion && releaseStages(promotion, commit, names);
  const imageVariables = release ? [{ name: imageDigest, value: release.digest }] : [];
  const content = { commit, ...(release && { digest: release.digest, testedBy: release.testedBy }) };
  const planned = approval && hasPlan(settings) ? planStages(approval, content, imageVariables, names) : undefined;
  const releaseApproval = approval && approvalStage(approval, planned ? "plans" : "deploys", content, names.topicArn);
  const tests: StageInput[] = test ? [testStage(names.testProject)] : [];
  const stages: StageInput[] = [
    { name: "Source", actions: [repository] },
    ...(releaseApproval && !receives ? [releaseApproval] : []),
    ...(release?.before ?? [buildStage(names.imageProject)]),
    ...(releaseApproval && receives && (!planned || settings.promote?.approveBeforePlan) ? [releaseApproval] : []),
    // The source again, not the image: its commit says which image is deployed, and holds how to deploy it.
    ...(planned?.stages ?? []),
    {
      name: deployStage,
      ...(planned && { beforeEntry: planned.unlessEmpty }),
      actions: [
        codeBuildAction({
          name: "Infrastructure",
          inputArtifacts: ["source"],
          configuration: {
            ProjectName: names.deployProject,
            ...withVariables([...(planned?.approvedVariables ?? []), ...imageVariables]),
          },
        }),
        ...deployedImageActions(scope, image, {
          environment,
          repositoryName,
          input: "source",
          commit: release?.tag ?? commit,
          runOrder: 2,
        }),
        ...leadTimeActions(scope, settings.notify, {
          pipelineName: `${environment}-pipeline`,
          input: "source",
          runOrder: 2,
        }),
      ],
    },
    ...tests,
    ...(promotion && promotion.to.length > 0 && release
      ? [promotionStage(promotion, { commit, digest: release.digest, unlessEmpty: planned?.unlessEmpty })]
      : []),
  ];
  return { ...(receives && promotion && { variables: releaseVariables(promotion) }), stages };
}

function buildStage(imageProject: string): StageInput & { readonly actions: [ReturnType<typeof codeBuildAction>] } {
  return {
    name: "Build",
    actions: [
      codeBuildAction({
        name: "Image",
        // No artifact is made: who may write artifacts could write the source that is deployed.
        inputArtifacts: ["source"],
        configuration: { ProjectName: imageProject },
      }),
    ],
  };
}

function testStage(testProject: string): StageInput {
  return {
    name: "Test",
    actions: [
      codeBuildAction({
        name: "Integration",
        category: "Test",
        inputArtifacts: ["source"],
        configuration: { ProjectName: testProject },
      }),
    ],
  };
}

interface Variable {
  readonly name: string;
  readonly value: string;
}

function withVariables(variables: readonly Variable[]) {
  return variables.length > 0 ? { EnvironmentVariables: [...variables] } : {};
}

/** Variables that a start of a receiving pipeline names. AWS starts a new pipeline by itself: the defaults end that start. */
function releaseVariables({ breakGlass }: Promotion): NonNullable<PipelineDefinition["variables"]> {
  return [
    {
      name: imageDigest,
      defaultValue: "none",
      description: "The digest of the image to deploy, sha256: and 64 digits",
    },
    ...(breakGlass
      ? [
          {
            name: breakGlassReason,
            defaultValue: noBreakGlass,
            description: "The reason of a start past the sender",
          },
        ]
      : []),
  ];
}

/** The stages that bring the image of a release, and references to what they leave behind. */
function releaseStages(promotion: Promotion, commit: string, { imageProject }: DeliveryNames) {
  const { own, from, copies, breakGlass } = promotion;
  if (from === undefined) {
    const stage = buildStage(imageProject);
    return {
      before: [stage],
      digest: outputVariable(stage.actions[0], imageDigest),
      testedBy: undefined,
      tag: undefined,
    };
  }
  const verify = codeBuildAction({
    name: "Verify",
    inputArtifacts: ["source"],
    configuration: {
      ProjectName: promotionNames.verifyProject(own),
      ...withVariables([
        { name: imageDigest, value: pipelineVariable(imageDigest) },
        ...(breakGlass ? [{ name: breakGlassReason, value: pipelineVariable(breakGlassReason) }] : []),
      ]),
    },
  });
  const verified = outputVariable(verify, imageDigest);
  const copy = codeBuildAction({
    name: "Image",
    inputArtifacts: ["source"],
    configuration: {
      ProjectName: promotionNames.copyProject(own),
      ...withVariables([
        { name: imageDigest, value: verified },
        ...(copiesSignature(promotion)
          ? [{ name: signatureDigest, value: outputVariable(verify, signatureDigest) }]
          : []),
      ]),
    },
  });
  const before: StageInput[] = [
    {
      name: "Verify",
      // CodePipeline puts variables into the JSON of a build without quotes: a start could set further variables of it.
      beforeEntry: {
        result: "FAIL",
        rules: [
          hasForm("NamesAnImage", pipelineVariable(imageDigest), "sha256:[0-9a-f]{64}"),
          ...(breakGlass
            ? [hasForm("GivesAReason", pipelineVariable(breakGlassReason), "[A-Za-z0-9 .,:_/#-]{2,200}")]
            : []),
        ],
      },
      actions: [verify],
    },
    ...(breakGlass ? [breakGlassStage(promotion, commit, verify)] : []),
    ...(copies ? [{ name: "Copy", actions: [copy] }] : []),
  ];
  return {
    before,
    digest: copies ? outputVariable(copy, imageDigest) : verified,
    testedBy: outputVariable(verify, "TESTED_BY"),
    tag: copies ? outputVariable(copy, releaseTag) : undefined,
  };
}

/** The approval of a start that the sender does not vouch for, and its record. Other starts skip the stage. */
function breakGlassStage(promotion: Promotion, commit: string, verify: ReturnType<typeof codeBuildAction>): StageInput {
  const { own, from, breakGlass } = promotion;
  const reason = outputVariable(verify, breakGlassReason);
  const digest = outputVariable(verify, imageDigest);
  return {
    name: breakGlassApproval.stage,
    beforeEntry: {
      result: "SKIP",
      rules: [
        variableCheckRule({
          name: "GoesPastTheSender",
          configuration: { Variable: outputVariable(verify, "BREAK_GLASS"), Value: "no", Operator: "NE" },
        }),
      ],
    },
    actions: [
      manualApprovalAction({
        name: breakGlassApproval.action,
        timeoutInMinutes: breakGlass?.approvalTimeoutInMinutes ?? breakGlassTimeout,
        configuration: {
          NotificationArn: breakGlassTopicArn(promotion),
          CustomData: `BREAK-GLASS: ${from?.name} does not vouch for commit ${commit} with the image ${digest}. Reason: ${reason}. Approve to go on all the same.`,
        },
      }),
      codeBuildAction({
        name: "BreakGlassRecord",
        runOrder: 2,
        inputArtifacts: ["source"],
        configuration: {
          ProjectName: promotionNames.breakGlassProject(own),
          ...withVariables([
            ofExecution,
            { name: imageDigest, value: digest },
            { name: breakGlassReason, value: reason },
          ]),
        },
      }),
    ],
  };
}

/** The stage after the tests: it records the release, then starts the pipelines of the receivers at the same commit. */
function promotionStage(
  { own, to }: Promotion,
  {
    commit,
    digest,
    unlessEmpty,
  }: { readonly commit: string; readonly digest: string; readonly unlessEmpty: StageInput["beforeEntry"] | undefined },
): StageInput {
  const record = codeBuildAction({
    name: "Record",
    inputArtifacts: ["source"],
    configuration: {
      ProjectName: promotionNames.recordProject(own),
      ...withVariables([ofExecution, { name: imageDigest, value: digest }]),
    },
  });
  return {
    name: promoteStage,
    // Without a deployment, the tests ran against an older release.
    ...(unlessEmpty && { beforeEntry: unlessEmpty }),
    actions: [
      record,
      ...to.map((receiver) => {
        const { region } = receiver.scope;
        const role = startRoleArn(own, receiver);
        return pipelineInvokeAction({
          name: promotionNames.startAction(receiver),
          runOrder: 2,
          ...(region !== own.scope.region && { region }),
          ...(role !== undefined && { roleArn: role }),
          configuration: {
            PipelineName: promotionNames.pipeline(receiver),
            SourceRevisions: [{ actionName: "Repository", revisionType: "COMMIT_ID", revisionValue: commit }],
            Variables: [{ name: imageDigest, value: outputVariable(record, imageDigest) }],
          },
        });
      }),
    ],
  };
}

/** The release that an approval shows. */
interface ReleaseContent {
  readonly commit: string;
  readonly digest?: string;
  readonly testedBy?: string | undefined;
}

/** Commit, image and tests in the words of an approval, behind the word `commit`. */
function contentText({ commit, digest, testedBy }: ReleaseContent): string {
  return testedBy === undefined ? commit : `${commit} with the image ${digest}, tested by ${testedBy}`;
}

/** The stages of the plan, and the bond of the deployment to it. */
function planStages(
  { timeoutInMinutes, message: ownMessage }: NonNullable<DeliverySettings["approval"]>,
  content: ReleaseContent,
  imageVariables: readonly Variable[],
  { planProject, topicArn, promotion }: DeliveryNames,
) {
  const preview = codeBuildAction({
    name: "Preview",
    inputArtifacts: ["source"],
    configuration: {
      ProjectName: planProject,
      ...withVariables([...variablesOf(planVariables), ...imageVariables]),
    },
  });
  const { message, reviewLink, unlessEmpty, approvedVariables } = bondPlan(
    (variable) => outputVariable(preview, variable),
    contentText(content),
  );
  // It is the only approval of a promoted release; elsewhere the first one shows the message of the settings.
  const ofRelease = promotion?.from !== undefined && ownMessage !== undefined ? ` ${ownMessage}` : "";
  const stages: StageInput[] = [
    { name: "Plan", actions: [preview] },
    {
      name: "ApprovePlan",
      beforeEntry: unlessEmpty,
      actions: [planApproval({ message: `${message}${ofRelease}`, reviewLink }, topicArn, timeoutInMinutes)],
    },
  ];
  return { stages, unlessEmpty, approvedVariables: variablesOf(approvedVariables) };
}

function variablesOf(values: Readonly<Record<string, string>>) {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

function approvalStage(
  approval: NonNullable<DeliverySettings["approval"]>,
  verb: "plans" | "deploys",
  content: ReleaseContent,
  topicArn: string,
): StageInput {
  // The pipeline states the commit: a fixed text cannot know what this execution deploys.
  const does = content.testedBy === undefined ? `Builds and ${verb}` : verb === "plans" ? "Plans" : "Deploys";
  const text = `${does} commit ${contentText(content)}.`;
  return {
    name: "Approve",
    actions: [
      manualApprovalAction({
        name: "Release",
        timeoutInMinutes: approval.timeoutInMinutes ?? defaultApprovalTimeout,
        configuration: {
          NotificationArn: topicArn,
          CustomData: approval.message === undefined ? text : `${text} ${approval.message}`,
          ...(approval.reviewUrl !== undefined && { ExternalEntityLink: approval.reviewUrl }),
        },
      }),
    ],
  };
}
