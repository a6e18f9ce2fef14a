import type { Problem } from "../../schema/problem";
import { namespaceOf } from "../definition/variable-reference";
import type { ActionOutline, StageOutline } from "./outline";
import { namespacesAskedFor } from "./variable-flow";

/**
 * Namespaces that AWS refuses: of two actions, or with the name of an artifact. A namespace that nothing reads and that
 * nobody wrote is not given to AWS, and cannot be wrong.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html
 */
export function namespaceProblems(stages: readonly StageOutline[]): Problem[] {
  const asked = namespacesAskedFor(stages);
  const actions = stages.flatMap((stage) => stage.actions);
  const given = actions.filter((action) => action.namespace !== undefined || asked.has(namespaceOf(action)));
  return given.flatMap((action) => [...sharedProblems(action, given), ...artifactProblems(action, actions)]);
}

function sharedProblems(action: ActionOutline, given: readonly ActionOutline[]): Problem[] {
  const namespace = namespaceOf(action);
  const first = given.find((other) => namespaceOf(other) === namespace);
  if (action.namespace === undefined || first === undefined || first === action) {
    return [];
  }
  return [
    {
      path: `${action.path}.namespace`,
      reason: `${JSON.stringify(namespace)} is the namespace of ${first.path} too; give every action a namespace of its own`,
    },
  ];
}

function artifactProblems(action: ActionOutline, actions: readonly ActionOutline[]): Problem[] {
  const namespace = namespaceOf(action);
  const maker = actions.find(({ outputArtifacts }) => outputArtifacts.includes(namespace));
  if (maker === undefined) {
    return [];
  }
  return [
    {
      path: `${action.path}.namespace`,
      reason: `would be ${JSON.stringify(namespace)}, the name of an artifact of ${maker.path}; give the action another namespace, or the artifact another name`,
    },
  ];
}
