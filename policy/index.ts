import { readFileSync } from "node:fs";
import { join } from "node:path";
import { servePack } from "./lib/pack/server";

const { version } = JSON.parse(readFileSync(join(__dirname, "../package.json"), "utf8"));

servePack(
  {
    name: "aws-pipelines",
    version,
    displayName: "AWS pipelines",
    description: "Encryption and least privilege for CI/CD on AWS, judged on the first preview",
    provider: "aws",
  },
  // The rules load while the engine connects.
  () => {
    const { rules }: typeof import("./rules") = require("./rules");
    return rules;
  },
);
