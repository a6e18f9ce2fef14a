import { refuse } from "../schema/refuse";
import type { DeliveryEnvironmentArgs } from "./delivery-environment";
import { deliveryProblems } from "./problems";
import { deliverySettingsSchema } from "./settings";

/**
 * Reads the settings of an environment from a stack's configuration, where they are one object: only so can a key that
 * nobody knows be refused.
 *
 * @param key - The key of the configuration, for messages: `aws-pipelines:environment`.
 * @param value - What stands under that key.
 * @throws RunError naming every setting that is wrong.
 */
export function readDeliverySettings(key: string, value: unknown): DeliveryEnvironmentArgs {
  refuse(`The configuration ${key}`, deliveryProblems(value));
  return deliverySettingsSchema.parse(value);
}
