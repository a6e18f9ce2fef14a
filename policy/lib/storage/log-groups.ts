import type { Properties } from "../../iam/value";

/** Whether a log group only passes events on: AWS sets how long it keeps them, whatever the program says. */
export function isDelivery(logGroup: Properties): boolean {
  return logGroup.logGroupClass === "DELIVERY";
}
