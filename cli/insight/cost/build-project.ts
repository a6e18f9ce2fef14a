import type { Resource } from "../../preview/engine/resource";
import { knownAt, textAt, UNKNOWN_TEXT } from "../known";

/** The machine of a project, as `LINUX BUILD_GENERAL1_SMALL`. */
export function computeOf({ inputs }: Resource): string {
  const family = (textAt(inputs.environment, "type") ?? UNKNOWN_TEXT).replace(/^(LINUX|ARM)_CONTAINER$/, "$1");
  return `${family} ${textAt(inputs.environment, "computeType") ?? UNKNOWN_TEXT}`;
}

/** The name of a project; its logical name where AWS chooses one. */
export function projectName({ inputs, name }: Resource): string {
  return knownAt(inputs.name) ?? name;
}

/** Whether a project builds on machines of a fleet. */
export function hasFleet({ inputs }: Resource): boolean {
  return textAt(inputs.environment, "fleet", "fleetArn") !== undefined;
}
