import { type DestroySettings, destroyPipelineSchema } from "../../components/destroy/settings";
import { connectionArn } from "./pipelines";

const sha256 = "fe736f91b4153f94f859870e34dda01e648552c25f702c8a42282acf3a5db9ad";

/** The approvers of most tests. */
export const approvers = {
  first: { notify: ["leads@acme.example"], principals: ["arn:aws:iam::111122223333:role/shop-leads"] },
};

/** Minimal settings of a destroy pipeline, with changes to top-level keys. */
export function destroySettings(changes: Record<string, unknown> = {}): DestroySettings {
  return destroyPipelineSchema.parse({
    infrastructure: { tool: "pulumi", version: "3.221.0", sha256, stack: "acme/shop/dev" },
    source: { connectionArn, repository: "acme/shop" },
    approvers,
    ...changes,
  });
}

/** Minimal settings for a Terraform module. */
export function terraformDestroySettings(changes: Record<string, unknown> = {}): DestroySettings {
  return destroySettings({
    infrastructure: { tool: "terraform", version: "1.13.5", sha256 },
    state: { backend: "s3", bucketName: "acme-state", keyAlias: "acme-state", key: "shop.tfstate" },
    environmentVariables: {
      IMAGE_REPOSITORY_URI: { value: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop" },
    },
    ...changes,
  });
}
