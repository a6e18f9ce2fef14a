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

/** A reference to a variable that an action leaves behind, such as `#{Source.CommitId}`: for actions that run later. */
export function outputVariable<A extends ActionInput>(action: A, name: OutputVariable<A>): string;
export function outputVariable(
  action: {
    readonly name: string;
    readonly namespace?: string | undefined;
    readonly outputArtifacts?: readonly string[];
    readonly provider: "CodeBuild";
    readonly build: object;
  },
  name: string,
): string;
export function outputVariable(action: Namespaced, name: unknown): string {
  return reference(namespaceOf(action), String(name));
}

/** The keys of an action that decide about its namespace. */
interface Namespaced {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly outputArtifacts?: readonly string[] | undefined;
}

/**
 * The namespace of the variables of an action: its own, or its name as far as AWS takes that. AWS takes no dots, no
 * reserved name and no name of an artifact. So an underscore follows a reserved name and the name of the action's
 * artifact.
 */
export function namespaceOf({ namespace, name, outputArtifacts = [] }: Namespaced): string {
  const plain = name.replaceAll(".", "_");
  const isTaken = name === pipelineNamespace || name === variablesNamespace || outputArtifacts.includes(plain);
  return namespace ?? (isTaken ? `${plain}_` : plain);
}

function reference(namespace: string, name: string): string {
  return `#{${namespace}.${name}}`;
}
