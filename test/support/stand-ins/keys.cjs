// The signing keys of the stand-in of aws: state/keys/<account>/<region>/<alias>.pem.
const { accept, refuse } = require("./grammar.cjs");
const { createPrivateKey, createPublicKey, sign, verify } = require("node:crypto");
const { existsSync, readFileSync } = require("node:fs");
const { dirname, join } = require("node:path");

const machine = dirname(process.env.TMPDIR);
const [service, command, ...argv] = process.argv.slice(2);
const { get } = accept(
  "--region= --key-id= --message= --message-type= --signing-algorithm= --signature= --output=",
  argv,
);
if (service !== "kms" || get("--output") !== "json") refuse("the stand-in cannot answer that");
const [, , , region, account, resource] = (get("--key-id") ?? "").split(":");
if (region !== get("--region")) refuse("NotFoundException: the alias is of another region", 254);
const file = join(machine, "state", "keys", account, region, `${resource.replace(/^alias\//, "")}.pem`);
if (!existsSync(file)) refuse(`NotFoundException: Alias ${get("--key-id")} is not found.`, 254);
if (get("--message-type") !== "RAW" || get("--signing-algorithm") !== "ECDSA_SHA_256") {
  refuse("AccessDeniedException: no statement of the key policy allows this", 254);
}
const bytes = (option) => readFileSync(get(option).slice("fileb://".length));
const message = bytes("--message");
if (message.length > 4096) refuse("ValidationException: message", 254);
const key = createPrivateKey(readFileSync(file, "utf8"));
const answer = { KeyId: `arn:aws:kms:${region}:${account}:key/1234`, SigningAlgorithm: "ECDSA_SHA_256" };
if (command === "sign") {
  process.stdout.write(
    `${JSON.stringify({ ...answer, Signature: sign("sha256", message, key).toString("base64") })}\n`,
  );
} else {
  if (!verify("sha256", message, createPublicKey(key), bytes("--signature")))
    refuse("KMSInvalidSignatureException", 254);
  process.stdout.write(`${JSON.stringify({ ...answer, SignatureValid: true })}\n`);
}
