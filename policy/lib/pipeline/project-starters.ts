import { at, fromJson, type Located, type Properties, textOf, unknownValue, type Value } from "../../iam/value";
import { objectsIn } from "../facts/walk";
import { webhookType } from "./build-projects";

/** Resources that start builds without a pipeline: by type, how to read the project from their properties. */
const starters: Readonly<Record<string, (props: Properties) => Located[]>> = {
  [webhookType]: ({ projectName }) => [{ path: "projectName", value: projectName }],
  "aws:cloudwatch/eventTarget:EventTarget": ({ arn }) => [{ path: "arn", value: projectIn(arn) }],
  "aws:pipes/pipe:Pipe": ({ target }) => [{ path: "target", value: projectIn(target) }],
  "aws:scheduler/schedule:Schedule": ({ target }) => scheduled(at(target, "arn"), at(target, "input")),
  "aws:sfn/stateMachine:StateMachine": ({ definition }) =>
    requestsIn(definition).map((value): Located => ({ path: "definition", value })),
};

/** Type tokens of the resources that start builds without a pipeline. */
export const starterTypes = Object.keys(starters);

/** Returns the names of the projects that a resource starts, with their paths. */
export function startedBy({ type, props }: { readonly type: string; readonly props: Properties }): Located[] {
  return (starters[type]?.(props) ?? []).filter(({ value }) => value !== undefined && value !== "");
}

/** Returns the property that the names come from. */
export function propertyOf({ path }: Located): string {
  return path.split(".")[0] ?? path;
}

/** A schedule names the project in its target, or in the input of an API request. */
function scheduled(arn: Value, input: Value): Located[] {
  const request: Located = { path: "target.input", value: named(fromJson(input)) };
  return [{ path: "target.arn", value: projectIn(arn) }, ...(startsBuild(arn) ? [request] : [])];
}

function requestsIn(definition: Value): readonly Value[] {
  return definition === unknownValue
    ? [definition]
    : objectsIn(fromJson(definition))
        .filter((state) => startsBuild(state.Resource))
        .flatMap(({ Parameters, Arguments }) => [named(Parameters), named(Arguments)]);
}

function projectIn(arn: Value): Value {
  return typeof arn === "string" ? (/^arn:[^:]*:codebuild:.*:project\/(.+)$/.exec(arn)?.[1] ?? "") : arn;
}

/** Step Functions and Scheduler name the request, as in `arn:aws:states:::codebuild:startBuild.sync`. */
function startsBuild(target: Value): boolean {
  return /:codebuild:startbuild(batch)?(\.|$)/i.test(textOf(target));
}

function named(request: Value): Value {
  const name: Value = at(request, "ProjectName");
  return typeof name === "string" ? name.replace(/^arn:.*:project\//, "") : name;
}
