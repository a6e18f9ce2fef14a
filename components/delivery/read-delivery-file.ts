import { z } from "zod";
import type { Buildspec } from "../codebuild/buildspec";
import { grantStatements } from "../iam/grant";
import { readPipeline } from "../pipelines/validation/validate-pipeline";
import { readInput, unlessRefused } from "../schema/lenient";
import { type Problem, within } from "../schema/problem";
import { schemaProblems } from "../schema/vocabulary";
import { parseYamlText } from "../schema/yaml-text";
import type { ChangeSetAction } from "./change-set-action";
import type { BuildSettings, DeliveryAction } from "./inline-actions";
import { buildProblems, type PassedVariable, passedVariables, splitVariables, variablePaths } from "./inline-builds";
import { inlineBuildSchema, notifySchema } from "./inline-schema";
import type { DeliveryPipelineDefinition } from "./pipeline-plan";
import { readPlanStage } from "./plan-stage";
import { type PlacedKeys, stackRoleSchema, targetSchema } from "./targets";
import type { UpdateAction } from "./update-action";

/** A delivery pipeline that was read from data, or its problems. */
export interface DeliveryData {
  readonly definition: DeliveryPipelineDefinition | undefined;
  /** Paths in the data of each action of the definition, by stage and action: a stage with a plan becomes three stages. */
  readonly paths?: readonly (readonly string[])[];
  readonly problems: readonly Problem[];
}

/** A delivery pipeline that was read from a file, or its problems. */
export interface DeliveryFile extends DeliveryData {
  /** Returns the line of a path in the file. */
  lineOf(path: string): number | undefined;
}

const fileSchema = z.looseObject({
  $schema: z.string().optional(),
  stages: z.array(
    z
      .looseObject({ actions: z.array(z.unknown()).optional(), plan: z.unknown().optional() })
      .refine(({ actions, plan }) => actions !== undefined || plan !== undefined),
  ),
});
const actionSchema = z.looseObject({ name: z.string().optional() });

/**
 * Reads a delivery pipeline from YAML or JSON: a pipeline as data. Its build actions may hold `build`, its approvals
 * `notify`, and its stages `plan`.
 */
export function readDeliveryFile(text: string): DeliveryFile {
  const { value, problems, lineOf } = parseYamlText(text);
  return problems.length > 0 ? { definition: undefined, problems, lineOf } : { ...readDeliveryData(value), lineOf };
}

/** Reads a delivery pipeline from data, as a file or a program in another language writes it. */
export function readDeliveryData(value: unknown): DeliveryData {
  const { data } = fileSchema.safeParse(value);
  if (data === undefined) {
    return { definition: undefined, problems: readPipeline(value).problems };
  }
  const { $schema: _, stages, ...others } = data;
  const read = readStages(stages);
  const withActions = (pick: (action: FileAction) => unknown) => ({
    ...others,
    stages: read.stages.map(({ stage, actions }) => ({ ...stage, actions: actions.map(pick) })),
  });
  const own = [...read.problems, ...read.stages.flatMap(({ actions }) => actions.flatMap(({ problems }) => problems))];
  const reading = readPipeline(withActions(({ plain }) => plain));
  const builds = read.stages.flatMap(({ actions }, stage) =>
    actions.map(({ passed }, index) => ({ passed, path: `stages[${stage}].actions[${index}]` })),
  );
  const between = variablePaths(reading.problems, builds, "build.environmentVariables").map((problem) =>
    inFile(problem, read.stages),
  );
  const all = [...own, ...unlessRefused(own, between)];
  return {
    // Without problems, the value has the shape that the schemas describe.
    definition:
      all.length > 0 ? undefined : (withActions(({ written }) => written) as unknown as DeliveryPipelineDefinition),
    paths: read.stages.map(({ actions }) => actions.map(({ path }) => path)),
    problems: all,
  };
}

/** A stage of the pipeline, and its place in the file. */
interface FileStage {
  readonly stage: object;
  readonly actions: readonly FileAction[];
  readonly path: string;
}

type StageData = z.output<typeof fileSchema>["stages"][number];

/** Reads the stages. A stage with a plan stands for three. */
function readStages(data: readonly StageData[]): {
  readonly stages: readonly FileStage[];
  readonly problems: readonly Problem[];
} {
  const sources = data[0]?.actions ?? [];
  const planned = data.filter(({ plan }) => plan !== undefined).length;
  const problems: Problem[] = [];
  const stages = data.flatMap(({ actions = [], plan, ...stage }, index): FileStage[] => {
    const path = `stages[${index}]`;
    if (plan === undefined) {
      const read = actions.map((action, place) => readAction(action, `${path}.actions[${place}]`));
      return [{ stage, actions: read, path }];
    }
    const place = `${path}.plan`;
    const beside = [...(data[index]?.actions === undefined ? [] : ["actions"]), ...Object.keys(stage)];
    const reading = readPlanStage(plan, sources, planned === 1);
    problems.push(
      ...beside.map((key) => ({
        path: `${path}.${key}`,
        reason: "stands beside plan, which stands for three stages: write a stage of its own, or remove it",
      })),
      ...within(place, reading.problems),
    );
    return reading.stages.map(({ actions: own, ...rest }) => ({
      stage: rest,
      path: place,
      actions: own.map((action) => ({ ...plannedAction(action), path: place, problems: [] })),
    }));
  });
  return { stages, problems };
}

/** A problem of the pipeline at its place in the file. */
function inFile(problem: Problem, stages: readonly FileStage[]): Problem {
  const [, stage = "", action, rest = ""] = /^stages\[(\d+)\](?:\.actions\[(\d+)\])?(.*)$/.exec(problem.path) ?? [];
  const found = stages[Number(stage || Number.NaN)];
  if (found === undefined) {
    return problem;
  }
  if (found.path.endsWith(".plan")) {
    const key = rest.startsWith(".inputArtifacts") ? ".input" : /^\.name\b/.test(rest) ? ".name" : "";
    return { ...problem, path: `${found.path}${key}` };
  }
  const path = action === undefined ? found.path : (found.actions[Number(action)]?.path ?? found.path);
  return { ...problem, path: `${path}${rest}` };
}

/** An action of a planned deployment. The pipeline knows the name of its project later. */
function plannedAction(action: DeliveryAction): Pick<FileAction, "plain" | "written" | "passed"> {
  if ("update" in action || "changeSet" in action) {
    const variables = "update" in action ? action.update.passed : {};
    const passed = Object.entries(variables).map(([name, value]) => ({ name, value }));
    const { update: _, changeSet: __, target: ___, ...rest } = action as UpdateAction & ChangeSetAction & PlacedKeys;
    return {
      plain: { ...rest, configuration: { ProjectName: "project", ...passedVariables(passed) } },
      written: action,
      passed,
    };
  }
  return readAction(action, "");
}

/** An action of a file. */
interface FileAction {
  /** The action without `build` and `notify`, as a pipeline has it. */
  readonly plain: unknown;
  /** The action as a delivery pipeline takes it. */
  readonly written: unknown;
  readonly path: string;
  /** Variables of `build` whose values refer to earlier actions. */
  readonly passed: readonly PassedVariable[];
  readonly problems: readonly Problem[];
}

function readAction(value: unknown, path: string): FileAction {
  const { data: action } = actionSchema.safeParse(value);
  if (action?.build !== undefined) {
    return readBuildAction(action, path);
  }
  if (action?.notify !== undefined) {
    const { notify, ...plain } = action;
    return {
      plain,
      written: { configuration: {}, ...action },
      path,
      passed: [],
      problems: [
        ...(action.provider === "Manual" ? [] : [onlyFor(`${path}.notify`, "Manual")]),
        ...within(`${path}.notify`, schemaProblems(notifySchema, notify)),
      ],
    };
  }
  return action?.target !== undefined || action?.stackRole !== undefined
    ? readPlacedAction(action, path)
    : { plain: value, written: value, path, passed: [], problems: [] };
}

/** An ARN in place of the role that the pipeline creates. */
const anyRole = "arn:aws:iam::000000000000:role/role";

function readPlacedAction(action: Action, path: string): FileAction {
  const { target, stackRole, ...plain } = action;
  const configuration = Object(plain.configuration);
  return {
    plain: stackRole === undefined ? plain : { ...plain, configuration: { RoleArn: anyRole, ...configuration } },
    written: action,
    path,
    passed: [],
    problems: [
      ...(target === undefined ? [] : within(`${path}.target`, schemaProblems(targetSchema, target))),
      ...(stackRole === undefined ? [] : within(`${path}.stackRole`, schemaProblems(stackRoleSchema, stackRole))),
      ...(stackRole === undefined || plain.provider === "CloudFormation"
        ? []
        : [onlyFor(`${path}.stackRole`, "CloudFormation")]),
    ],
  };
}

type Action = z.output<typeof actionSchema>;

function readBuildAction({ build, ...action }: Action, path: string): FileAction {
  const { value, parts, problems } = readInput(inlineBuildSchema, build);
  const { files, buildspec } = parts ?? {};
  const makesArtifact = (files ?? Object(buildspec).artifacts) !== undefined;
  const whole = {
    provider: "CodeBuild",
    ...action,
    outputArtifacts: action.outputArtifacts ?? (makesArtifact ? [action.name] : []),
  };
  const settings = value && settingsOf(value);
  const { own, passed } = settings ? splitVariables(settings) : { own: undefined, passed: [] };
  return {
    // The plan knows the name of the project; every valid name shows the same problems.
    plain: { ...whole, configuration: { ProjectName: "project", ...passedVariables(passed) } },
    written: { ...whole, build: settings },
    path,
    passed,
    problems: [
      ...(whole.provider === "CodeBuild" ? [] : [onlyFor(`${path}.build`, "CodeBuild")]),
      ...(action.configuration === undefined
        ? []
        : [{ path: `${path}.configuration`, reason: "stands beside build: write it in build, or name a project" }]),
      ...within(`${path}.build`, [...problems, ...(own === undefined ? [] : buildProblems(own))]),
    ],
  };
}

function settingsOf({ permissions, buildspec, ...build }: z.output<typeof inlineBuildSchema>): BuildSettings {
  return {
    ...build,
    ...(buildspec !== undefined && { buildspec: buildspec as unknown as Buildspec }),
    ...(permissions !== undefined && { permissions: grantStatements(permissions) }),
  };
}

function onlyFor(path: string, provider: string): Problem {
  return { path, reason: `is a key of ${provider} actions: set provider: ${provider}, or remove it` };
}
