import assert from "node:assert/strict";
import { holdsSecret } from "../../../../policy/lib/facts/secrets-in-script";

const secretKey = `wJalrXUtnFEMI/K7MDENG/bPxRfiCY${"EXAMPLEKEY"}`;

const exposing = [
  "version: 0.2\nenv:\n  variables:\n    DB_PASSWORD: hunter2\n",
  `- export AWS_SECRET_ACCESS_KEY=${secretKey}`,
  '{"version":0.2,"env":{"variables":{"DB_PASSWORD":"hunter2"}}}',
  "docker login -u shop -p hunter2",
  "docker login --username shop --password hunter2 registry.example.com",
  "curl -u admin:hunter2 https://example.com",
  "PGPASSWORD=hunter2 psql -h db",
  "mysql --password=hunter2",
  "npm config set //registry.npmjs.org/:_authToken=abcdef123",
  `curl -d '{"password":"hunter2"}' https://example.com`,
  "git clone https://me:hunter2@github.com/acme/shop",
  "docker build --build-arg NPM_TOKEN=abcdef123 .",
  "echo hunter2hunter2 | docker login --password-stdin -u acme",
  "printf '%s' 'hunter2hunter2' | helm registry login -u acme --password-stdin registry.example.com",
  "echo -n hunter2hunter2 | gh auth login --with-token",
];

const harmless = [
  "version: 0.2\nenv:\n  secrets-manager:\n    DB_PASSWORD: shopdb\n  parameter-store:\n    NPM_TOKEN: npmToken\nphases:\n  build:\n    commands:\n      - make\n",
  '{"version":0.2,"env":{"secrets-manager":{"DB_PASSWORD":"shopdb"}}}',
  "TOKEN=$(aws codeartifact get-authorization-token)",
  'export PASSWORD="$DB"',
  "aws ecr get-login-password | docker login --username AWS --password-stdin 111122223333.dkr.ecr",
  "docker login -u shop -p $PASS",
  'echo "$PASS" | docker login -u shop --password-stdin',
  "echo $(cat /run/token) | docker login -u shop --password-stdin",
  "curl -u $USER:$PASS https://example.com",
  'curl -H "Authorization: Bearer $TOKEN" https://example.com',
  "POSTGRES_PASSWORD=postgres docker compose up",
  'echo "Password: required"',
  "terraform apply -var token=$T",
  "pulumi config set --secret dbPassword",
  "aws secretsmanager get-secret-value --secret-id prod/db",
  "env:\n  exported-variables:\n    - TOKEN\n",
  "MAX_TOKENS=100 node index.js",
  "",
];

describe("a secret in a script", () => {
  for (const script of exposing) {
    it(`is found in ${JSON.stringify(script.slice(0, 60))}`, () => assert.equal(holdsSecret(script), true));
  }

  for (const script of harmless) {
    it(`is not found in ${JSON.stringify(script.slice(0, 60))}`, () => assert.equal(holdsSecret(script), false));
  }

  it("is looked for in a long script in linear time", () => {
    const long = `${"echo 'a' ".repeat(20_000)}\n${"A_B=".repeat(20_000)}\n${"x: ".repeat(20_000)}`;
    assert.equal(holdsSecret(long), false);
  });
});
