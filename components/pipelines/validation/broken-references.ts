import type { Problem } from "../../schema/problem";
import { brokenReferencesIn } from "../../schema/variable-references";
import { shown } from "../../schema/vocabulary";
import { namespaceOf, pipelineNamespace, variablesNamespace } from "../definition/variable-reference";
import type { StageOutline } from "./outline";
import { readersOf } from "./variable-flow";

/**
 * Refuses what begins as a reference does and is none.
 *
 * AWS reads every `#{` of a configuration as one, and knows no way to escape it. It refuses a pipeline with another
 * form than a namespace and a key. Commands are no configuration, and AWS says nothing of a `#{` in one that is no
 * reference. The text may be a shell's or Ruby's, unless it names what has variables here.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html
 */
export function brokenReferenceProblems(stages: readonly StageOutline[]): Problem[] {
  const actions = stages.flatMap((stage) => stage.actions);
  const namespaces = [pipelineNamespace, variablesNamespace, ...actions.map(namespaceOf)];
  return readersOf(stages)
    .flatMap(({ path, configuration, commands }) => [
      ...brokenReferencesIn(configuration, `${path}.configuration`),
      ...brokenReferencesIn(commands, `${path}.commands`).filter(({ written }) =>
        namespaces.includes(namespaceIn(written)),
      ),
    ])
    .map(({ path, written }) => ({
      path,
      reason: `holds ${shown(written)}, which is no reference: give #{<namespace>.<variable>}`,
    }));
}

/** The text before the first period, if it could be a namespace. */
function namespaceIn(written: string): string {
  return /^#\{\s*([A-Za-z0-9@_-]+)\s*\./.exec(written)?.[1] ?? "";
}
