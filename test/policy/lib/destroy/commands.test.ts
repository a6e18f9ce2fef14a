import assert from "node:assert/strict";
import { appliesPlan, plansDestroy, runsDestroy, runsDestroyTask } from "../../../../policy/lib/destroy/commands";

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
    '{"phases":{"build":{"commands":["npm ci\\npulumi destroy"]}}}',
    '- "ls\\npulumi destroy"',
    "- >\n  pulumi\n  destroy --yes\n",
    "- pulumi --non-interactive\n    destroy --yes\n",
    "pulumi dn --yes",
    "pulumi -C preview destroy --yes",
    "pulumi --cwd up destroy",
    "pulumi deployment run destroy https://github.com/acme/shop",
    "pulumi destroy --yes --preview-only=false",
    "pulumi destroy --preview-only --preview-only=false",
    'pulumi destroy --yes -m "--preview-only"',
    "pulumi destroy --yes -- --preview-only",
    "pulumi destroy --preview-only; pulumi destroy --yes --skip-preview",
    'pulumi --message " # " destroy',
    "npx pulumi@3 destroy",
    "npx aws-cdk@2.1000.0 destroy",
    "npx cdktf destroy",
    "docker run hashicorp/terraform:1.9 destroy -auto-approve",
    "./terraform_1.9.5 destroy",
    "pulumi.exe destroy",
    "terraform apply -destroy=true -auto-approve",
    "terraform apply --destroy",
    "terraform plan -destroy -out=p && terraform apply p",
    "terragrunt run --all -- apply -destroy",
    "terragrunt destroy-all",
    "echo y | pulumi destroy",
    "yes | terraform destroy",
    "aws s3 ls | pulumi destroy",
    "sudo -u aws pulumi destroy",
    "echo pulumi destroy | sh",
    'echo "pulumi" "destroy" | bash -s',
    "echo 'terraform destroy' > run.sh",
    "echo $(pulumi destroy --yes)",
    'echo "gone: $(pulumi destroy --yes)"',
    "echo start & pulumi destroy",
    'bash -c "cd deploy; pulumi destroy"',
    '- "echo start; pulumi destroy"',
    "if true; then pulumi destroy; fi",
    "aws cloudformation delete-stack --stack-name shop | tee log",
    "aws-nuke run --no-dry-run",
    "pulumi stack rm --force --yes prod",
    "pulumi state delete urn:pulumi:prod::shop::aws:s3/bucket:Bucket::data",
    "aws rds delete-db-cluster --db-cluster-identifier prod",
    "aws --region eu-west-1 dynamodb delete-table --table-name orders",
    "aws s3 rb s3://shop-prod --force",
    "eksctl delete cluster --name prod",
    "copilot app delete --yes",
    "rain rm prod --yes",
    'pulumi des""troy --yes',
    "pulumi d'estroy'; echo done",
    "pulumi 'des'troy --yes",
    "pulumi de\\stroy --yes",
    "$'\\x70ulumi' destroy --yes",
    "alias p=pulumi\np destroy --yes",
    "OP=destroy\npulumi $OP --yes",
    `echo ${Buffer.from("pulumi destroy --yes").toString("base64")} | base64 -d | bash`,
    `python -c "import boto3; boto3.client('cloudformation').delete_stack(StackName='prod')"`,
    "node -e 'client.send(new DeleteTableCommand({ TableName }))'",
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
    "pulumi destroy --yes --preview-only",
    "pulumi destroy --preview-only --json | jq length",
    "pulumi preview --target destroy",
    "pulumi up -s destroy",
    "pulumi stack select destroy",
    "pulumi destroy --help",
    "pulumi help destroy",
    "terraform plan -out destroy",
    "terraform plan -destroy=false && terraform apply p",
    "terraform apply -destroy=false p",
    "terraform workspace select destroy",
    "terragrunt run-all plan -destroy",
    "cdk deploy destroy",
    'echo "refused; run pulumi destroy by hand" >&2',
    'echo "$COUNT resources; then pulumi destroy"',
    'echo "$(jq length plan.json) go; approve to run pulumi destroy" >&2',
    'test -n "$X" || { echo "what pulumi destroy takes is not what was approved"; exit 1; }',
    "# first this; then pulumi destroy",
    "npm run build && npm install destroy",
    "sls deploy --stage remove",
    "npm test destroy",
    "npm run destroy-fixtures",
    "git commit -m 'docs: terraform destroy'",
    "git commit -m 'docs; terraform destroy'",
    "grep -r 'pulumi destroy' docs",
    "bundle exec rails destroy scaffold x",
    "pulumi stack rm --yes empty",
    "aws rds describe-db-clusters",
    "aws s3 rm s3://shop/old",
    "OP=up\npulumi $OP --yes",
    `echo ${Buffer.from("pulumi up --yes").toString("base64")} | base64 -d | bash`,
    "python -c 'items.delete_one(1)'",
  ]) {
    it(`are not found in ${JSON.stringify(script)}`, () => assert.equal(runsDestroy(script), false));
  }

  for (const [script, expected] of [
    ["npm run destroy", true],
    ["make destroy", true],
    ["npx nx run infra:destroy", true],
    ["yarn destroy:prod", true],
    ["npm test destroy", false],
    ["npm run destroy-fixtures", false],
    ["npm run build && npm install destroy", false],
  ] as const) {
    it(`${expected ? "may stand behind" : "do not stand behind"} the task of ${JSON.stringify(script)}`, () => {
      assert.equal(runsDestroyTask(script), expected);
      assert.equal(runsDestroy(script), false);
    });
  }

  it("tell a saved plan to destroy from the one who applies it", () => {
    const plan = "terraform -chdir=deploy plan -destroy -out plan";
    const apply = 'terraform apply -input=false "$PLAN"';
    assert.deepEqual([plan, apply].map(plansDestroy), [true, false]);
    assert.deepEqual([plan, apply].map(appliesPlan), [false, true]);
    assert.equal(appliesPlan("terraform apply -var a=b -auto-approve"), false);
    assert.equal(plansDestroy("pulumi preview"), false);
  });

  it("are looked for in a script that is long and odd as well", () => {
    const long = `${"echo 'a' ".repeat(20_000)}\n${"X ".repeat(20_000)}=${" ".repeat(20_000)}pulumi\n`;
    assert.equal(runsDestroy(long), false);
  });
});
