import assert from "node:assert/strict";
import { isSecretName, isSecretValue } from "../../../../policy/lib/facts/secret-shapes";

const secretNames = [
  "PASSWORD",
  "DB_PASSWORD",
  "dbPassword",
  "api-key",
  "APIKEY",
  "NPM_TOKEN",
  "TOKEN_1",
  "clientSecret",
  "SSH_PRIVATE_KEY",
  "CREDENTIALS",
  "AWS_ACCESS_KEY_ID",
];
const otherNames = [
  "",
  "STAGE",
  "TOKENIZER",
  "DB_PASSWORD_PARAMETER",
  "SECRET_ARN",
  "TOKEN_URL",
  "SECRETARY",
  "KEYBOARD",
  "BYPASS",
];
const secretValues = [
  `AKIA${"Z".repeat(16)}`,
  `export KEY=ASIA${"9".repeat(16)};`,
  `ghp_${"a1".repeat(18)}`,
  `github_pat_${"a_".repeat(20)}`,
  `glpat-${"x".repeat(20)}`,
  `xoxb-${"1".repeat(12)}`,
  `dckr_pat_${"x".repeat(24)}`,
  "-----BEGIN RSA PRIVATE KEY-----",
  "-----BEGIN PRIVATE KEY-----",
];
const otherValues = [
  "",
  "AKIA",
  `TAKIA${"Z".repeat(16)}`,
  "ghp_",
  "-----BEGIN CERTIFICATE-----",
  "arn:aws:s3:::shop",
  "xox-mas",
];

describe("secret shapes", () => {
  for (const name of secretNames) {
    it(`takes ${name} for a secret's name`, () => assert.equal(isSecretName(name), true));
  }
  for (const name of otherNames) {
    it(`takes "${name}" for no secret's name`, () => assert.equal(isSecretName(name), false));
  }
  for (const value of secretValues) {
    it(`takes ${value.slice(0, 16)}... for a credential`, () => assert.equal(isSecretValue(value), true));
  }
  for (const value of otherValues) {
    it(`takes "${value}" for no credential`, () => assert.equal(isSecretValue(value), false));
  }
});
