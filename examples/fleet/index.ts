import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Fleet, readFleet } from "@platform/aws-pipelines";

export const { pipelineName } = new Fleet("shops", {
  ...readFleet("fleet.yaml", readFileSync(join(__dirname, "fleet.yaml"), "utf8")),
  source: {
    connectionArn: "arn:aws:codeconnections:eu-central-1:111122223333:connection/0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f",
    repository: "acme/shops",
  },
  cli: { version: "3.248.0", sha256: "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0" },
  notify: { emails: ["platform@acme.example"] },
  protect: true,
});
