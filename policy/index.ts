import { PolicyPack } from "@pulumi/policy";
import { rules } from "./rules";

new PolicyPack("aws-pipelines", {
  displayName: "AWS pipelines",
  description: "Encryption and least privilege for CI/CD on AWS, judged on the first preview",
  provider: "aws",
  policies: [...rules],
});
