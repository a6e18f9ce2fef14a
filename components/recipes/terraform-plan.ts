import type * as fs from "node:fs";
import { terraformBackendConfig } from "../storage/state-bucket";
import { installPlanProgram } from "./change-plan";
import { withCleanEnvironment } from "./npm-install";
import type { PlanFacts } from "./plan-program";
import { runNode, shellQuote, strictCommand } from "./shell";
import { initialise, type TerraformCliArgs, type TerraformDestroyCliArgs, terraformCommand } from "./terraform-cli";
import { findForbiddenBlocks } from "./terraform-files";

/** The saved plan of the tool. It holds the values of the resources. */
export const savedPlan = "plan.tfplan";

/**
 * Providers of HashiCorp that run no program of the module. `external` does, and so do `helm` and `kubernetes`, through a
 * kubeconfig file of the commit. Archived providers are not on the list.
 */
const safeProviders = [
  ...["archive", "aws", "awscc", "azuread", "azurerm", "cloudinit", "consul", "dns", "google", "google-beta", "hcp"],
  ...["http", "local", "null", "random", "template", "tfe", "time", "tls", "vault"],
];

/** A command that refuses a module by its text, before the tool runs. */
export function checkFiles(directory: string): string {
  return strictCommand(scan(shellQuote(directory)));
}

/**
 * Commands that initialise a module of a commit that nobody has approved. They fetch modules without credentials and read
 * them before they install providers. Then they compare the backend and the providers with the arguments.
 */
export function initialiseWithCare(args: TerraformDestroyCliArgs): string[] {
  const { distribution = "terraform", providers = [], state } = args;
  const registry = distribution === "opentofu" ? "registry.opentofu.org" : "registry.terraform.io";
  const expected = {
    own: safeProviders.map((name) => `${registry}/hashicorp/${name}`),
    providers: providers.map((address) => (address.split("/").length === 3 ? address : `${registry}/${address}`)),
    backend: terraformBackendConfig(state),
  };
  const get = withCleanEnvironment(
    `"$(command -v ${terraformCommand(args).split(" ")[0]})" -chdir=${shellQuote(args.directory)} get -no-color`,
    "TF_CLI_CONFIG_FILE",
    "TF_DATA_DIR",
    "CHECKPOINT_DISABLE",
  );
  const readModules = [
    'const { Modules } = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));',
    "for (const { Dir } of Modules) if (Dir) console.log(Dir);",
  ];
  const list = '"$TF_DATA_DIR/modules/modules.json"';
  return [
    strictCommand(
      // The names that the module gives to others are no part of what approvers read.
      `${get} > "$TOOLS_DIR/get.log" || { cat "$TOOLS_DIR/get.log"; exit 1; }`,
      `if [ -f ${list} ]; then`,
      `  ${runNode(readModules, list)} > "$TOOLS_DIR/modules"`,
      '  mapfile -t modules < "$TOOLS_DIR/modules"',
      `  cd ${shellQuote(args.directory)}`,
      `  ${scan(`"\${modules[@]}"`)}`,
      '  cd "$CODEBUILD_SRC_DIR"',
      "fi",
    ),
    initialise(args, '-get=false > "$TOOLS_DIR/init.log"'),
    strictCommand(
      runNode(
        [`(${checkInitialised.toString()})(require("node:fs"), process.argv[1], ${JSON.stringify(expected)});`],
        '"$TF_DATA_DIR"',
      ),
    ),
  ];
}

/** Lines that read a saved plan, the state and the versions, for {@link describeTerraformPlan}. */
export function readPlan(args: TerraformCliArgs, saved: string): string[] {
  const terraform = terraformCommand(args);
  return [
    `${terraform} show -json ${saved} > "$TOOLS_DIR/show.json"`,
    `${terraform} state pull > "$TOOLS_DIR/state.json"`,
    `${terraform} version -json > "$TOOLS_DIR/version.json"`,
  ];
}

/** The files that {@link readPlan} wrote, and the saved plan, as a shell reads them. */
export function planFiles(saved: string): string[] {
  return ['"$TOOLS_DIR/show.json"', '"$TOOLS_DIR/state.json"', '"$TOOLS_DIR/version.json"', saved];
}

/** A command that installs the program of plans to destroy with Terraform or OpenTofu. */
export function installTerraformPlan({ distribution = "terraform" }: TerraformDestroyCliArgs): string {
  const name = JSON.stringify(distribution);
  return installPlanProgram(
    "destroy",
    `(...files) => (${describeTerraformPlan.toString()})(require("node:fs"), ${name}, ...files)`,
  );
}

/** A line that refuses forbidden blocks in folders. */
function scan(folders: string): string {
  return runNode([`(${findForbiddenBlocks.toString()})(require("node:fs"), ...process.argv.slice(1));`], folders);
}

/** Compares the backend and the installed providers with the arguments. Its source text runs in builds. */
function checkInitialised(
  { existsSync, readdirSync, readFileSync }: typeof fs,
  data: string,
  expected: { own: string[]; providers: string[]; backend: Record<string, unknown> },
): void {
  const { backend } = JSON.parse(readFileSync(`${data}/terraform.tfstate`, "utf8"));
  const given = Object.entries(backend?.config ?? {}).filter(([, value]) => value !== null);
  const sorted = (entries: [string, unknown][]) => JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  const problems: string[] = [];
  if (backend?.type !== "s3" || sorted(given) !== sorted(Object.entries(expected.backend))) {
    problems.push(
      `The module keeps its state in ${backend?.type} with ${given.map(([key]) => key).join(", ")}. Leave its block empty: backend "s3" {}`,
    );
  }
  const entries = (path: string) => (existsSync(path) ? readdirSync(path) : []);
  const root = `${data}/providers`;
  for (const host of entries(root)) {
    for (const publisher of entries(`${root}/${host}`)) {
      for (const name of entries(`${root}/${host}/${publisher}`)) {
        const address = `${host}/${publisher}/${name}`;
        if (!expected.providers.includes(address) && !expected.own.includes(address)) {
          problems.push(
            `The module uses the provider ${address}, which would run before anybody approves. Add it to providers if everyone who pushes may run its code, and programs that it starts, with the role of the preview`,
          );
        }
      }
    }
  }
  if (problems.length > 0) {
    process.stderr.write(`${problems.join("\n")}\n`);
    process.exitCode = 1;
  }
}

/** Describes a saved plan to destroy. Its source text runs in builds. */
export function describeTerraformPlan(
  { readFileSync }: typeof fs,
  distribution: string,
  show: string,
  state: string,
  version: string,
  saved: string,
): PlanFacts {
  const { createHash } = require("node:crypto") as typeof import("node:crypto");
  type Actions = readonly string[];
  interface ResourceChange {
    readonly address: string;
    readonly mode: string;
    readonly type: string;
    readonly deposed?: string;
    readonly provider_name?: string;
    readonly change: {
      readonly actions: Actions;
      readonly before?: { readonly id?: unknown; readonly arn?: unknown } | null;
      readonly before_sensitive?: boolean | { readonly id?: unknown; readonly arn?: unknown };
    };
  }
  interface Module {
    readonly resources?: readonly { readonly address: string; readonly provisioners?: readonly unknown[] }[];
    readonly module_calls?: Readonly<Record<string, { readonly module?: Module }>>;
  }
  // An empty state prints nothing.
  const read = (file: string) => JSON.parse(readFileSync(file, "utf8").trim() || "{}");
  const plan: { resource_changes?: readonly ResourceChange[]; configuration?: { root_module?: Module } } = read(show);
  const stateRecord = read(state);
  const { lineage, serial } = stateRecord;
  const { terraform_version, provider_selections = {} } = read(version);
  const idOf = ({ type, change: { before, before_sensitive: sensitive } }: ResourceChange) => {
    const isSecret = sensitive === true || (typeof sensitive === "object" && (sensitive.id || sensitive.arn));
    const id = before?.id ?? before?.arn;
    return typeof id === "string" && !isSecret && !type.startsWith("random_") ? id : undefined;
  };
  const provisioned = ({ resources = [], module_calls = {} }: Module): string[] => [
    ...resources.filter(({ provisioners = [] }) => provisioners.length > 0).map(({ address }) => address),
    ...Object.values(module_calls).flatMap(({ module = {} }) => provisioned(module)),
  ];
  const isIdle = (actions: Actions) => actions.every((action) => action === "no-op" || action === "read");
  const changes = (plan.resource_changes ?? []).filter(({ change }) => !isIdle(change.actions));
  const isOther = ({ change }: ResourceChange) => !["delete", "forget"].includes(change.actions.join());
  const withProvisioner = provisioned(plan.configuration?.root_module ?? {});
  return {
    tool: `${distribution} ${terraform_version}`,
    plugins: Object.entries(provider_selections)
      .map(([address, selected]) => `${address} ${selected}`)
      .sort(),
    state: { lineage, serial },
    stateRecord,
    savedPlan: createHash("sha256").update(readFileSync(saved)).digest("hex"),
    changes: changes.map((entry) => {
      const { address, type, deposed, provider_name: provider, change } = entry;
      return {
        action: change.actions.join() === "forget" ? "forget" : "delete",
        address: deposed === undefined ? address : `${address} (deposed object ${deposed})`,
        type,
        id: idOf(entry),
        record: { before: change.before, provider },
      };
    }),
    refused: [
      ...changes.filter(isOther).map(({ address, change }) => `${address}: a destroy cannot ${change.actions.join()}`),
      ...withProvisioner.map((address) => `${address} has a provisioner, which would run on the build with its role`),
    ],
  };
}
