import { estimateOf } from "../../../../cli/insight/cost/estimate";
import { DEFAULT_USAGE, type Usage } from "../../../../cli/insight/cost/usage";
import { pipelinesOf } from "../../../../cli/insight/pipelines";
import type { PropertyMap } from "../../../../cli/preview/base/property-value";
import type { Resource } from "../../../../cli/preview/engine/resource";
import { resource } from "../../preview/support/resource";
import { action } from "../programs";

export const of = (resources: Resource[], usage: Partial<Usage> = {}) =>
  estimateOf(resources, {}, pipelinesOf(resources, {}), { ...DEFAULT_USAGE, ...usage });
export const made = (type: string, name: string, inputs: PropertyMap = {}, region = "us-east-1") =>
  resource(type, name, { inputs: { name, region, ...inputs } });
export const lines = (resources: Resource[], usage: Partial<Usage> = {}) =>
  of(resources, usage).lines.map(({ tariff, units, usd }) => [tariff, units, Number(usd.toFixed(6))]);
export const project = (name: string, computeType: string, type = "LINUX_CONTAINER", region = "us-east-1") =>
  made("aws:codebuild/project:Project", name, { environment: { type, computeType } }, region);
export const build = (name: string) => action(name, "CodeBuild", { configuration: { ProjectName: name } });

/** Everything that the estimate leaves out but volumes, which have a test of their own. */
export const notCounted = (resources: Resource[], usage: Partial<Usage> = {}) => {
  const volumes = { objectsGb: 1, imagesGb: 1, logsGb: 1, natGb: 1 };
  const { missing, notStated } = of(resources, { ...volumes, ...usage });
  return [...missing.map(({ text }) => text), ...notStated];
};
export const inVirginia = { region: "us-east-1" };
