import assert from "node:assert/strict";
import { runsDestroy } from "../../../policy/lib/destroy-commands";

describe("commands that destroy", () => {
  for (const script of [
    "pulumi destroy --yes",
    "pulumi --cwd deploy destroy --yes --stack acme/shop/dev",
    "pulumi down",
    "terraform destroy -auto-approve",
    "terraform -chdir=deploy apply -destroy -auto-approve",
    "tofu destroy",
    "terragrunt run-all destroy",
    "npx cdk destroy --all",
    "/usr/local/bin/pulumi destroy",
    "aws --region eu-west-1 cloudformation delete-stack --stack-name shop",
    "sam delete --no-prompts",
    "npx serverless remove",
    "- | pulumi destroy",
    '["npm ci", "pulumi destroy"]',
    "- ./bin/cdk destroy",
    "npx --yes aws-cdk destroy",
    "sls remove",
    "sst remove",
    "terraform destroy -target plan -auto-approve",
    "set -e; terraform init && terraform destroy",
    "pulumi \\\n  destroy",
    "version: 0.2\nphases:\n  build:\n    commands:\n      - pulumi destroy --yes\n",
    '{"phases":{"build":{"commands":["pulumi destroy"]}}}',
  ]) {
    it(`are found in ${JSON.stringify(script)}`, () => assert.equal(runsDestroy(script), true));
  }

  for (const script of [
    "",
    "pulumi up --yes",
    "pulumi destroy --preview-only --json",
    "terraform plan -destroy -out plan",
    "terraform -chdir=deploy plan -destroy -out plan",
    "terraform apply plan",
    "# pulumi destroy",
    "pulumi up # not pulumi destroy",
    "echo pulumi destroy",
    "- echo pulumi destroy",
    "git checkout destroy-manual-trigger",
    "npm run destroyer",
    "shutdown now",
    "pulumi help\ndestroy",
    '["pulumi up --yes", "rm -r destroy"]',
    'pulumi up --message "shut down"',
  ]) {
    it(`are not found in ${JSON.stringify(script)}`, () => assert.equal(runsDestroy(script), false));
  }
});
