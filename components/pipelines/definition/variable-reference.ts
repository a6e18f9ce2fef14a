import type { ActionInput, OutputVariable } from "../../actions/catalogue";

/** Namespaces that no action can have. */
export const pipelineNamespace = "codepipeline";
export const variablesNamespace = "variables";

/** A reference to the id of the execution, `#{codepipeline.PipelineExecutionId}`. */
export const executionId = reference(pipelineNamespace, "PipelineExecutionId");

/** A reference to a variable of the pipeline, such as `#{variables.Release}`. */
export function pipelineVariable(name: string): string {
  return reference(variablesNamespace, name);
}

/** An action that brings its build. The variables are those that its commands or buildspec export. */
interface InlineBuild {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly provider: "CodeBuild";
  readonly build: object;
}

/** A reference to a variable that an action leaves behind, such as `#{Source.CommitId}`: for actions that run later. */
export function outputVariable<A extends ActionInput>(action: A, name: OutputVariable<A>): string;
export function outputVariable(action: InlineBuild, name: string): string;
export function outputVariable(action: Parameters<typeof namespaceOf>[0], name: unknown): string {
  return reference(namespaceOf(action), String(name));
}

/**
 * The namespace that an action's variables stand under: its own, or its name as far as AWS takes that: without dots, and
 * with an underscore after a name that is reserved.
 */
export function namespaceOf({ namespace, name }: { readonly namespace?: string | undefined; readonly name: string }) {
  const isReserved = name === pipelineNamespace || name === variablesNamespace;
  return namespace ?? (isReserved ? `${name}_` : name.replaceAll(".", "_"));
}

function reference(namespace: string, name: string): string {
  return `#{${namespace}.${name}}`;
}
