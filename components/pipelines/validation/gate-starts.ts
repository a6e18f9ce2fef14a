import { z } from "zod";
import { gateNameEnd } from "../../iam/gate-tag";
import { readLeniently } from "../../schema/lenient";
import type { Problem } from "../../schema/problem";
import { shown } from "../../schema/vocabulary";
import type { PipelineOutline } from "./outline";

const configurationSchema = z.object({ ProjectName: z.string(), PipelineName: z.string() });

/** Names that this package gives to the parts of a gate: the gate, and its part. */
const gatePart = new RegExp(`^(.*${gateNameEnd})-(pipeline|preview|run)$`);

/**
 * Refuses actions that start a part of another gate. The role of such an action could start the part at any time, without
 * the approvals of the gate, and with variables of its own.
 *
 * @param pipelineName - a gate's own pipeline starts the gate's builds
 */
export function gateStartProblems({ stages }: PipelineOutline, pipelineName: unknown): Problem[] {
  return stages
    .flatMap(({ actions }) => actions)
    .flatMap(({ path, configuration }) => {
      const named = readLeniently(configurationSchema, configuration) ?? {};
      return (["ProjectName", "PipelineName"] as const).flatMap((key): Problem[] => {
        const [, gate, part] = gatePart.exec(named[key] ?? "") ?? [];
        const isOwn = part !== "pipeline" && pipelineName === `${gate}-pipeline`;
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
