import * as pulumi from "@pulumi/pulumi";
import { gateTag } from "./gate-tag";

type Tags = pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;

/** Adds the gate tag, which keeps builds of every environment away from a resource. */
export function withGateTag(tags: Tags, name: string): NonNullable<Tags> {
  return pulumi.Output.isInstance(tags) || tags instanceof Promise
    ? pulumi.output(tags).apply((known) => ({ ...known, [gateTag]: name }))
    : { ...tags, [gateTag]: name };
}
