import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";
import { PreviewError } from "../base/error";
import type { Level } from "./level";

/** Reads a level off the wire. */
export function levelFromWire(level: EnforcementLevel): Level {
  switch (level) {
    case EnforcementLevel.ADVISORY:
      return "advisory";
    case EnforcementLevel.MANDATORY:
      return "mandatory";
    case EnforcementLevel.DISABLED:
      return "disabled";
    case EnforcementLevel.REMEDIATE:
      return "remediate";
    default:
      throw new PreviewError(`a policy pack sent the unknown enforcement level ${String(level)}`);
  }
}

/** Puts a level on the wire. */
export function levelToWire(level: Level): EnforcementLevel {
  switch (level) {
    case "advisory":
      return EnforcementLevel.ADVISORY;
    case "mandatory":
      return EnforcementLevel.MANDATORY;
    case "remediate":
      return EnforcementLevel.REMEDIATE;
    case "disabled":
      return EnforcementLevel.DISABLED;
  }
}
