import { generateKeyPairSync } from "node:crypto";
import type { BuildMachine } from "./build-machine";

/** Gives the stand-in of aws on a machine a signing key under an alias. */
export function signingKeyOn(machine: BuildMachine, keyAliasArn: string): void {
  const [, , , region, account, resource = ""] = keyAliasArn.split(":");
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  machine.write(`state/keys/${account}/${region}/${resource.replace("alias/", "")}.pem`, pem);
}
