import { buckets } from "./buckets";
import { builds } from "./builds";
import { destroying } from "./destroying";
import { identities } from "./identities";
import { network } from "./network";
import { pipelines } from "./pipelines";
import type { ProgramResource } from "./resource";
import { services } from "./services";

/** A program that passes every rule, and has a resource of every type that one of them judges and none forbids. */
export const program: readonly ProgramResource[] = [
  ...buckets,
  ...builds,
  ...destroying,
  ...identities,
  ...network,
  ...pipelines,
  ...services,
];

/** Configuration of the rules that judge nothing by default. */
export const programConfig: Readonly<Record<string, object>> = {
  "codebuild-allowed-source-owner": { allowedOwners: ["acme"] },
  "codebuild-trusted-image": { allowedImages: ["123456789012.dkr.ecr.*"] },
};
