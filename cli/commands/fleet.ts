import { nearest } from "../../components/schema/nearest";
import { PreviewError } from "../preview/base/error";
import { Status } from "../preview/result";
import { type Command, type OptionValues, parsePositionals } from "./command";

// The steps load the schemas of settings and the SDK of Pulumi, which no other command needs: so they load at their use.
type Steps = typeof import("./fleet-steps");

const HELP = `Deploys many Pulumi stacks in waves.

Usage: aws-pipelines fleet plan|up|settings [options]

  plan        previews every environment with the Pulumi CLI, and lists the waves
  up          deploys wave by wave: stops at the first failure, and asks before a wave with an approval
  settings    writes the settings of the fleet into the Pulumi.<stack>.yaml of each environment

Options:
  --fleet PATH               file of the fleet, or a folder with fleet.yaml and a file for each environment
                             (default: fleet.yaml in the current folder)
  --record DIR               folder of the records and the lock (default: .fleet beside the file)
  --approve-wave NAME        approve a wave beforehand (repeatable)
  --resume                   continue the last run, without the environments that it deployed
  --accept-changes           let --resume deploy another commit or fleet; it asks for approvals again
  --concurrency N            previews at the same time, with plan (default: maxParallel of each wave)
  --policy-pack DIR          policy pack of every preview and deployment (repeatable)
  --policy-pack-config FILE  configuration of the policy pack at the same place in the list (repeatable)
  -h, --help

Example: aws-pipelines fleet up --approve-wave pilot

Ctrl-C interrupts the running deployments and waits for them. The record says how far they came.

Exit status: 0 done, 1 a preview or deployment failed, a wave waits or the run was interrupted, 2 settings are refused,
3 any other failure.
`;

/** Options of every step. */
const OPTIONS = {
  fleet: { type: "string" },
  record: { type: "string" },
  "approve-wave": { type: "string", multiple: true },
  resume: { type: "boolean" },
  "accept-changes": { type: "boolean" },
  concurrency: { type: "string" },
  "policy-pack": { type: "string", multiple: true },
  "policy-pack-config": { type: "string", multiple: true },
} as const;

/** Values of the options. */
export type FleetOptions = OptionValues<typeof OPTIONS>;

const words = ["plan", "up", "settings"] as const;

/** `aws-pipelines fleet` */
export const fleetCommand: Command = {
  name: "fleet",
  summary: "deploys many Pulumi stacks in waves",
  help: HELP,
  run: async (args, surroundings) => {
    const { values, positionals } = parsePositionals("fleet", args, OPTIONS);
    const word = words.find((each) => each === positionals[0]);
    if (word === undefined || positionals.length > 1) {
      throw new PreviewError(refusalOf(positionals));
    }
    const { FleetRefusal, ...steps }: Steps = require("./fleet-steps");
    try {
      return await steps[word](values, surroundings);
    } catch (error) {
      if (!(error instanceof FleetRefusal)) {
        throw error;
      }
      surroundings.stderr.write(`${error.message}\n`);
      return Status.refused;
    }
  },
};

function refusalOf(given: readonly string[]): string {
  const help = 'Run "aws-pipelines fleet --help" for the steps.';
  if (given.length === 0) {
    return `fleet needs one of ${words.join(", ")}. ${help}`;
  }
  const meant = given.length === 1 ? nearest(given[0] ?? "", words) : undefined;
  const fix = meant === undefined ? help : `Did you mean ${meant}?`;
  return `fleet takes one of ${words.join(", ")}, but received "${given.join(" ")}". ${fix}`;
}
