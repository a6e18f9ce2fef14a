import type { ActionType } from "../../actions/base/action-type";
import { findActionType } from "../../actions/catalogue";
import type { Problem } from "../../schema/problem";
import { type Reference, referencesIn } from "../../schema/variable-references";
import { namespaceOf, pipelineNamespace, variablesNamespace } from "../definition/variable-reference";
import { type ActionOutline, type RuleOutline, rulesOf, runsBefore, type StageOutline } from "./outline";

type Reader = ActionOutline | RuleOutline;

/** Problems with references to variables: of nobody, of somebody later, of two at once, or that nobody leaves behind. */
export function variableProblems(stages: readonly StageOutline[], declared: readonly string[]): Problem[] {
  const actions = stages.flatMap((stage) => stage.actions);
  return readersOf(stages).flatMap((reader) =>
    referencesOf(reader).flatMap((reference) => {
      const reason =
        reference.namespace === pipelineNamespace
          ? unlessKnown(reference, ["PipelineExecutionId"], "the pipeline has no other variable of its own: give")
          : reference.namespace === variablesNamespace
            ? pipelineVariableReason(reference, declared, reader)
            : actionVariableReason(reference, actions, reader);
      return reason === undefined ? [] : [{ path: reference.path, reason }];
    }),
  );
}

/** The namespaces that references ask for: no other action needs one. */
export function namespacesAskedFor(stages: readonly StageOutline[]): ReadonlySet<string> {
  return new Set(readersOf(stages).flatMap((reader) => referencesOf(reader).map(({ namespace }) => namespace)));
}

/** Everything that may hold references: the actions and the rules. */
export function readersOf(stages: readonly StageOutline[]): Reader[] {
  return stages.flatMap((stage) => [...stage.actions, ...rulesOf(stage)]);
}

function referencesOf({ path, configuration, commands }: Reader): Reference[] {
  return [...referencesIn(configuration, `${path}.configuration`), ...referencesIn(commands, `${path}.commands`)];
}

function pipelineVariableReason(reference: Reference, declared: readonly string[], reader: Reader) {
  if ("category" in reader && reader.category === "Source") {
    return `reads ${written(reference)}, and AWS gives source actions no variables of the pipeline: write the value`;
  }
  return unlessKnown(reference, declared, "the pipeline declares no such variable: declare it, or give");
}

function actionVariableReason(reference: Reference, actions: readonly ActionOutline[], reader: Reader) {
  const makers = actions.filter((action) => namespaceOf(action) === reference.namespace);
  const [maker, other] = makers;
  if (maker === undefined) {
    const known = actions
      .filter((action) => variablesOf(action) !== undefined && runsBefore(action, reader))
      .map(namespaceOf);
    const fix =
      known.length > 0 ? `name one of ${[...new Set(known)].join(", ")}` : "read a variable of an earlier action";
    return `reads ${written(reference)}, and no action has that namespace: ${fix}`;
  }
  if (other !== undefined) {
    return `reads ${written(reference)}, and ${maker.path} and ${other.path} both have that namespace: give one of them a namespace of its own`;
  }
  if (!runsBefore(maker, reader)) {
    return `reads ${written(reference)}, and ${maker.path} does not run before: read a variable of an earlier action`;
  }
  const names = variablesOf(maker);
  if (names === undefined) {
    return `reads ${written(reference)}, and ${maker.path} leaves no variables behind: remove the reference`;
  }
  return names === "any"
    ? undefined
    : unlessKnown(reference, names, `${maker.path} leaves no such variable behind: give`);
}

/** The variables that an action leaves behind; nothing if it leaves none. */
function variablesOf({ outputVariables, ...action }: ActionOutline): readonly string[] | "any" | undefined {
  const type = findActionType(action);
  const known = type?.outputVariables ?? "decided at run time";
  if (type !== undefined && leavesNone(type, action)) {
    return undefined;
  }
  if (known === "decided at run time") {
    return outputVariables ?? "any";
  }
  const names = known === "listed by the action" ? outputVariables : known;
  return names?.length === 0 ? undefined : names;
}

/** Whether what an action says decides that it leaves no variables; one that cannot be read says nothing. */
function leavesNone(type: ActionType, { action }: Pick<ActionOutline, "action">): boolean {
  return action !== undefined && type.setsVariables?.(action) === false;
}

function unlessKnown(reference: Reference, known: readonly string[], otherwise: string): string | undefined {
  if (known.includes(reference.name)) {
    return undefined;
  }
  return `reads ${written(reference)}, and ${otherwise} ${known.length > 0 ? `one of ${known.join(", ")}` : "a value"}`;
}

function written({ namespace, name }: Reference): string {
  return `#{${namespace}.${name}}`;
}
