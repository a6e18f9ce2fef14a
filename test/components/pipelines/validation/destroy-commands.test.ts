import assert from "node:assert/strict";
import { runsDestroy } from "../../../../components/pipelines/validation/destroy-commands";

const destroying = [
  "pulumi destroy --yes",
  "pulumi --cwd infra destroy -y -s dev",
  "pulumi down",
  "cd deploy && ./bin/pulumi destroy",
  "npx pulumi@3 destroy",
  'bash -c "pulumi destroy --yes"',
  "pulumi \\\n  destroy --yes",
  "OUT=$(pulumi destroy --yes)",
  "pulumi dn --yes",
  "pulumi destroy --yes # --preview-only",
  "pulumi destroy --yes --preview-only --preview-only=false",
  "pulumi destroy --yes -m --preview-only",
  "terraform plan -destroy -out=p && terraform apply p",
  "terraform apply -destroy=1",
  "TF_CLI_ARGS_apply=-destroy terraform apply",
  "terraform destroy -auto-approve",
  "terraform -chdir=infra apply -destroy",
  "tofu apply --destroy=true",
  "terragrunt run-all destroy",
  "cdk destroy --all --force",
  "npx cdktf destroy",
  "aws cloudformation delete-stack --stack-name shop",
  "sam delete --no-prompts",
  "serverless remove",
  "version: 0.2\nphases:\n  build:\n    commands:\n      - pulumi destroy --yes\n",
];

const harmless = [
  "npm test",
  "pulumi up --yes",
  "pulumi destroy --preview-only --json",
  "pulumi preview",
  "terraform plan -destroy -out=plan",
  "terraform apply -destroy=false",
  "terraform apply plan",
  "npm run destroy-fixtures",
  "echo destroyed",
  "rm -rf build",
  "aws s3 ls",
];

describe("a command that destroys infrastructure", () => {
  for (const script of destroying) {
    it(`is ${JSON.stringify(script)}`, () => {
      assert.equal(runsDestroy(script), true);
    });
  }

  for (const script of harmless) {
    it(`is not ${JSON.stringify(script)}`, () => {
      assert.equal(runsDestroy(script), false);
    });
  }
});
