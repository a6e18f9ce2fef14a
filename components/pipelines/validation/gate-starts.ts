import { z } from "zod";
import { gateNameEnd, gatePartEnds } from "../../iam/gate-tag";
import { readLeniently } from "../../schema/lenient";
import type { Problem } from "../../schema/problem";
import { shown } from "../../schema/vocabulary";
import { type PipelineOutline, rulesOf } from "./outline";

const configurationSchema = z.object({ ProjectName: z.string(), PipelineName: z.string() });

/** Names that this package gives to the parts of a gate: the gate, and its part. */
const gatePart = new RegExp(`^(.*${gateNameEnd})-${gatePartEnds}$`);

/**
 * Refuses actions and rules that start a part of another gate. Their roles could start the part at any time, without the
 * approvals of the gate, and with variables of their own.
 *
 * @param pipelineName - a gate's own pipeline starts the gate's builds, in its own region and by its actions
 */
export function gateStartProblems({ stages }: PipelineOutline, pipelineName: unknown): Problem[] {
  return stages
    .flatMap((stage) => [
      ...stage.actions.map((action) => ({ ...action, mayBeOwn: action.region === undefined })),
      ...rulesOf(stage).map((rule) => ({ ...rule, mayBeOwn: false })),
    ])
    .flatMap(({ path, configuration, mayBeOwn }) => {
      const named = readLeniently(configurationSchema, configuration) ?? {};
      return (["ProjectName", "PipelineName"] as const).flatMap((key): Problem[] => {
        const [, gate, part] = gatePart.exec(named[key] ?? "") ?? [];
        const isOwn = mayBeOwn && part !== "pipeline" && pipelineName === `${gate}-pipeline`;
        return gate === undefined || isOwn
          ? []
          : [
              {
                path: `${path}.configuration.${key}`,
                reason: `is ${shown(named[key])}, a part of a destroy pipeline: its own approvals start it, so name another`,
              },
            ];
      });
    });
}
