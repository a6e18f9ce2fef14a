import type * as fs from "node:fs";

/** A change of one resource, as a tool states it. */
export interface PlannedChange {
  /** `forget`: leaves the state, remains in the account; `record`: exists in the state alone. */
  readonly action: "create" | "import" | "update" | "replace" | "delete" | "forget" | "record";
  /** The URN, or Terraform's address. */
  readonly address: string;
  readonly type: string;
  /** The physical id, if the resource has one that may be shown. */
  readonly id?: string | undefined;
  /** Names of the properties that change. */
  readonly properties?: readonly string[] | undefined;
  /** Permissions that the change adds, by name. */
  readonly widens?: readonly string[] | undefined;
  /** Whether the change touches an approval gate. @default false */
  readonly gate?: boolean | undefined;
  /** The reason to wait for an approval, where some updates need none. */
  readonly waits?: string | undefined;
  /** Everything the state holds about the resource. The plan keeps a digest of it. */
  readonly record: unknown;
}

/** The output of a tool, as a plan keeps it. */
export interface PlanFacts {
  readonly tool: string;
  readonly plugins: readonly string[];
  /** Identifies one version of the state. */
  readonly state: Readonly<Record<string, unknown>>;
  /** The whole state. The plan keeps a digest of it. */
  readonly stateRecord: unknown;
  /** The SHA-256 of the plan that the tool itself saved. */
  readonly savedPlan?: string;
  readonly changes: readonly PlannedChange[];
  /** Reasons to make no plan, a line each. */
  readonly refused: readonly string[];
}

/**
 * The program of plans: records, verifies, compares and lists plans. It runs in builds, from its own source text, so it
 * uses nothing outside itself.
 *
 * @param operation - the operation of the plans, such as `destroy`
 * @param describe - reads the files that a tool wrote
 */
export function planProgram(
  { readFileSync, writeFileSync }: typeof fs,
  operation: string,
  describe: (...files: string[]) => PlanFacts,
): void {
  const { createHash, createHmac, randomBytes } = require("node:crypto") as typeof import("node:crypto");
  type Change = Omit<PlannedChange, "record"> & { readonly digest: string };
  interface Plan {
    readonly salt: string;
    readonly tool: string;
    readonly plugins: readonly string[];
    readonly changes: readonly Change[];
    readonly [fact: string]: unknown;
  }
  const {
    CODEBUILD_RESOLVED_SOURCE_VERSION: commit,
    EXECUTION_ID: execution,
    APPROVED_DIGEST: digest,
    APPROVED_SUMMARY: summary,
  } = process.env;
  const read = (file: string): Plan => JSON.parse(readFileSync(file, "utf8"));
  const canonical = (value: unknown): string =>
    JSON.stringify(value, (_, part) =>
      typeof part === "object" && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
        : part,
    ) ?? "nothing";
  const keyed = (salt: string, value: unknown) => createHmac("sha256", salt).update(canonical(value)).digest("hex");
  const digestOf = (plan: Plan) => createHash("sha256").update(canonical(plan)).digest("hex");
  // A name with a line break must not look like another line of the log.
  const visible = (text: string) =>
    text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
  const print = (...lines: (string | number)[]) => process.stdout.write(`${lines.join("\n")}\n`);
  const fail = (...lines: string[]) => {
    process.stderr.write(`${lines.map(visible).join("\n")}\n`);
    process.exitCode = 1;
  };
  const nameOf = ({ address, id }: Change) => (id === undefined ? address : `${address} (${id})`);
  const again = "Nothing was changed. Start the pipeline again.";
  // CodePipeline takes 1,000 characters as the message of an approval.
  const longestList = 5;
  const longestName = 80;

  const isDestroy = operation === "destroy";

  function list(target: string, changes: readonly Change[]) {
    const headings = {
      create: `Resources of ${target} to create`,
      import: `Resources to import into ${target}`,
      update: `Resources of ${target} to update`,
      replace: `Resources of ${target} to delete and create again`,
      delete: `Resources of ${target} to ${isDestroy ? operation : "delete"}`,
      forget: "Resources that leave the state and remain in the account",
      record: "Entries of the state without a resource of their own",
    };
    for (const [action, heading] of Object.entries(headings)) {
      const names = changes
        .filter((change) => change.action === action)
        .map((change) => `  ${visible(nameOf(change))}${propertiesOf(change)}`);
      if ((isDestroy && action === "delete") || names.length > 0) {
        print(`${heading}: ${names.length}`, ...names);
      }
    }
    const widened = changes.flatMap(({ address, widens = [] }) => widens.map((name) => `  ${address}: ${name}`));
    if (widened.length > 0) {
      print(`Permissions that become wider: ${widened.length}`, ...widened.map(visible));
    }
    const gates = changes.filter(({ gate }) => gate === true).map((change) => `  ${visible(nameOf(change))}`);
    if (gates.length > 0) {
      print(`Changes of a gate: ${gates.length}`, ...gates);
    }
  }

  const propertiesOf = ({ properties = [] }: Change) =>
    properties.length === 0 ? "" : `: ${visible(properties.join(", "))}`;

  /** The summary that an approval shows: one line without characters that mean something in JSON or to CodePipeline. */
  function summarize({ changes }: Plan): string {
    const count = (...actions: string[]) => changes.filter(({ action }) => actions.includes(action)).length;
    const widened = changes.flatMap(({ address, widens = [] }) =>
      widens.map((name) => `${name} (${address.split("::").at(-1)})`),
    );
    const parts = changes.filter(({ gate }) => gate === true).length;
    const gates = parts === 0 ? "" : `; parts of a gate that change: ${parts}`;
    const shown = widened.slice(0, parts === 0 ? longestList : longestList - 1);
    const wider =
      widened.length === 0
        ? "no permission becomes wider"
        : `wider permissions: ${shown.map((name) => (name.length > longestName ? `${name.slice(0, longestName)}...` : name)).join("; ")}${
            widened.length > shown.length ? `; and ${widened.length - shown.length} more` : ""
          }`;
    const text = `${count("create", "import")} to create, ${count("update")} to update, ${count("replace")} to replace, ${count(
      "delete",
    )} to delete, ${count("forget", "record")} in the state alone; ${wider}${gates}`;
    return text.replace(/[^\w .,:;/@()[\]+*=-]/g, "'");
  }

  /** Plans are compared by one random value: nobody can guess a short secret from the digest of a record. */
  function record(to: string, target: string, approved: string, ...files: string[]) {
    const salt = approved === "" ? randomBytes(16).toString("hex") : read(approved).salt;
    const { changes, refused, stateRecord, ...facts } = describe(...files);
    if (refused.length > 0) {
      return fail(...refused);
    }
    const listed = changes.map(({ record: all, ...change }) => ({ ...change, digest: keyed(salt, all) }));
    const state = { ...facts.state, digest: keyed(salt, stateRecord) };
    const order = ({ action, address, id }: Change) => canonical([action, address, id ?? ""]);
    listed.sort((one, other) => (order(one) < order(other) ? -1 : 1));
    const plan = { operation, target, commit, execution, ...facts, state, salt, changes: listed };
    writeFileSync(to, `${JSON.stringify(plan, null, 2)}\n`);
    display(to, target);
  }

  function display(file: string, target: string) {
    const plan = read(file);
    list(target, plan.changes);
    if (!isDestroy && plan.changes.length === 0) {
      print(`Nothing of ${visible(target)} changes. The pipeline skips approval and deployment.`);
    }
    print(`Tool: ${visible(plan.tool)}`, ...plan.plugins.map((plugin) => `Plugin: ${visible(plugin)}`));
    print(`Digest of this plan: ${digestOf(plan)}`);
  }

  function verify(file: string, target: string) {
    const plan = read(file);
    const expected = { operation, target, commit, execution };
    const problems = Object.entries(expected)
      .filter(([fact, value]) => plan[fact] !== value)
      .map(([fact, value]) => `The approved plan has ${fact} ${plan[fact]}, and this build has ${fact} ${value}.`);
    if (digest === undefined || digest === "") {
      problems.push("APPROVED_DIGEST is missing: the action passes PLAN_DIGEST of the preview in it.");
    } else if (digestOf(plan) !== digest) {
      problems.push(`The plan in the artifact has digest ${digestOf(plan)}, and ${digest} was approved.`);
    }
    if (!isDestroy && summary !== summarize(plan)) {
      problems.push(`The plan has: ${summarize(plan)}. The approval showed: ${summary}.`);
    }
    if (problems.length > 0) {
      fail(...problems, again);
    }
    return problems.length === 0;
  }

  /** Shows a plan of a build that somebody else's code may have taken part in. */
  function show(file: string, target: string) {
    if (verify(file, target)) {
      print(`Commit: ${visible(commit ?? "")}`);
      display(file, target);
    }
  }

  function compare(approvedFile: string, presentFile: string) {
    const approved = read(approvedFile);
    const present = read(presentFile);
    const index = (plan: Plan) => new Map(plan.changes.map((change) => [nameOf(change), change]));
    const before = index(approved);
    const now = index(present);
    const parts = Object.keys({ ...approved, ...present }).filter((part) => part !== "changes");
    const differences = [
      ...parts
        .filter((part) => canonical(approved[part]) !== canonical(present[part]))
        .map((part) => `! ${part}: approved ${canonical(approved[part])}, now ${canonical(present[part])}`),
      ...[...now.keys()].filter((name) => !before.has(name)).map((name) => `+ ${name}`),
      ...[...before.keys()].filter((name) => !now.has(name)).map((name) => `- ${name}`),
      ...[...now]
        .filter(([name, change]) => before.has(name) && canonical(before.get(name)) !== canonical(change))
        .map(([name]) => `~ ${name}`),
    ];
    if (canonical(approved) !== canonical(present)) {
      fail(`This is not what was approved. ${again}`, ...differences);
    }
  }

  /** A preview starts the plugins that the state names, so the state is the approved one before it runs. */
  function begin(approvedFile: string, ...files: string[]) {
    const approved = read(approvedFile);
    const { tool, plugins, stateRecord, ...facts } = describe(...files);
    const state = { ...facts.state, digest: keyed(approved.salt, stateRecord) };
    const differences = Object.entries({ tool, plugins, state })
      .filter(([fact, value]) => canonical(approved[fact]) !== canonical(value))
      .map(([fact, value]) => `! ${fact}: approved ${canonical(approved[fact])}, now ${canonical(value)}`);
    if (differences.length > 0) {
      fail(`This is not what was approved. ${again}`, ...differences);
    }
  }

  const steps: Record<string, (...args: [string, string, string, ...string[]]) => unknown> = {
    record,
    verify,
    show,
    begin,
    compare,
    count: (file) => print(read(file).changes.filter(({ action }) => !isDestroy || action === "delete").length),
    summary: (file) => print(summarize(read(file))),
    digest: (file) => print(digestOf(read(file))),
    addresses: (file) => {
      for (const address of new Set(read(file).changes.map((change) => change.address))) {
        print(address);
      }
    },
  };
  const [step = "", ...args] = process.argv.slice(2);
  (steps[step] ?? fail)(...(args as [string, string, string, ...string[]]));
}
