import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { scopeOf } from "../../../components/aws/scope";
import { planDelivery } from "../../../components/delivery/plan";
import type { DeliverySettings } from "../../../components/delivery/settings";
import { type RenderedStage, renderStages } from "../../../components/pipelines/render/pipeline";
import { stackSettings } from "../../support/delivery-settings";
import { previewLink } from "../../support/play-delivery";
import { type ActionRun, type Execution, runPipeline } from "../../support/run-pipeline";

const breakGlass = {
  notify: ["on-call@acme.example"],
  principals: ["arn:aws:iam::333344445555:role/incident-leads"],
};
const prodSettings: DeliverySettings = {
  ...stackSettings("prod"),
  promote: { ...stackSettings("prod").promote, breakGlass },
};

function pipelineOf(name: string, settings: DeliverySettings) {
  const { pipeline, projects } = planDelivery(scopeOf(settings), name, settings);
  const { model, ...plan } = pipeline;
  const defaults = model.variables.map((variable) => [`variables.${variable.name}`, variable.defaultValue ?? ""]);
  return {
    stages: JSON.stringify(renderStages({ model, ...plan })),
    builds: projects.map(({ projectName, buildspec }) => [projectName, JSON.stringify(buildspec)] as const),
    defaults: Object.fromEntries(defaults),
  };
}

const sender = pipelineOf("shop-staging", stackSettings("staging"));
const receiver = pipelineOf("shop-prod", prodSettings);

/** Definitions of both pipelines, and the buildspecs of their projects as text. */
interface Definitions {
  staging: RenderedStage[];
  prod: RenderedStage[];
  builds: Record<string, string>;
}

const definitions = (): Definitions => ({
  staging: JSON.parse(sender.stages),
  prod: JSON.parse(receiver.stages),
  builds: Object.fromEntries([...sender.builds, ...receiver.builds]),
});

/** The ends of the lines by which a build signs an image, verifies its signature, or copies it. */
const signatureLines = {
  "shop-staging-release": /\}, \\"sign\\"\);/,
  "shop-prod-verify": /\}, \\"verify\\"\);/,
  "shop-prod-image": /IMAGE_DIGEST\/:\/-/,
} as const;

const commit = "4f1d9b1c0e5a4b8f9d2c7a6b5e4f3d2c1b0a9f8e";
const later = "a".repeat(40);
const digestOf = (text: string) => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/** Start of the pipeline of prod. */
interface Start {
  readonly commit: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Plays registries, records, builds and people of both environments, as the recipes behave. */
class Company {
  /** Images of staging, by the commit of their tag. */
  readonly images = new Map<string, string>();
  readonly tested: string[] = [];
  readonly records = new Map<string, string>();
  /** Images of staging and of prod with a signature beside them. */
  readonly signed = new Set<string>();
  readonly ownSignatures = new Set<string>();
  readonly breakGlassRecords: string[] = [];
  readonly starts: Start[] = [];
  readonly ownImages = new Set<string>();
  readonly planned: string[] = [];
  readonly deployed: string[] = [];
  readonly approvals: { readonly name: string; readonly text: string }[] = [];
  /** The failing action or the rejected approval. */
  fails = "";
  /** Builds that verified a start. */
  verifications = 0;
  private count = 0;

  constructor(private readonly both: Definitions) {}

  /** A push to the branch of staging. */
  push(version: string): Execution {
    this.count += 1;
    return runPipeline(this.both.staging, (run) => this.perform(run, version), {
      executionId: `staging-${this.count}`,
    });
  }

  /** A start of the pipeline of prod, by a promotion or by a person. */
  start({ commit: version, variables }: Start): Execution {
    this.count += 1;
    return runPipeline(this.both.prod, (run) => this.perform(run, version), {
      executionId: `prod-${this.count}`,
      variables: {
        ...receiver.defaults,
        ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [`variables.${name}`, value])),
      },
    });
  }

  /** Whether the buildspec of a build has its line about signatures. */
  private hasLine(project: keyof typeof signatureLines): boolean {
    return signatureLines[project].test(this.both.builds[project] ?? "");
  }

  private perform(run: ActionRun, version: string): Record<string, string> | undefined {
    const { name, provider, configuration } = run;
    const given: { name: string; value: string }[] = JSON.parse(configuration.EnvironmentVariables ?? "[]");
    const env = new Map(given.map((variable) => [variable.name, variable.value]));
    const image = env.get("IMAGE_DIGEST") ?? "";
    const release = `${version} ${image}`;
    if (name === this.fails) {
      return undefined;
    }
    if (provider === "CodeStarSourceConnection") {
      return { CommitId: version };
    }
    if (provider === "Manual") {
      this.approvals.push({ name, text: configuration.CustomData ?? "" });
      return {};
    }
    if (provider === "CodePipeline") {
      const [revision] = JSON.parse(configuration.SourceRevisions ?? "[]");
      const variables: { name: string; value: string }[] = JSON.parse(configuration.Variables ?? "[]");
      this.starts.push({
        // Without a revision, AWS takes the newest commit of the branch.
        commit: revision?.revisionValue ?? "newest",
        variables: Object.fromEntries(variables.map((variable) => [variable.name, variable.value])),
      });
      return {};
    }
    const isImage = /^sha256:[0-9a-f]{64}$/.test(image);
    switch (configuration.ProjectName) {
      case "shop-staging-image":
        this.images.set(version, digestOf(version));
        return { IMAGE_DIGEST: digestOf(version) };
      case "shop-staging-deploy":
        return isImage ? {} : undefined;
      case "shop-staging-test":
        this.tested.push(version);
        return {};
      case "shop-staging-release": {
        const execution = env.get("EXECUTION_ID");
        if (!isImage || execution === undefined || this.images.get(version) !== image) {
          return undefined;
        }
        if (this.hasLine("shop-staging-release")) {
          this.signed.add(image);
        }
        this.records.set(release, execution);
        return { IMAGE_DIGEST: image };
      }
      case "shop-prod-verify": {
        this.verifications += 1;
        if (env.has("BASH_ENV")) {
          // The shell would run a file of the commit before the first command.
          return {
            ...{ IMAGE_DIGEST: digestOf("hostile"), TESTED_BY: "x", BREAK_GLASS: "no", BREAK_GLASS_REASON: "no" },
            SIGNATURE_DIGEST: digestOf("x"),
          };
        }
        const execution = this.records.get(release);
        const reason = env.get("BREAK_GLASS_REASON") ?? "no";
        const isTagged = this.images.get(version) === image;
        const isSigned = this.signed.has(image) || !this.hasLine("shop-prod-verify");
        const isVouched = execution !== undefined && isSigned;
        if (!isImage || (!isVouched && (reason.length < 10 || !isTagged))) {
          return undefined;
        }
        return !isVouched
          ? {
              ...{ IMAGE_DIGEST: image, TESTED_BY: "nobody", BREAK_GLASS: "yes", BREAK_GLASS_REASON: reason },
              SIGNATURE_DIGEST: "none",
            }
          : {
              ...{ IMAGE_DIGEST: image, TESTED_BY: `execution ${execution}` },
              ...{ BREAK_GLASS: "no", BREAK_GLASS_REASON: "no", SIGNATURE_DIGEST: digestOf(`signature of ${image}`) },
            };
      }
      case "shop-prod-break-glass":
        this.breakGlassRecords.push(`${env.get("EXECUTION_ID")} ${release} ${env.get("BREAK_GLASS_REASON")}`);
        return { IMAGE_DIGEST: image };
      case "shop-prod-image":
        this.ownImages.add(image);
        if (this.hasLine("shop-prod-image") && env.get("SIGNATURE_DIGEST") === digestOf(`signature of ${image}`)) {
          this.ownSignatures.add(image);
        }
        return { IMAGE_DIGEST: image, RELEASE_TAG: "tag" };
      case "shop-prod-plan":
        this.planned.push(image);
        return {
          CHANGE_COUNT: "1",
          PLAN_SUMMARY: "1 to update",
          PLAN_DIGEST: digestOf(image).replace("sha256:", ""),
          PREVIEW_LINK: previewLink,
        };
      case "shop-prod-deploy":
        if (!this.ownImages.has(image)) {
          return undefined;
        }
        this.deployed.push(release);
        return {};
      default:
        throw new Error(`${configuration.ProjectName} is not played here`);
    }
  }
}

/** A release that staging tested and promoted. */
function promoted(both: Definitions): Company & { readonly first: Start } {
  const company = new Company(both);
  company.push(commit);
  const [first] = company.starts;
  assert.ok(first, "nothing started prod");
  return Object.assign(company, { first });
}

const imageOf = (version: string) => digestOf(version);
const reason = "Incident 4711: staging is down";

/** Properties of every execution. */
const properties: Readonly<Record<string, (both: Definitions) => boolean>> = {
  "starts prod at the tested commit with the tested image, after the record": (both) => {
    const company = new Company(both);
    const { steps, succeeded } = company.push(commit);
    const [start] = company.starts;
    return (
      succeeded &&
      company.starts.length === 1 &&
      start?.commit === commit &&
      start.variables.IMAGE_DIGEST === imageOf(commit) &&
      company.tested.join() === commit &&
      steps.slice(-3).join() === "Test/Integration,Promote/Record,Promote/Start-shop-prod"
    );
  },
  "never starts prod, and records nothing, for a build, a deployment or a test that fails": (both) =>
    ["Build/Image", "Deploy/Infrastructure", "Test/Integration"].every((fails) => {
      const company = Object.assign(new Company(both), { fails });
      const { succeeded } = company.push(commit);
      return !succeeded && company.starts.length === 0 && company.records.size === 0;
    }),
  "never starts prod without a record": (both) => {
    const company = Object.assign(new Company(both), { fails: "Promote/Record" });
    return !company.push(commit).succeeded && company.starts.length === 0;
  },
  "deploys in prod the promoted image of the promoted commit": (both) => {
    const company = promoted(both);
    const { succeeded } = company.start(company.first);
    return (
      succeeded &&
      company.deployed.join() === `${commit} ${imageOf(commit)}` &&
      company.planned.join() === imageOf(commit) &&
      company.ownImages.has(imageOf(commit)) &&
      company.breakGlassRecords.length === 0
    );
  },
  "shows commit, image and tests before prod deploys": (both) => {
    const company = promoted(both);
    company.start(company.first);
    const [approval] = company.approvals;
    return (
      company.approvals.length === 1 &&
      approval?.name === "ApprovePlan/Plan" &&
      [`commit ${commit}`, `the image ${imageOf(commit)}`, "tested by execution staging-1"].every((text) =>
        approval.text.includes(text),
      )
    );
  },
  "deploys nothing that people reject": (both) => {
    const company = Object.assign(promoted(both), { fails: "ApprovePlan/Plan" });
    return !company.start(company.first).succeeded && company.deployed.length === 0;
  },
  "runs nothing of a start without a digest, as AWS makes one with a new pipeline": (both) => {
    const company = promoted(both);
    const { steps } = company.start({ commit, variables: {} });
    return steps.join() === "Source/Repository,Verify failed" && company.planned.length === 0;
  },
  "runs nothing of a commit or an image that staging has not tested": (both) => {
    const company = promoted(both);
    return [
      { commit: later, variables: { IMAGE_DIGEST: imageOf(commit) } },
      { commit, variables: { IMAGE_DIGEST: imageOf("hostile") } },
      { commit: later, variables: { IMAGE_DIGEST: imageOf(later) } },
    ].every((start) => {
      const { steps } = company.start(start);
      return (
        steps.join() === "Source/Repository,Verify failed" && company.planned.length + company.deployed.length === 0
      );
    });
  },
  "signs an image after its tests, and brings the signature to the registry of prod": (both) => {
    const company = promoted(both);
    company.start(company.first);
    const failed = Object.assign(new Company(both), { fails: "Test/Integration" });
    failed.push(commit);
    return (
      failed.signed.size === 0 &&
      [company.signed, company.ownSignatures].every((images) => [...images].join() === imageOf(commit))
    );
  },
  "runs nothing of an image that staging has recorded and not signed": (both) => {
    const company = promoted(both);
    company.signed.clear();
    const { steps } = company.start(company.first);
    return (
      steps.join() === "Source/Repository,Verify failed" &&
      company.ownImages.size + company.planned.length + company.deployed.length === 0
    );
  },
  "goes past a missing signature only with a reason, an approval of its own and a record": (both) => {
    const company = promoted(both);
    company.signed.clear();
    const variables = { ...company.first.variables, BREAK_GLASS_REASON: reason };
    const { succeeded, steps } = company.start({ commit, variables });
    return (
      succeeded &&
      steps.slice(2, 4).join() === "BreakGlass/Approve,BreakGlass/BreakGlassRecord" &&
      company.ownSignatures.size === 0 &&
      company.approvals.at(-1)?.text.includes("tested by nobody") === true
    );
  },
  "keeps two promotions apart, and goes back to the first by its record": (both) => {
    const company = promoted(both);
    company.push(later);
    const [first, second] = company.starts;
    assert.ok(first && second);
    const runs = [company.start(second), company.start(first)];
    return (
      runs.every(({ succeeded }) => succeeded) &&
      company.deployed.join() === `${later} ${imageOf(later)},${commit} ${imageOf(commit)}`
    );
  },
  "goes past staging only with a reason, an approval of its own and a record": (both) => {
    const company = Object.assign(new Company(both), { fails: "Test/Integration" });
    company.push(commit);
    company.fails = "";
    const variables = { IMAGE_DIGEST: imageOf(commit), BREAK_GLASS_REASON: reason };
    const { succeeded, steps } = company.start({ commit, variables });
    const [approval, plan] = company.approvals;
    return (
      succeeded &&
      steps.slice(0, 5).join() ===
        "Source/Repository,Verify/Verify,BreakGlass/Approve,BreakGlass/BreakGlassRecord,Copy/Image" &&
      approval?.text.includes(`commit ${commit} with the image ${imageOf(commit)}`) === true &&
      approval.text.includes(reason) &&
      plan?.text.includes("tested by nobody") === true &&
      company.breakGlassRecords.join() === `prod-2 ${commit} ${imageOf(commit)} ${reason}`
    );
  },
  "runs nothing of a break-glass start that its approvers reject": (both) => {
    const company = Object.assign(new Company(both), { fails: "Test/Integration" });
    company.push(commit);
    company.fails = "BreakGlass/Approve";
    const variables = { IMAGE_DIGEST: imageOf(commit), BREAK_GLASS_REASON: reason };
    const { succeeded } = company.start({ commit, variables });
    return !succeeded && company.ownImages.size + company.planned.length + company.breakGlassRecords.length === 0;
  },
  "asks nobody about a promoted release that gives a reason anyway": (both) => {
    const company = promoted(both);
    const { succeeded, steps } = company.start({
      ...company.first,
      variables: { ...company.first.variables, BREAK_GLASS_REASON: reason },
    });
    return succeeded && steps.includes("BreakGlass skipped") && company.breakGlassRecords.length === 0;
  },
  "runs no build of a start whose variables set further variables of a build": (both) => {
    const company = promoted(both);
    const more = '"},{"name":"BASH_ENV","value":"hook.sh';
    const hostile: Record<string, string>[] = [
      { IMAGE_DIGEST: `${imageOf(commit)}${more}` },
      { IMAGE_DIGEST: `x${more}` },
      { IMAGE_DIGEST: imageOf(commit), BREAK_GLASS_REASON: `${reason}${more}` },
    ];
    return hostile.every((variables) => {
      const { steps } = company.start({ commit, variables });
      return steps.join() === "Source/Repository,Verify failed" && company.verifications === 0;
    });
  },
  "starts prod for no push": ({ prod }) => prod[0]?.actions[0]?.configuration?.DetectChanges === "false",
};

function broken(both: Definitions): string[] {
  return Object.entries(properties)
    .filter(([, holds]) => {
      try {
        return !holds(JSON.parse(JSON.stringify(both)));
      } catch {
        return true;
      }
    })
    .map(([name]) => name);
}

type Side = "staging" | "prod";

/** Definitions without a stage. */
const withoutStage = (side: Side, name: string) => (both: Definitions) => {
  assert.ok(both[side].some((stage) => stage.name === name));
  return { ...both, [side]: both[side].filter((stage) => stage.name !== name) };
};

/** Definitions without an action. */
const withoutAction = (side: Side, stageName: string, name: string) => (both: Definitions) => ({
  ...both,
  [side]: both[side].map((stage) =>
    stage.name === stageName ? { ...stage, actions: stage.actions.filter((action) => action.name !== name) } : stage,
  ),
});

/** Definitions with a text changed in the configuration of an action. */
const changed =
  (side: Side, stageName: string, key: string, text: string, to: string, name?: string) => (both: Definitions) => {
    const stage = both[side].find((one) => one.name === stageName);
    const action = stage?.actions.find((one) => name === undefined || one.name === name);
    const configuration: Record<string, string> | undefined = action?.configuration;
    const before = configuration?.[key] ?? "";
    assert.ok(configuration && before.includes(text), `${stageName} has no ${text} in ${key}`);
    configuration[key] = before.replaceAll(text, to);
    return both;
  };

/** Definitions without a variable of a build. */
const withoutVariable = (side: Side, stageName: string, variable: string, name?: string) => (both: Definitions) => {
  const stage = both[side].find((one) => one.name === stageName);
  const action = stage?.actions.find((one) => name === undefined || one.name === name);
  const configuration: Record<string, string> | undefined = action?.configuration;
  const given: { name: string }[] = JSON.parse(configuration?.EnvironmentVariables ?? "[]");
  const kept = given.filter((one) => one.name !== variable);
  assert.ok(configuration && kept.length < given.length, `${stageName} has no ${variable}`);
  configuration.EnvironmentVariables = JSON.stringify(kept);
  return both;
};

/** Definitions without a rule of the verification. */
const withoutRule = (name: string) => (both: Definitions) => {
  const condition = both.prod.find((stage) => stage.name === "Verify")?.beforeEntry?.condition;
  const { rules = [] } = condition ?? {};
  assert.ok(rules.some((rule) => rule.name === name));
  Object.assign(condition ?? {}, { rules: rules.filter((rule) => rule.name !== name) });
  return both;
};

/** Definitions without the line of a build about signatures. */
const withoutLine = (project: keyof typeof signatureLines) => (both: Definitions) => {
  const buildspec = both.builds[project] ?? "";
  assert.match(buildspec, signatureLines[project]);
  return { ...both, builds: { ...both.builds, [project]: buildspec.replace(signatureLines[project], "") } };
};

const guards: Readonly<Record<string, (both: Definitions) => Definitions>> = {
  "the tests of staging": withoutStage("staging", "Test"),
  "the record": withoutAction("staging", "Promote", "Record"),
  "the order of record and start": (both) => {
    for (const action of both.staging.find(({ name }) => name === "Promote")?.actions ?? []) {
      Object.assign(action, { runOrder: action.name === "Record" ? 2 : 1 });
    }
    return both;
  },
  "the commit of the start": changed(
    "staging",
    "Promote",
    "SourceRevisions",
    "#{Repository.CommitId}",
    "main",
    "Start-shop-prod",
  ),
  "the digest of the start": changed(
    "staging",
    "Promote",
    "Variables",
    "#{Record.IMAGE_DIGEST}",
    "latest",
    "Start-shop-prod",
  ),
  "the digest of the record": withoutVariable("staging", "Promote", "IMAGE_DIGEST", "Record"),
  "the execution of the record": withoutVariable("staging", "Promote", "EXECUTION_ID", "Record"),
  "the digest of staging's deployment": withoutVariable("staging", "Deploy", "IMAGE_DIGEST"),
  "the verification": withoutStage("prod", "Verify"),
  "the form of the digest": withoutRule("NamesAnImage"),
  "the form of the reason": withoutRule("GivesAReason"),
  "the digest of the verification": withoutVariable("prod", "Verify", "IMAGE_DIGEST"),
  "the reason in the verification": withoutVariable("prod", "Verify", "BREAK_GLASS_REASON"),
  "the signature of the record": withoutLine("shop-staging-release"),
  "the verification of the signature": withoutLine("shop-prod-verify"),
  "the copy of the signature": withoutLine("shop-prod-image"),
  "the copy": withoutStage("prod", "Copy"),
  "the digest of the copy": withoutVariable("prod", "Copy", "IMAGE_DIGEST"),
  "the digest of the copied signature": withoutVariable("prod", "Copy", "SIGNATURE_DIGEST"),
  "the approval of break-glass starts": withoutAction("prod", "BreakGlass", "Approve"),
  "the record of break-glass starts": withoutAction("prod", "BreakGlass", "BreakGlassRecord"),
  "the stage of break-glass starts": withoutStage("prod", "BreakGlass"),
  "the condition of break-glass starts": (both) => {
    delete both.prod.find(({ name }) => name === "BreakGlass")?.beforeEntry;
    return both;
  },
  "the reason in the approval of break-glass starts": changed(
    "prod",
    "BreakGlass",
    "CustomData",
    "#{Verify.BREAK_GLASS_REASON}",
    "",
  ),
  "the approval of the plan": withoutStage("prod", "ApprovePlan"),
  "the commit in the approval": changed("prod", "ApprovePlan", "CustomData", "#{Repository.CommitId}", ""),
  "the image in the approval": changed("prod", "ApprovePlan", "CustomData", "#{Image.IMAGE_DIGEST}", ""),
  "the tests in the approval": changed("prod", "ApprovePlan", "CustomData", "#{Verify.TESTED_BY}", ""),
  "the digest of the plan's image": withoutVariable("prod", "Plan", "IMAGE_DIGEST"),
  "the digest of prod's deployment": withoutVariable("prod", "Deploy", "IMAGE_DIGEST"),
  "the detection of pushes": changed("prod", "Source", "DetectChanges", "false", "true"),
};

describe("a promotion, played from the rendered definitions of both pipelines,", () => {
  for (const [name, holds] of Object.entries(properties)) {
    it(name, () => assert.equal(holds(definitions()), true));
  }

  for (const [guard, without] of Object.entries(guards)) {
    it(`shows it if somebody deletes ${guard}`, () => {
      assert.notDeepEqual(broken(without(definitions())), []);
    });
  }
});
