import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { resolvePromotion } from "../../components/delivery/promotion-stacks";
import { type DeliverySettings, deliverySettingsSchema } from "../../components/delivery/settings";
import { connectionArn } from "./pipelines";

/** Settings in the file of one of the three stacks, with the places of the stacks that it promotes to or from. */
export function stackSettings(stack: "dev" | "staging" | "prod"): DeliverySettings {
  return resolvePromotion(settingsIn(stack), stack, settingsIn).settings;
}

function settingsIn(stack: string): DeliverySettings {
  const file = parse(readFileSync(join(__dirname, `../../Pulumi.${stack}.yaml`), "utf8"));
  return deliverySettingsSchema.parse(file.config["aws-pipelines:environment"]);
}

/** Settings of the prod stack, as if it built its own image. */
export function prodWithoutPromotion(): DeliverySettings {
  const { promote: _, ...settings } = stackSettings("prod");
  return { ...settings, image: {} };
}

const sha256 = "fe736f91b4153f94f859870e34dda01e648552c25f702c8a42282acf3a5db9ad";

/** Minimal settings of an environment, with changes to top-level keys. */
export function deliverySettings(changes: Record<string, unknown> = {}) {
  return {
    application: "shop",
    account: "111122223333",
    region: "eu-central-1",
    source: { connectionArn, repository: "acme/shop" },
    deploy: { tool: "terraform", version: "1.13.5", sha256 },
    ...changes,
  };
}

/** Minimal settings of a deployment, with changes. */
export function deployment(changes: Record<string, unknown> = {}) {
  return { tool: "terraform", version: "1.13.5", sha256, ...changes };
}

/** Settings after the schema parsed them. */
export function readSettings(settings: unknown): DeliverySettings {
  return deliverySettingsSchema.parse(settings);
}
