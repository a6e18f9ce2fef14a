import { gateTag } from "../../components/iam/gate-tag";
import { knownAt, listAt, textAt, textsAt } from "../insight/known";
import { PreviewError } from "../preview/base/error";
import type { Resource } from "../preview/engine/resource";

/** A variable of a project, with the service that keeps its value. */
export interface ProjectVariable {
  readonly name: string;
  /** The value, or the name of the parameter or secret; undefined where only AWS knows it. */
  readonly value: string | undefined;
  readonly type: string;
}

/** Settings of a CodeBuild project that decide how its build runs. */
export interface BuildTarget {
  readonly name: string;
  /** Text or path of the buildspec; undefined for `buildspec.yml` of the source. */
  readonly buildspec: string | undefined;
  readonly sourceType: string;
  readonly sourceLocation: string | undefined;
  readonly secondarySources: readonly string[];
  readonly image: string;
  /** Type of the build environment, such as `LINUX_CONTAINER`. */
  readonly environment: string;
  readonly variables: readonly ProjectVariable[];
  readonly artifacts: string;
  /** Cache of the project: `S3`, `LOCAL` with its modes, or `NO_CACHE`. */
  readonly cache: { readonly type: string; readonly modes: readonly string[] };
  /** Gate that the project is a part of, if any. */
  readonly gate?: string | undefined;
}

const projectType = "aws:codebuild/project:Project";

/**
 * Finds a project of a program by its name or its logical name.
 *
 * @throws {PreviewError} naming the projects of the program
 */
export function findBuildTarget(resources: readonly Resource[], wanted: string): BuildTarget {
  const projects = resources.filter(({ type }) => type === projectType);
  const names = projects.map((project) => knownAt(project.inputs, "name") ?? project.name);
  const found = projects.filter((project, index) => [names[index], project.name].includes(wanted));
  const [project] = found;
  if (project === undefined) {
    throw new PreviewError(
      `build: the program has no project "${wanted}".${names.length === 0 ? " It has no project at all." : ` Use one of ${names.join(", ")}.`}`,
    );
  }
  if (found.length > 1) {
    throw new PreviewError(`build: ${found.length} projects have the name "${wanted}". Give the name that AWS shows.`);
  }
  const { inputs } = project;
  if (textAt(inputs, "source", "buildspec") !== knownAt(inputs, "source", "buildspec")) {
    throw new PreviewError(`build: the buildspec of "${wanted}" is unknown before a deployment.`);
  }
  return {
    name: knownAt(inputs, "name") ?? project.name,
    buildspec: knownAt(inputs, "source", "buildspec"),
    sourceType: knownAt(inputs, "source", "type") ?? "NO_SOURCE",
    sourceLocation: knownAt(inputs, "source", "location"),
    secondarySources: listAt(inputs, "secondarySources").flatMap((source) => knownAt(source, "sourceIdentifier") ?? []),
    image: textAt(inputs, "environment", "image") ?? "",
    environment: knownAt(inputs, "environment", "type") ?? "LINUX_CONTAINER",
    variables: listAt(inputs, "environment", "environmentVariables").flatMap((variable) => {
      const name = knownAt(variable, "name");
      return name === undefined
        ? []
        : [{ name, value: variableValue(variable), type: knownAt(variable, "type") ?? "PLAINTEXT" }];
    }),
    artifacts: knownAt(inputs, "artifacts", "type") ?? "NO_ARTIFACTS",
    cache: { type: knownAt(inputs, "cache", "type") ?? "NO_CACHE", modes: textsAt(inputs, "cache", "modes") },
    gate: textAt(inputs, "tags", gateTag),
  };
}

/** An empty value is a value, and text that is missing is unknown. */
function variableValue(variable: Parameters<typeof textAt>[0]): string | undefined {
  return textAt(variable, "value") === undefined ? "" : knownAt(variable, "value");
}
