import { findActionType } from "../../actions/catalogue";
import { findRuleType } from "../../actions/rules/catalogue";
import type { Problem } from "../../schema/problem";
import { type ActionOutline, type RuleOutline, rulesOf, type StageOutline } from "./outline";

/**
 * Refuses references to clone from where files are needed: AWS lets builds alone use them.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodestarConnectionSource.html
 */
export function cloneProblems(stages: readonly StageOutline[]): Problem[] {
  const actions = stages.flatMap((stage) => stage.actions);
  const rules = stages.flatMap(rulesOf);
  const makers = actions.filter(makesReference);
  return [...actions, ...rules].filter(needsFiles).flatMap(({ path, provider, inputArtifacts }) =>
    inputArtifacts.flatMap((artifact, index) => {
      const maker = makers.find(({ outputArtifacts }) => outputArtifacts.includes(artifact));
      return maker === undefined
        ? []
        : [
            {
              path: `${path}.inputArtifacts[${index}]`,
              reason: `${JSON.stringify(artifact)} is a reference to clone from, and ${provider} needs files: let ${maker.path} make CODE_ZIP, or take what a build makes of it`,
            },
          ];
    }),
  );
}

function makesReference(outline: ActionOutline): boolean {
  const { action } = outline;
  return action !== undefined && findActionType(outline)?.makesCloneReference?.(action) === true;
}

function needsFiles(part: ActionOutline | RuleOutline): boolean {
  const type = "kind" in part ? findRuleType(part.provider) : findActionType(part);
  return type !== undefined && type.startedProject === undefined;
}
