import type { ActionInput, OutputVariable } from "../actions/catalogue";

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
export function variable<A extends ActionInput>(action: A, name: OutputVariable<A>): string {
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

/** One reference to a variable: where it stands, and what it names. */
export interface Reference {
  readonly path: string;
  readonly namespace: string;
  readonly name: string;
}

/** The references in a value, however deep, with their paths. */
export function referencesIn(value: unknown, path = ""): Reference[] {
  if (typeof value === "string") {
    return [...value.matchAll(/#\{([A-Za-z0-9@_-]+)\.([^{}\s]+)\}/g)].map(([, namespace = "", name = ""]) => ({
      path,
      namespace,
      name,
    }));
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => referencesIn(item, `${path}[${index}]`));
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => referencesIn(item, path === "" ? key : `${path}.${key}`));
  }
  return [];
}

/** A text in which `*` stands for each reference, for documents about what only the execution knows. */
export function withoutReferences(text: string): string {
  return text.replace(/#\{[^{}]+\}/g, "*");
}

function reference(namespace: string, name: string): string {
  return `#{${namespace}.${name}}`;
}
