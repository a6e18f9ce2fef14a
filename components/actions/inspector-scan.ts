import { z } from "zod";
import { repositoryArn } from "../aws/arn";
import { imageRepositoryName } from "../aws/names";
import { writePipelineLogs } from "../iam/build-access";
import { allowStatement, type Statement } from "../iam/statement";
import type { Problem } from "../schema/problem";
import { allowedKeys, matching } from "../schema/vocabulary";
import { actionShape } from "./base/action-shape";
import { type ActionContext, defineAction } from "./base/action-type";

const threshold = z.int().min(0).optional();

export const inspectorScanSchema = allowedKeys({
  ...actionShape,
  provider: z.literal("InspectorScan"),
  category: z.literal("Invoke").default("Invoke"),
  configuration: allowedKeys({
    /** The subject of the scan: the source in the input artifact, or an image in a repository. */
    InspectorRunMode: z.enum(["SourceCodeScan", "ECRImageScan"]),
    /**
     * The name of the repository of the image, in the action's own account and region.
     * @default - none, for a scan of source
     */
    ECRRepositoryName: imageRepositoryName.optional(),
    /**
     * The tag of the image.
     * @default - none, for a scan of source
     */
    ImageTag: matching(
      /^(?=.{1,300}$)([A-Za-z0-9_]|#\{[^{}\s]+\})([A-Za-z0-9._-]|#\{[^{}\s]+\})*$/,
      "give a tag of letters, digits or the characters . _ - that starts with none of . -",
    ).optional(),
    /**
     * The accepted number of critical vulnerabilities; more fail the action.
     * @default - any number
     */
    CriticalThreshold: threshold,
    /**
     * The accepted number of vulnerabilities of high severity; more fail the action.
     * @default - any number
     */
    HighThreshold: threshold,
    /**
     * The accepted number of vulnerabilities of medium severity; more fail the action.
     * @default - any number
     */
    MediumThreshold: threshold,
    /**
     * The accepted number of vulnerabilities of low severity; more fail the action.
     * @default - any number
     */
    LowThreshold: threshold,
  }),
});

type Action = z.output<typeof inspectorScanSchema>;

/**
 * Scans source or an image for vulnerabilities with Amazon Inspector, on CodePipeline's own compute. The output
 * artifact is the software bill of materials.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-InspectorScan.html
 */
export const inspectorScan = defineAction({
  schema: inspectorScanSchema,
  inputArtifacts: { min: 0, max: 1 },
  outputArtifacts: 1,
  outputVariables: ["HighestScannedSeverity"],
  // AWS's page states no pipeline type. All other actions on CodePipeline's own compute need V2.
  pipelineTypes: ["V2"],
  validate: modeProblems,
  permissions,
});

/** Returns an action that scans for vulnerabilities. */
export function inspectorScanAction(
  action: Omit<z.input<typeof inspectorScanSchema>, "provider">,
): z.input<typeof inspectorScanSchema> {
  return { ...action, provider: "InspectorScan" };
}

function modeProblems({ inputArtifacts, configuration }: Action): Problem[] {
  const ofImage = (["ECRRepositoryName", "ImageTag"] as const).map((key) => ({ key, value: configuration[key] }));
  if (configuration.InspectorRunMode === "ECRImageScan") {
    return ofImage
      .filter(({ value }) => value === undefined)
      .map(({ key }) => ({ path: `configuration.${key}`, reason: "is missing: say which image is scanned" }));
  }
  const source = { path: "inputArtifacts", reason: "is empty: name the artifact whose source is scanned" };
  return [
    ...(inputArtifacts.length === 0 ? [source] : []),
    ...ofImage
      .filter(({ value }) => value !== undefined)
      .map(({ key, value }) => ({
        path: `configuration.${key}`,
        reason: `is ${JSON.stringify(value)}, and source is scanned: remove it, or let InspectorRunMode be ECRImageScan`,
      })),
  ];
}

function permissions({ configuration }: Action, { scope, pipelineName }: ActionContext): Statement[] {
  const name = configuration.ECRRepositoryName;
  const scan = allowStatement({ sid: "Scan", actions: ["inspector-scan:ScanSbom"], resources: ["*"] });
  const pull =
    name === undefined
      ? []
      : [
          // A client logs in before it pulls; ECR knows no resource for that.
          allowStatement({ sid: "RegistryLogin", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] }),
          allowStatement({
            sid: "PullImage",
            actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            resources: [repositoryArn(scope, name)],
          }),
        ];
  return [writePipelineLogs(scope, pipelineName), scan, ...pull];
}
